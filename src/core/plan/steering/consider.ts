import { FanoutError } from '../../errors.ts';
import type { Materials } from '../../lanes/materials.ts';
import type { Asking } from '../../merge/side-call.ts';
import type { Ids } from '../../ports/ids.ts';
import type { RunLog } from '../../ports/run-log.ts';
import type { RunFact } from '../../run/events.ts';
import type { LiveRun } from '../../run/live-run.ts';
import { toChangedBudgetUsd } from '../../run/raise.ts';
import { goesBeyond, isStopping } from '../../run/reopen.ts';
import { isDropped, type RunState, type Told as Words } from '../../run/state.ts';
import { type PricePlanDeps, priceLanes } from '../price-plan.ts';
import { readSteer } from '../steer-words.ts';
import { answerQuestion } from './answer-question.ts';
import { askForChange } from './ask-for-change.ts';
import type { Steer } from './steer.ts';
import { type Change, isNothing, NOTHING, toChange, toNamed, toSaying } from './to-change.ts';

export interface ConsiderDeps extends PricePlanDeps {
  readonly runLog: RunLog;
  readonly materials: Materials;
  readonly ids: Ids;
  /** Null: no model is configured, and only what rules understand is done. */
  readonly asking: Asking | null;
  readonly maxLanes: number;
}

const SAY_IT_LIKE = 'By lane number it always works: “drop 3”, “retry 2-4”, “lane 5: shorter”. “run: …” starts a new run.';
const NO_MODEL = `No model is set up that could tell what that means, so I only understand lane numbers here. ${SAY_IT_LIKE}`;
const NOT_UNDERSTOOD = `I could not tell what that changes in this run. ${SAY_IT_LIKE}`;
const RELEASED = 'Taken: it joins every lane, and all of them run now.';
const NO_LANES = 'This run has no lanes that could be changed. Say “run: …” to start a new one.';
const WAITING = 'It waits for a yes to go on: say `yes`.';
const ASKED_BACK = 'This run asked back and went no further. Say “run: …” with the whole request and the answer in it.';

/** What somebody's words come to. */
type Meant =
  | { readonly kind: 'reply'; readonly text: string }
  /**
   * To be kept first, under the name of what was said: dying between that and the reply leaves it to be answered, and
   * it is taken once.
   */
  | { readonly kind: 'fact'; readonly fact: RunFact; readonly reply: string }
  | { readonly kind: 'change'; readonly change: Change }
  /** A request of its own. */
  | { readonly kind: 'request' };

const reply = (text: string): Meant => ({ kind: 'reply', text });

/**
 * Takes what somebody said about a run: a change of its plan, a wish, a question, or a request of its own. Ends in
 * one fact under the name of what was said, so that it is answered once. What a rule understands asks no model.
 */
export async function consider(run: LiveRun, id: string, deps: ConsiderDeps, signal: AbortSignal): Promise<void> {
  const told = run.state().told.find((it) => it.id === id);
  if (told === undefined) return;
  const answer = async (text: string): Promise<void> => {
    await run.append({ type: 'told.answered', id, reply: text, ...toEnded(run.state()) });
  };
  // What was done by a process that died before it answered: the same words, said of the run as it is since, would
  // change it a second time, or come to nothing.
  const before = await deps.runLog.get(run.runId, `press:told:${id}`);
  if (before?.type === 'run.released') return await answer(RELEASED);
  if (before?.type === 'run.stop_asked' || before?.type === 'run.merge_asked') return await answer('');
  const state = run.state();
  try {
    const meant = await toMeant(told, state, deps);
    if (before?.type === 'lanes.retried' && meant.kind !== 'change') return await answer(`Again: ${toNamed(before.lanes, state)}.`);
    switch (meant.kind) {
      case 'reply':
        return await answer(meant.text);
      case 'fact':
        await run.append(meant.fact, `told:${id}`);
        return await answer(meant.reply);
      case 'request':
        return await begin(run, id, deps);
      case 'change':
        if (wasStopped(state, run.state(), id)) return await answer('The run was stopped before that could be done.');
        return await append(run, told, meant.change, deps);
      default:
        throw new Error(`unknown meaning ${JSON.stringify(meant satisfies never)}`);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FanoutError)) throw error;
    await answer(`I could not tell what that means for this run: ${error.userMessage.replace(/\.$/, '')}. ${SAY_IT_LIKE}`);
  }
}

/** A stop is a person's last word, whatever was being thought about when it came. */
const wasStopped = (before: RunState, now: RunState, id: string): boolean =>
  (now.stopping && !before.stopping) || isStopping(now) || now.told.some((it) => it.id === id && it.isStopped === true);

/**
 * The run's id stands in the log before there is such a run: dying between the two, the next process asks for that
 * one, and for no second.
 */
async function begin(run: LiveRun, id: string, { ids, runLog }: ConsiderDeps): Promise<void> {
  let began = ids.runId();
  while ((await runLog.get(began, 'asked')) !== null) began = ids.runId();
  await run.append({
    type: 'told.answered',
    id,
    reply: `That is a new request: run ${began} began.`,
    began,
    ended: null,
    seen: run.state().seq,
  });
}

async function toMeant(told: Words, state: RunState, deps: ConsiderDeps): Promise<Meant> {
  const lanes = state.lanes.filter((lane) => !isDropped(lane));
  const hasLanes = state.plan !== null && lanes.length > 0;
  const steer = readSteer(told.text, lanes);
  const isTaken = hasLanes || steer?.kind === 'talk' || (steer?.kind === 'stop' && state.ended === null);
  if (steer !== null && isTaken) return toSteered(steer, told, state);
  const empty = state.question === null ? NO_LANES : ASKED_BACK;
  if (deps.asking === null) return reply(hasLanes ? NO_MODEL : empty);
  const asked = await askForChange(told.text, state, deps.asking);
  switch (asked.kind) {
    case 'request':
      return asked;
    case 'talk':
      return toTalk(asked.reply, state);
    case 'question':
      return reply(await answerQuestion(told.text, state, deps.asking, (ids) => deps.materials.gather(state, ids)));
    case 'change': {
      if (!hasLanes) return reply(empty);
      const change = toChange(asked, state);
      if (isNothing(change)) return reply(asked.reply === '' ? NOT_UNDERSTOOD : asked.reply);
      return toCorrection(change, told.by, state) ?? { kind: 'change', change };
    }
    default:
      throw new Error(`unknown answer ${JSON.stringify(asked satisfies never)}`);
  }
}

/** While a sample is shown, a wish about all lanes is what the others wait for. */
function toCorrection({ add, drop, retry, amend }: Change, by: string, state: RunState): Meant | null {
  if (state.asking !== 'sample' || amend?.holds !== true || add.length + drop.length + retry.length > 0) return null;
  return { kind: 'fact', fact: { type: 'run.released', correction: amend.words, by }, reply: RELEASED };
}

/** Praise may be meant for a yes, and is none: whoever waits for the run is told that it waits for them. */
const toTalk = (text: string, { asking, pending }: RunState): Meant =>
  reply([text, ...(asking === null && pending === null ? [] : [WAITING])].filter((it) => it !== '').join(' '));

function toSteered(steer: Steer, { id, by }: Words, state: RunState): Meant {
  const change = (it: Partial<Change>): Meant => ({ kind: 'change', change: { ...NOTHING, ...it } });
  switch (steer.kind) {
    case 'talk':
      return toTalk('', state);
    case 'stop':
      return state.ended === null
        ? { kind: 'fact', fact: { type: 'run.stop_asked', by, told: id }, reply: '' }
        : reply('The run has ended already.');
    case 'merge':
      if (state.ended !== null) return reply('The run has ended already, and was merged as planned.');
      return { kind: 'fact', fact: { type: 'run.merge_asked', by }, reply: '' };
    case 'retry':
      return steer.lanes.length === 0 ? reply('Nothing to retry: no lane failed.') : change({ retry: steer.lanes });
    case 'drop':
      return change({ drop: steer.lanes });
    case 'amend':
      return change({ amend: { lanes: steer.lanes, words: steer.words } });
    case 'unknown':
      return reply(
        `There is no lane ${steer.lanes[0]} to be changed: ${state.lanes.length === 1 ? 'there is one' : `lanes go from 1 to ${state.lanes.length}`}.`,
      );
    default:
      throw new Error(`unknown steer ${JSON.stringify(steer satisfies never)}`);
  }
}

async function append(run: LiveRun, { id, by }: Words, { retry, ...change }: Change, deps: ConsiderDeps): Promise<void> {
  const state = run.state();
  const left = state.lanes.filter((lane) => !isDropped(lane) && !change.drop.includes(lane.lane)).length;
  // As it is by then: a retry has opened it again.
  const refuse = async (text: string): Promise<void> =>
    void (await run.append({ type: 'told.answered', id, reply: text, ...toEnded(run.state()) }));
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
