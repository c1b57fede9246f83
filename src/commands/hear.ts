import type { Delivering } from '#core/deliver/delivering.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Deliveries, Delivery } from '#core/ports/deliveries.ts';
import type { Ids } from '#core/ports/ids.ts';
import type { SourceRef } from '#core/request.ts';
import { type Command, isPlainlyRequest, type Usage } from './command.ts';
import type { Caller, Dispatch, Reply } from './dispatch.ts';
import type { Addressing } from './help.ts';

/** What a person said or pressed in a chat, as its adapter understood it. */
export interface Heard {
  readonly command: Command | Usage;
  /** Names of this one event, at least one: told again under any of them it is the same event. */
  readonly claims: readonly [string, ...string[]];
  readonly asker: string;
  readonly place: string;
  /**
   * The message that the thread hangs from in which it was said, and in which a run's answer belongs; null: outside
   * of any.
   */
  readonly thread: string | null;
  /** Said inside that thread, and not by the message that it is to hang from. Default: no. */
  readonly inThread?: boolean;
  /**
   * The talk around it, where a request may be about that: material of one, but nothing that makes one of words about
   * a run. Numbered behind its other sources. Default: none.
   */
  readonly around?: readonly SourceRef[];
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
  /** As `Watching.steers`. */
  steers(runId: string, words: string, press: string): Promise<boolean>;
}

/**
 * Carries out what was heard in one chat, once; what it resolves with is for that person alone. It is safe from the
 * death of the process then, so the platform may be told that it arrived.
 */
export type Hear = (heard: Heard) => Promise<Reply>;

type Run = Extract<Command, { verb: 'run' }>;

/** Names of an event by which words were said about a run: never those of one that began it. */
const toTold = (claims: Heard['claims']): readonly string[] => claims.map((claim) => `told:${claim}`);

export function createHear({ chat, address, dispatch, deliveries, delivering, clock, ids, steers }: HearDeps): Hear {
  /**
   * What is said in the thread of a run without being plainly a request of its own is said about that run: its id.
   * Null: it is none.
   */
  async function toAboutRun(command: Run, shown: Delivery, claims: Heard['claims']): Promise<string | null> {
    // Told again: it began a run, perhaps the very one that the thread is about by now.
    if (isPlainlyRequest(command) || (await deliveries.find({ claims })) !== null) return null;
    // Or it was said about one, and the thread is about another since.
    const before = await deliveries.find({ claims: toTold(claims) });
    if (before !== null) return before.runId;
    if (!(await steers(shown.runId, command.text, claims[0]))) return null;
    await deliveries.claim(toTold(claims), shown, clock.now());
    return shown.runId;
  }

  return async ({ command: heard, claims, asker, place, thread, inThread = false, around = [], back, maySee }) => {
    const shownThere = thread === null ? null : await deliveries.find({ place, thread });
    const caller: Caller = { asker, place, inThread, threadRunId: shownThere?.runId ?? null, address, maySee };
    const about = heard.verb === 'run' && inThread && shownThere !== null ? await toAboutRun(heard, shownThere, claims) : null;
    const command = toCommand(heard, about, around);
    let once: string = claims[0];
    if (command.verb === 'run') {
      // First where it is shown, then the run: dying between the two leaves a claim, and the event told again finds
      // the same run.
      const delivery = { runId: ids.runId(), chat, place, thread, person: asker, back };
      once = (await deliveries.claim(claims, delivery, clock.now())).runId;
    }
    const reply = await dispatch(command, caller, once);
    // Also of a wish that was taken before: whoever took it may have failed before the run was shown again.
    if (reply.kind === 'going') await delivering.show(reply.runId);
    return reply;
  };
}

/**
 * As it is carried out: words about that run, which have the talk around them in case they are a request after all,
 * or a request that is about that talk too.
 */
function toCommand(heard: Command | Usage, about: string | null, around: readonly SourceRef[]): Command | Usage {
  if (heard.verb !== 'run') return heard;
  return about === null
    ? { ...heard, sources: [...heard.sources, ...around] }
    : { verb: 'tell', runId: about, text: heard.text, sources: around };
}
