import type { Delivering } from '#core/deliver/delivering.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Deliveries, Delivery } from '#core/ports/deliveries.ts';
import type { Ids } from '#core/ports/ids.ts';
import type { Command, Usage } from './command.ts';
import type { Caller, Dispatch, Reply } from './dispatch.ts';
import type { Addressing } from './help.ts';

/** What a person said or pressed in a chat, as its adapter understood it. */
export interface Heard {
  readonly command: Command | Usage;
  /** Names of this one event, at least one: told again under any of them it is the same event. */
  readonly claims: readonly [string, ...string[]];
  readonly asker: string;
  readonly place: string;
  /** The message that the thread hangs from in which it was said, and in which a run's answer belongs; null: outside of any. */
  readonly thread: string | null;
  /** Said inside that thread, and not by the message that it is to hang from. Default: no. */
  readonly inThread?: boolean;
  readonly back: Delivery['back'];
  readonly maySee: Caller['maySee'];
}

export interface HearDeps {
  readonly chat: string;
  readonly address: Addressing;
  readonly dispatch: Dispatch;
  readonly deliveries: Deliveries;
  readonly delivering: Delivering;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Carries out what was heard in one chat, once; what it resolves with is for that person alone. It is safe from the death of the process then, so the platform may be told that it arrived. */
export type Hear = (heard: Heard) => Promise<Reply>;

export function createHear({ chat, address, dispatch, deliveries, delivering, clock, ids }: HearDeps): Hear {
  return async ({ command, claims, asker, place, thread, inThread = false, back, maySee }) => {
    const shownThere = thread === null ? null : await deliveries.find({ place, thread });
    const caller: Caller = { asker, place, inThread, threadRunId: shownThere?.runId ?? null, address, maySee };
    let once: string = claims[0];
    if (command.verb === 'run') {
      // First where it is shown, then the run: dying between the two leaves a claim, and the event told again finds the same run.
      const delivery = { runId: ids.runId(), chat, place, thread, person: asker, back };
      once = (await deliveries.claim(claims, delivery, clock.now())).runId;
    }
    const reply = await dispatch(command, caller, once);
    // Also of a wish that is of no use now: the same one may have been taken before, by somebody who failed before the run was shown again.
    const runId = reply.kind === 'going' ? reply.runId : reply.kind === 'refused' ? reply.about : undefined;
    if (runId !== undefined) await delivering.show(runId);
    return reply;
  };
}
