import { FanoutError } from '../../errors.ts';
import type { Asking } from '../../merge/side-call.ts';
import type { RunLog } from '../../ports/run-log.ts';
import type { LiveRun } from '../../run/live-run.ts';
import { toChangedBudgetUsd } from '../../run/raise.ts';
import { goesBeyond, isStopping } from '../../run/reopen.ts';
import { isDropped, type RunState } from '../../run/state.ts';
import type { LanePlan, PlanChange, StagePlan } from '../plan.ts';
import { type PricePlanDeps, priceLanes } from '../price-plan.ts';
import { readSteer } from '../steer-words.ts';
import { shorten, toTitles } from '../title.ts';
import { addLanes } from './add-lanes.ts';
import { askForChange, type ToldChange } from './ask-for-change.ts';

export interface ConsiderDeps extends PricePlanDeps {
  readonly runLog: RunLog;
  /** Null: no model is configured, and only what rules understand is done. */
  readonly asking: Asking | null;
  readonly maxLanes: number;
}

const SAY_IT_LIKE = 'Say it like “also Korean”, “drop lane 3”, “shorter” or “retry the failed ones”; “run: …” starts a new run.';
const RELEASED = 'Taken: it joins every lane, and all of them run now.';
const NOT_UNDERSTOOD = `I could not tell what that changes in this run. ${SAY_IT_LIKE}`;

/**
 * Takes what somebody said about a run: a change of its plan, a wish, or a reply. Ends in one fact under the name of what was said, so that it is answered once. What a rule understands asks no model.
 */
export async function consider(run: LiveRun, id: string, deps: ConsiderDeps, signal: AbortSignal): Promise<void> {
  const told = run.state().told.find((it) => it.id === id);
  if (told === undefined) return;
  const answer = async (reply: string): Promise<void> => {
    await run.append({ type: 'told.answered', id, reply, ...toEnded(run.state()) });
  };
  // What was done by a process that died before it answered: the same words, said of the run as it is since, would change it a second time, or come to nothing.
  const before = await deps.runLog.get(run.runId, `press:told:${id}`);
  const state = run.state();
  if (state.plan === null || state.lanes.length === 0)
    return await answer(
      state.question === null
        ? 'This run has no lanes that could be changed. Say “run: …” to start a new one.'
        : 'This run asked back and went no further. Say “run: …” with the whole request and the answer in it.',
    );
  if (before?.type === 'run.released') return await answer(RELEASED);
  if (before?.type === 'run.stop_asked' || before?.type === 'run.merge_asked') return await answer('');
  if (state.asking === 'sample' && correctsSample(told.text, state)) {
    await run.append({ type: 'run.released', correction: told.text, by: told.by }, `told:${id}`);
    return await answer(RELEASED);
  }
  try {
    const change = await toChange(told.text, state, deps);
    if (typeof change === 'string') await answer(before?.type === 'lanes.retried' ? `Again: ${toNamed(before.lanes, state)}.` : change);
    else if ('type' in change) {
      // First the wish, under this one's name: dying between the two leaves it to be answered, and the wish is taken once.
      await run.append({ ...change, by: told.by }, `told:${id}`);
      await answer('');
    } else if (wasStopped(state, run.state())) await answer('The run was stopped before that could be done.');
    else await append(run, id, told.by, change, deps);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FanoutError)) throw error;
    await answer(`I could not tell what that changes in this run: ${error.userMessage.replace(/\.$/, '')}. ${SAY_IT_LIKE}`);
  }
}

/** A stop is a person's last word, whatever was being thought about when it came. */
const wasStopped = (before: RunState, now: RunState): boolean => (now.stopping && !before.stopping) || isStopping(now);

const HESITATION = /^\s*(?:no|nope|nah|wait|hold\s+on|hang\s+on|not\s+yet|one\s+(?:moment|second|sec)|later|hmm*)(?:[\s,!.…]|$)/i;

/** While a sample is shown, what people say of how the lanes should be is about all of them. Anything else is taken as ever: a question, or "wait", is no yes. */
function correctsSample(words: string, state: RunState): boolean {
  const steer = readSteer(words, { stages: state.plan?.stages ?? [], lanes: toSteerLanes(state) });
  if (steer !== null) return steer.kind === 'amend' && steer.lanes.length === 0;
  return !/[?？]\s*$/.test(words) && !HESITATION.test(words) && !/^\s*(?:stop|cancel|abort)\b/i.test(words);
}

const toSteerLanes = (state: RunState) =>
  state.lanes.filter((lane) => !isDropped(lane)).map(({ lane, status, stage, plan }) => ({ lane, title: plan.title, status, stage, plan }));

type PressedFact = { readonly type: 'run.stop_asked' } | { readonly type: 'run.merge_asked' };
interface Change extends PlanChange {
  readonly retry: readonly number[];
}

async function toChange(words: string, state: RunState, deps: ConsiderDeps): Promise<Change | PressedFact | string> {
  const steer = readSteer(words, { stages: state.plan?.stages ?? [], lanes: toSteerLanes(state) });
  switch (steer?.kind) {
    case 'talk':
      return '';
    case 'stop':
      return state.ended === null ? { type: 'run.stop_asked' } : 'The run has ended already.';
    case 'merge':
      return state.ended === null ? { type: 'run.merge_asked' } : 'The run has ended already, and was merged as planned.';
    case 'retry':
      return steer.lanes.length === 0 ? 'Nothing to retry: no lane failed.' : { ...NOTHING, retry: steer.lanes };
    case 'drop':
      return { ...NOTHING, drop: steer.lanes };
    case 'amend':
      return { ...NOTHING, amend: { lanes: steer.lanes.length > 0 ? steer.lanes : fanOf(state), words: steer.words } };
    case 'add': {
      const added = toAdded(state, steer.items);
      if (added !== null) return { ...NOTHING, ...added };
      break;
    }
    default:
      break;
  }
  if (deps.asking === null) return NOT_UNDERSTOOD;
  return toPlanChange(await askForChange(words, state, deps.asking), state);
}

const NOTHING: Change = { add: [], stage: 1, drop: [], amend: null, retry: [] };

/** The lanes that a wish about all of them is about: those of the last stage that is a fan, else all of the first. */
function fanOf(state: RunState): number[] {
  const stage = fanStage(state);
  return state.lanes.filter((lane) => lane.stage === stage && !isDropped(lane)).map((lane) => lane.lane);
}

function fanStage(state: RunState): number {
  const counts = state.merges.map((_, index) => state.lanes.filter((lane) => lane.stage === index + 1).length);
  return counts.findLastIndex((count) => count > 1) + 1 || 1;
}

/** New lanes like those that are there, at the last stage where that can be told. */
function toAdded(state: RunState, items: readonly string[]): Pick<PlanChange, 'add' | 'stage'> | null {
  const stages = state.plan?.stages ?? [];
  for (let at = stages.length; at >= 1; at -= 1) {
    const own = state.lanes.filter((lane) => lane.stage === at && !isDropped(lane)).map((lane) => lane.plan);
    const stage = stages[at - 1] as StagePlan;
    const add = stage.each == null ? addLanes({ lanes: own }, items) : toEachLanes(stage, own, items);
    if (add !== null && add.length > 0) return { add, stage: at };
  }
  return null;
}

/** A person's own items: they are words of the request, not of a list that a model made. */
function toEachLanes({ each }: StagePlan, own: readonly LanePlan[], items: readonly string[]): LanePlan[] | null {
  if (each == null) return null;
  const taken = own.map((lane) => lane.title);
  const titles = toTitles([...taken, ...items.map((item) => shorten(item))]).slice(taken.length);
  return items.map((item, index) => ({
    title: titles[index] ?? item,
    prompt: each.prompt.replaceAll('{item}', () => item),
    sources: each.sources,
    work: each.work,
    output: each.output,
  }));
}

function toPlanChange({ add, drop, amend, retry, reply }: ToldChange, state: RunState): Change | string {
  const stage = fanStage(state);
  const own = state.lanes.filter((lane) => lane.stage === stage && !isDropped(lane)).map((lane) => lane.plan);
  const [like] = own;
  const titles = toTitles([...own.map((lane) => lane.title), ...add.map((lane) => shorten(lane.title))]).slice(own.length);
  // What only some lanes have is theirs: an item of a list, a file each.
  const sources = (like?.sources ?? []).filter((id) => !id.startsWith(`T${stage}.`) && own.every((lane) => lane.sources.includes(id)));
  const lanes =
    like === undefined ? [] : add.map((lane, index) => ({ ...like, sources, title: titles[index] ?? lane.title, prompt: lane.objective }));
  const isNothing = lanes.length + drop.length + retry.length === 0 && amend === null;
  if (isNothing) return reply === '' ? NOT_UNDERSTOOD : reply;
  return { add: lanes, stage, drop, amend, retry };
}

async function append(run: LiveRun, id: string, by: string, { retry, ...change }: Change, deps: ConsiderDeps): Promise<void> {
  const state = run.state();
  const left = state.lanes.filter((lane) => !isDropped(lane) && !change.drop.includes(lane.lane)).length;
  // As it is by then: a retry has opened it again.
  const refuse = async (reply: string): Promise<void> =>
    void (await run.append({ type: 'told.answered', id, reply, ...toEnded(run.state()) }));
  if (left + change.add.length > deps.maxLanes)
    return await refuse(`That would make ${left + change.add.length} lanes, and ${deps.maxLanes} is the most (FANOUT_MAX_LANES).`);
  if (left + change.add.length === 0) return await refuse('That would leave no lane. `stop` ends the run.');
  if (retry.length > 0) {
    const prompts = retry.map(() => null);
    await run.append({ type: 'lanes.retried', lanes: retry, prompts, budgetUsd: null, why: 'asked', by }, `told:${id}`);
    if (change.add.length + change.drop.length === 0 && change.amend === null) return await refuse(`Again: ${toNamed(retry, state)}.`);
  }
  const priced = await priceLanes(change.stage, change.add, state, deps);
  const now = run.state();
  const waits = goesBeyond(now, change, priced.estimates);
  const raiseUsd = waits ? toChangedBudgetUsd(now, change, priced.estimates) : null;
  const over = waits ? toEnded(now) : { ended: null };
  const fact = { id, change, saying: toSaying(change, now), waits, by, ...(raiseUsd !== null && { raiseUsd }), ...over } as const;
  await run.append({ type: 'run.changed', ...fact, ...priced });
}

/** How the run has ended, as far as its log is known now. */
const toEnded = ({ ended, seq }: RunState) => ({ ended: ended?.outcome ?? null, seen: seq });

const MOST_NAMED = 5;

const list = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;

/** "3 Japanese, 4 Korean". */
const toNamed = (lanes: readonly number[], state: RunState): string =>
  list(lanes.map((lane) => `${lane} ${state.lanes.at(lane - 1)?.plan.title ?? ''}`.trim()));

/** "Added Korean and Thai; dropped 14 Dutch". */
function toSaying({ add, drop, amend }: PlanChange, state: RunState): string {
  const all = amend !== null && amend.lanes.length > 1 && amend.lanes.length >= fanOf(state).length;
  const parts = [
    ...(add.length > 0 ? [`added ${list(add.map((lane) => lane.title))}`] : []),
    ...(drop.length > 0 ? [`dropped ${toNamed(drop, state)}`] : []),
    ...(amend !== null ? [`${all ? 'all lanes' : toNamed(amend.lanes, state)} again: ${shorten(amend.words)}`] : []),
  ];
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
