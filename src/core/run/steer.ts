import { toCardMark } from '../deliver/card-mark.ts';
import { FanoutError } from '../errors.ts';
import { type ReplanDeps, toCheaper, toEdited } from '../plan/replan.ts';
import { pickSample } from '../plan/sample.ts';
import type { Ids } from '../ports/ids.ts';
import type { RunLog } from '../ports/run-log.ts';
import type { SourceRef } from '../request.ts';
import { toCard } from '../view/to-card.ts';
import type { RunFact } from './events.ts';
import type { LiveRun } from './live-run.ts';
import { isGivenUp, toRaisedUsd } from './raise.ts';
import { fallenDigest } from './remerged.ts';
import type { Runs } from './runs.ts';
import { isUnheard } from './same-question.ts';
import { currentStage, isDropped, isOver, modelOf, type RunState } from './state.ts';

/** What a person wants of a run. Lanes are numbers, 1-based. */
export type Wish =
  /**
   * Do these again, or with none named all that are missing; `prompt` replaces what is asked of them and `budgetUsd`
   * the run's cap, null keeps it.
   */
  | { readonly kind: 'retry'; readonly lanes: readonly number[]; readonly prompt: string | null; readonly budgetUsd: number | null }
  /** Yes to what the run waits for: its plan, the lanes behind a sample, a stage that grew, or else a change. */
  | ({ readonly kind: 'approve' } & Shown)
  /** No to a change. */
  | ({ readonly kind: 'decline' } & Shown)
  /** A few lanes that differ most first, to be seen before the others start. */
  | ({ readonly kind: 'sample' } & Shown)
  /** The lanes behind a sample, with what is to be otherwise in all of them, in the person's words. */
  | { readonly kind: 'release'; readonly correction: string }
  /**
   * The lanes as edited text, one a line; `mostChars` is what they were shown with, `shown` the `toVersion` of that
   * text, null or not there: as they are when it is taken.
   */
  | { readonly kind: 'edit'; readonly text: string; readonly mostChars: number; readonly shown?: string | null }
  /** The same lanes by cheaper models. */
  | ({ readonly kind: 'cheaper' } & Shown)
  /** More money, and what was given up for want of it again. `budgetUsd` null: as much as that is likely to need. */
  | { readonly kind: 'raise'; readonly budgetUsd: number | null }
  /**
   * Anything that somebody says about the run: the run answers it. `sources`: what it is about, where it is a request
   * of its own. Default: nothing.
   */
  | { readonly kind: 'tell'; readonly text: string; readonly sources?: readonly SourceRef[] }
  | { readonly kind: 'skip'; readonly lane: number }
  /** Stop, and answer with what is there. */
  | { readonly kind: 'stop' }
  /** Answer now with what is there; of a run that ended without the digest it was to have: write it again. */
  | { readonly kind: 'merge' };

/** It is said of what a card shows. */
interface Shown {
  /** `toCardMark` of the card that was shown. Null or not there: said of what is asked when it is taken. */
  readonly mark?: string | null;
}

/**
 * Puts a wish into the run's log; the run does the rest. Gives a sentence for the person when there is nothing to do,
 * null when it was taken. `press` names the
 * person's press or command: the same one twice is one wish. Rejects with `FanoutError` `unknown_run` or
 * `unknown_lane`.
 */
export type Steering = (runId: string, wish: Wish, by: string, press?: string) => Promise<string | null>;

export function createSteering(runs: Runs, ids: Ids, { runLog, ...deps }: ReplanDeps & { readonly runLog: RunLog }): Steering {
  return async (runId, wish, by, named) => {
    using held = await runs.hold(runId);
    if (held === null) throw new FanoutError('unknown_run', `There is no run ${runId}. \`history\` lists the runs there are.`);
    // Told again, perhaps since nobody heard that it was taken. What it asks for would be judged by what came of it.
    if (named !== undefined && (await runLog.get(runId, `press:${named}`)) !== null) return null;
    const press = named ?? ids.pressId();
    const fact = await toFact(held.run, wish, { by, press }, deps);
    if (typeof fact === 'string') return fact;
    const isNew = await held.run.append(fact, press);
    runs.carry(runId);
    return isNew && isUnheard(held.run.state(), fact) ? ASKED_ANEW : null;
  };
}

const ASKED_ANEW = 'What that asked for has changed meanwhile: look at it as it is now, and answer again.';

/** Whether what a person saw is what is asked no more. */
function isOfAnother(state: RunState, mark: string | null): boolean {
  return mark !== null && mark !== toCardMark({ card: toCard(state), lanes: state.lanes.map((lane) => lane.plan) });
}

async function toFact(run: LiveRun, wish: Wish, { by, press }: Pressed, deps: ReplanDeps): Promise<RunFact | string> {
  const state = run.state();
  if ('mark' in wish && isOfAnother(state, wish.mark ?? null) && isAsking(state)) return ASKED_ANEW;
  const card = state.askedSeq;
  const isMissing = (lane: number): boolean => {
    const it = state.lanes.at(lane - 1);
    return it !== undefined && isOver(it) && it.status !== 'done' && !isDropped(it);
  };
  switch (wish.kind) {
    case 'retry': {
      if (state.plan === null)
        return state.question === null ? 'The run has no lanes yet.' : `The run asked back and has no lanes: ${state.question}`;
      const missing = state.lanes.map((lane) => lane.lane).filter(isMissing);
      const lanes = wish.lanes.length > 0 ? [...new Set(wish.lanes)] : missing;
      for (const lane of lanes) checkLane(run, lane);
      return lanes.length > 0
        ? { type: 'lanes.retried', lanes, prompts: lanes.map(() => wish.prompt), budgetUsd: wish.budgetUsd, why: 'asked', by }
        : 'Nothing to retry: no lane is missing.';
    }
    case 'approve':
      return isAsking(state) ? { type: 'run.approved', by, card } : 'The run does not wait for a yes.';
    case 'decline':
      return state.pending === null ? 'No change of the run waits for a yes.' : { type: 'change.declined', by, card };
    case 'sample': {
      if (state.asking !== 'plan') return 'A sample can be asked for only before the first lane begins.';
      const stage = state.lanes.filter((lane) => lane.stage === currentStage(state));
      const lanes = pickSample(stage.map((lane) => ({ lane: lane.lane, plan: lane.plan, estimate: lane.estimate, model: modelOf(lane) })));
      return lanes.length < stage.length
        ? { type: 'run.sample_asked', lanes, by, card }
        : 'There are too few lanes for a sample: run them.';
    }
    case 'release':
      return state.asking === 'sample' ? { type: 'run.released', correction: wish.correction, by, card } : 'The run shows no sample now.';
    case 'edit':
      return await toEdited(run, wish, by, deps);
    case 'cheaper':
      return await toCheaper(run, by, deps);
    case 'raise':
      return toRaise(state, wish.budgetUsd, by);
    case 'tell':
      return {
        type: 'run.told',
        id: press,
        text: wish.text,
        by,
        ...(wish.sources && wish.sources.length > 0 && { sources: wish.sources }),
      };
    case 'skip': {
      const lane = checkLane(run, wish.lane);
      return isOver(lane) ? `Lane ${wish.lane} has ended already.` : { type: 'lane.skip_asked', lane: wish.lane, by };
    }
    case 'stop':
      return state.ended === null ? { type: 'run.stop_asked', by } : 'The run has ended already.';
    case 'merge':
      if (state.plan === null) return 'The run has no lanes yet.';
      if (state.ended === null) return { type: 'run.merge_asked', by };
      if (fallenDigest(state) !== -1) return { type: 'run.remerge_asked', by };
      return 'The run has ended already, and was merged as planned.';
    default:
      throw new Error(`unknown wish ${JSON.stringify(wish satisfies never)}`);
  }
}

const isAsking = ({ asking, pending }: RunState): boolean => asking !== null || pending !== null;

interface Pressed {
  readonly by: string;
  readonly press: string;
}

/** Lanes that were given up for want of money, with more of it. */
function toRaise(state: RunState, budgetUsd: number | null, by: string): RunFact | string {
  const lanes = state.lanes.filter(isGivenUp).map((lane) => lane.lane);
  const wanted = budgetUsd ?? toRaisedUsd(state);
  if (lanes.length === 0 || wanted === null || state.budgetUsd === null) return 'No lane was given up for want of money.';
  if (wanted <= state.budgetUsd) return `The budget is ${state.budgetUsd} USD already: name more than that.`;
  return { type: 'lanes.retried', lanes, prompts: lanes.map(() => null), budgetUsd: wanted, why: 'asked', by };
}

function checkLane(run: LiveRun, lane: number) {
  const { lanes } = run.state();
  const it = lanes.at(lane - 1);
  if (it !== undefined) return it;
  const range = lanes.length === 0 ? 'it has no lanes yet' : lanes.length === 1 ? 'it has one' : `its lanes are 1 to ${lanes.length}`;
  throw new FanoutError('unknown_lane', `Run ${run.runId} has no lane ${lane}: ${range}.`);
}
