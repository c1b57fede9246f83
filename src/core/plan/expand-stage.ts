import type { Materials } from '../lanes/materials.ts';
import { readMerged } from '../merge/read-rows.ts';
import type { RunLog } from '../ports/run-log.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import type { RunState } from '../run/state.ts';
import { toNeutralLine } from '../text/neutral.ts';
import { readGroups } from './expand/read-groups.ts';
import { readItemList } from './expand/read-item-list.ts';
import type { CutText, EachPlan, LanePlan } from './plan.ts';
import { type PricePlanDeps, priceLanes } from './price-plan.ts';
import { shorten, toTitles } from './title.ts';

export interface ExpandDeps extends PricePlanDeps {
  readonly runLog: RunLog;
  readonly materials: Materials;
}

/** One lane to be: an item of a list, or the rows of a group. */
export interface Part {
  /** Of its lane. */
  readonly title: string;
  /** Of its material. */
  readonly name: string;
  readonly text: string;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  /** What lanes get beside their part. */
  readonly sources: readonly string[];
  /** There is nothing to go through one by one: the only part is all of it. Default: each is one of several. */
  readonly isWhole?: boolean;
}

/**
 * Gives a stage its lanes, one for each item that the stage before found, or for each group of its rows, and appends
 * `stage.expanded`. The plan's own prompt is the whole instruction: an item came from a model and goes to its
 * lane as material, in a fence, where it can ask for nothing.
 */
export async function expandStage(run: LiveRun, { stage, round }: Extract<Action, { type: 'expand' }>, deps: ExpandDeps): Promise<void> {
  const state = run.state();
  const each = state.plan?.stages[stage - 1]?.each;
  if (each == null) throw new Error(`stage ${stage} takes no lanes from another`);
  const made = await readParts(each, stage, state, deps);
  const texts = made.parts.map(
    ({ name, text }, index): CutText => ({ id: `T${stage}.${round}.${index + 1}`, title: shorten(toNeutralLine(name, 120)), text }),
  );
  const lanes = toLanes(each, made, texts, state, stage);
  const it = { stage, round, lanes, texts, notes: made.notes } as const;
  const priced = await priceLanes(stage, lanes, { ...state, texts: [...state.texts, ...texts] }, deps);
  await run.append({ type: 'stage.expanded', ...it, ...priced });
}

async function readParts(each: EachPlan, stage: number, state: RunState, deps: ExpandDeps): Promise<Parts> {
  const by = each.by?.trim() ?? '';
  // Nothing can follow from nothing.
  if (stage > 1 && (await readMerged(state, stage - 1, deps.runLog)) === null) return { parts: [], notes: [], sources: each.sources };
  return by === '' ? await readItemList(each, stage, state, deps.runLog) : await readGroups({ ...each, by }, stage, state, deps);
}

function toLanes(
  each: EachPlan,
  { parts, sources, isWhole }: Parts,
  texts: readonly CutText[],
  state: RunState,
  stage: number,
): LanePlan[] {
  const { prompt, one, work, output } = each;
  const titles = toTitles(parts.map((part) => part.title));
  return texts.map((text, index) => {
    // The same item as in an earlier round keeps the text it had, and so its lane and its result.
    const before = state.texts.find((old) => old.text === text.text && old.title === text.title && old.id.startsWith(`T${stage}.`));
    const { id } = before ?? text;
    const item = isWhole === true ? `all of ${id}` : `the ${one} in ${id}`;
    const title = titles[index] ?? text.title;
    return { title, prompt: prompt.replaceAll('{item}', () => item), sources: [...sources, id], work, output };
  });
}
