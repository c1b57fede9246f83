import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Request } from '#core/request.ts';
import type { RunHeading } from '#core/run/heading.ts';
import type { Wish } from '#core/run/steer.ts';
import type { RunView } from '#core/view/run-view.ts';
import { toUnknown } from '#core/view/watch.ts';
import type { Command, Usage } from './command.ts';
import { type Addressing, toHelp } from './help.ts';

/** Who asks, and where: opaque ids of the platform. */
export interface Caller {
  readonly asker: string;
  readonly place: string;
  /** The run that the thread is about, where it was said in one: then "the newest here" is that one. */
  readonly threadRunId: string | null;
  /** Said inside a thread: a run that is not named is the thread's own, and none where the thread has none. */
  readonly inThread: boolean;
  readonly address: Addressing;
  /** Whether this person may see what `asker` started in that place, by the platform's word. */
  maySee(place: string, asker: string): Promise<boolean>;
}

/** What a command comes to; the adapter shows it. */
export type Reply =
  /** A run goes on: follow it. */
  | { readonly kind: 'going'; readonly runId: string }
  | { readonly kind: 'runs'; readonly headings: readonly RunHeading[] }
  | { readonly kind: 'views'; readonly views: readonly RunView[] }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'help'; readonly text: string }
  /** A normal "no". */
  | { readonly kind: 'refused'; readonly text: string };

/** What a request is run with where the person names nothing else. */
export type Defaults = Pick<Request, 'cap' | 'model' | 'budgetUsd' | 'laneTimeoutMs' | 'askUsd'>;

const HISTORY_LIMIT = 20;
const NO_RUN_IN_THREAD = "There is no run in this thread. In the channel, or with a run's id, it works too.";

/**
 * Carries out commands for every chat. `once` names what the person did, so that doing it again when a platform tells
 * of it again changes nothing: of a request it is the run's id. Rejects only with what is a bug
 * or a store that is gone; all else is a `refused`.
 */
export type Dispatch = (command: Command | Usage, caller: Caller, once?: string) => Promise<Reply>;

export function createDispatch(fanout: Fanout, defaults: Defaults): Dispatch {
  async function steer(runId: string | null, wish: Wish, caller: Caller, once: string | undefined): Promise<Reply> {
    const it = await find(runId, caller);
    const nothing = await fanout.steer(it, wish, caller.asker, once);
    return nothing === null ? { kind: 'going', runId: it } : { kind: 'refused', text: nothing };
  }

  /** A run that this person may see; another one is as unknown as one that never was. */
  async function find(runId: string | null, caller: Caller): Promise<string> {
    const it = runId ?? caller.threadRunId ?? (await newest(caller));
    const { place, asker } = await fanout.watch.origin(it);
    if (!(await caller.maySee(place, asker))) throw toUnknown(it);
    return it;
  }

  async function newest(caller: Caller): Promise<string> {
    if (caller.inThread) throw new FanoutError('unknown_run', NO_RUN_IN_THREAD);
    const [heading] = await fanout.watch.list({ unfinished: false, place: caller.place, words: [], limit: 1 });
    if (heading === undefined) throw new FanoutError('unknown_run', 'There is no run here yet.');
    return heading.runId;
  }

  async function perform(command: Command | Usage, caller: Caller, once: string | undefined): Promise<Reply> {
    switch (command.verb) {
      case 'usage':
        return { kind: 'refused', text: command.problem };
      case 'help':
        return { kind: 'help', text: toHelp(caller.address) };
      case 'run':
        return { kind: 'going', runId: await fanout.ask(toRequest(command, caller, defaults), once) };
      case 'retry':
        return await steer(
          command.runId,
          { kind: 'retry', lanes: command.lanes, prompt: command.prompt, budgetUsd: command.budgetUsd },
          caller,
          once,
        );
      case 'yes':
        return await steer(command.runId, { kind: 'approve', mark: command.mark ?? null }, caller, once);
      case 'decline':
      case 'sample':
      case 'cheaper':
        return await steer(command.runId, { kind: command.verb, mark: command.mark ?? null }, caller, once);
      case 'correct':
        return await steer(command.runId, { kind: 'release', correction: command.words }, caller, once);
      case 'edit':
        return await steer(
          command.runId,
          { kind: 'edit', text: command.text, mostChars: command.mostChars, shown: command.shown },
          caller,
          once,
        );
      case 'raise':
        return await steer(command.runId, { kind: 'raise', budgetUsd: command.budgetUsd }, caller, once);
      case 'tell':
        return await steer(command.runId, { kind: 'tell', text: command.text, sources: command.sources ?? [] }, caller, once);
      case 'skip':
        return await steer(command.runId, { kind: 'skip', lane: command.lane }, caller, once);
      case 'stop':
      case 'merge':
        return await steer(command.runId, { kind: command.verb }, caller, once);
      case 'status': {
        const headings = await fanout.watch.list({ unfinished: true });
        const here = headings.filter((heading) => heading.place === caller.place);
        return { kind: 'views', views: await Promise.all(here.map((heading) => fanout.watch.now(heading.runId))) };
      }
      case 'history': {
        const { words } = command;
        const headings = await fanout.watch.list({ unfinished: false, place: caller.place, words, limit: HISTORY_LIMIT });
        // "No runs yet" would be wrong where there are some without these words.
        return headings.length === 0 && words.length > 0
          ? { kind: 'said', text: `No run here has “${words.join(' ')}” in what was asked or what came of it.` }
          : { kind: 'runs', headings };
      }
      case 'show': {
        const runId = await find(command.runId, caller);
        if (command.lane === null) return { kind: 'views', views: [await fanout.watch.now(runId)] };
        const text = await fanout.watch.lane(runId, command.lane);
        return text === null ? { kind: 'refused', text: `Lane ${command.lane} has no result.` } : { kind: 'said', text };
      }
      default:
        throw new Error(`unknown command ${JSON.stringify(command satisfies never)}`);
    }
  }

  return async (command, caller, once) => {
    try {
      return await perform(command, caller, once);
    } catch (error) {
      if (error instanceof FanoutError && (error.code === 'unknown_run' || error.code === 'unknown_lane')) {
        return { kind: 'refused', text: error.userMessage };
      }
      throw error;
    }
  };
}

function toRequest(command: Extract<Command, { verb: 'run' }>, caller: Caller, defaults: Defaults): Request {
  const { text, sources, mode, merge, laneList, approved, fresh, card, quorum, deadlineMs } = command;
  const { asker, place } = caller;
  const { laneTimeoutMs, askUsd } = defaults;
  const cap = command.cap ?? defaults.cap;
  const model = command.model ?? defaults.model;
  const budgetUsd = command.budgetUsd ?? defaults.budgetUsd;
  const told = { text, sources, mode, merge, laneList, cap, model, budgetUsd, approved, fresh, card, quorum, deadlineMs };
  return { ...told, laneTimeoutMs, askUsd, asker, place };
}
