import { readItems, toItemText } from '../lanes/output/items.ts';
import { readListOrLines } from '../lanes/output/list.ts';
import { findSame } from '../merge/same.ts';
import type { RunLog } from '../ports/run-log.ts';
import { endKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import type { RunState } from '../run/state.ts';
import { toNeutralLine } from '../text/neutral.ts';
import type { CutText, EachPlan, LanePlan } from './plan.ts';
import { type PricePlanDeps, priceLanes } from './price-plan.ts';
import { shorten, toTitles } from './title.ts';

export interface ExpandDeps extends PricePlanDeps {
  readonly runLog: RunLog;
}

/** Longest item that a lane gets, in UTF-16 code units: what is longer is no item of a list. */
const MAX_ITEM_CHARS = 2_000;

/**
 * Gives a stage its lanes, one for each item that the stage before found, and appends `stage.expanded`. The plan's own prompt is the whole instruction: an item came from a model and goes to its lane as material, in a
 * fence, where it can ask for nothing.
 */
export async function expandStage(run: LiveRun, { stage, round }: Extract<Action, { type: 'expand' }>, deps: ExpandDeps): Promise<void> {
  const state = run.state();
  const each = state.plan?.stages[stage - 1]?.each;
  if (each == null) throw new Error(`stage ${stage} takes no lanes from another`);
  const items = await readList(state, stage - 1, deps.runLog);
  const { union } = findSame(items);
  const distinct = items.filter((_, index) => union.root(index) === index);
  const kept = distinct.slice(0, each.limit);
  const texts = kept.map(
    (text, index): CutText => ({ id: `T${stage}.${round}.${index + 1}`, title: shorten(toNeutralLine(text, 120)), text }),
  );
  const lanes = toLanes(each, texts, state, stage);
  const it = { stage, round, lanes, texts, notes: toNotes(each, items.length, distinct.length, kept.length) } as const;
  const priced = await priceLanes(stage, lanes, { ...state, texts: [...state.texts, ...texts] }, deps);
  await run.append({ type: 'stage.expanded', ...it, ...priced });
}

function toLanes(each: EachPlan, texts: readonly CutText[], state: RunState, stage: number): LanePlan[] {
  const titles = toTitles(texts.map((text) => text.title));
  return texts.map((text, index) => {
    // The same item as in an earlier round keeps the text it had, and so its lane and its result.
    const before = state.texts.find((old) => old.text === text.text && old.id.startsWith(`T${stage}.`));
    const { id } = before ?? text;
    const title = titles[index] ?? text.title;
    const prompt = each.prompt.replaceAll('{item}', () => `the ${each.one} in ${id}`);
    return { title, prompt, sources: [...each.sources, id], work: each.work, output: each.output };
  });
}

function toNotes({ one, limit }: EachPlan, given: number, distinct: number, kept: number): string[] {
  const notes = given > distinct ? [`Dropped ${given - distinct} of ${given} that were the same ${one} again.`] : [];
  return distinct > kept ? [...notes, `Left out ${distinct - kept} of ${distinct}: at most ${limit} lanes come from that list.`] : notes;
}

/** The items of all lanes of a stage that are done, in order; text that is no list of items gives its bullets, or its lines. */
async function readList(state: RunState, stage: number, runLog: RunLog): Promise<string[]> {
  const done = state.lanes.filter((lane) => lane.stage === stage && lane.status === 'done');
  const lists = await Promise.all(
    done.map(async ({ lane, starts, plan }) => {
      const event = await runLog.get(state.runId, endKey(lane, starts));
      if (event?.type !== 'lane.done') throw new Error(`lane ${lane} is done but its result is not in the log`);
      return plan.output.kind === 'items' ? readItems(event.text).map(toItemText) : readListOrLines(event.text);
    }),
  );
  return lists.flat().flatMap((item) => {
    const text = item.trim().slice(0, MAX_ITEM_CHARS);
    return text === '' ? [] : [text];
  });
}
