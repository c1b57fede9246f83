import { toVersion } from '../deliver/version.ts';
import type { RunFact } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { RunState } from '../run/state.ts';
import { applyLaneLines, type EditedLane, readLaneLines, toLaneLines } from './lane-lines.ts';
import type { Plan, StagePlan } from './plan.ts';
import { type PricePlanDeps, priceCheaper, pricePlan } from './price-plan.ts';

export interface ReplanDeps extends PricePlanDeps {
  readonly maxLanes: number;
}

/** Which stage's lanes people edit: the first that is a fan, else the first. 1-based. */
const editedStage = ({ stages }: Plan): number => Math.max(1, stages.findIndex((stage) => stage.lanes.length > 1) + 1);

/** The lanes that can be edited, one a line; null where they don't fit into so many characters, or there is nothing to edit now. */
export function toEditable(state: RunState, mostChars: number): string | null {
  if (state.asking !== 'plan' || state.plan === null) return null;
  return toLaneLines(state.plan.stages[editedStage(state.plan) - 1]?.lanes ?? [], mostChars);
}

/** What a person made of the lanes: `mostChars` is what they were shown with, `shown` the `toVersion` of that text, where it is known. */
interface Edit {
  readonly text: string;
  readonly mostChars: number;
  readonly shown?: string | null;
}

/** The plan with its lanes as they were edited; or a sentence that says what can't be taken, or that nothing was changed. */
export async function toEdited(
  run: LiveRun,
  { text, mostChars, shown = null }: Edit,
  by: string,
  deps: ReplanDeps,
): Promise<RunFact | string> {
  const state = run.state();
  const { plan } = state;
  if (state.asking !== 'plan' || plan === null) return 'The lanes can be edited only before the first of them begins.';
  if (shown !== null && shown !== toVersion(toEditable(state, mostChars)))
    return 'The lanes have changed since this form was opened, so the numbers in it may be those of other lanes. Nothing was taken: keep what you wrote, press “Edit lanes…” again, and put it in there.';
  const at = editedStage(plan) - 1;
  const stage = plan.stages[at];
  if (stage === undefined) return 'This run has no lanes yet.';
  const others = plan.stages.reduce((sum, it, index) => (index === at ? sum : sum + it.lanes.length), 0);
  const most = deps.maxLanes - others;
  const edited = readLaneLines(text, stage.lanes, mostChars, most);
  if (edited.kind === 'problem') return edited.problem;
  if (isUnchanged(edited.lanes, stage)) return 'The lanes stay as they were: nothing in them was changed.';
  const changed = applyLaneLines(stage, edited.lanes, most);
  const why = `${changed.lanes.length} ${changed.lanes.length === 1 ? 'lane' : 'lanes'}, edited by hand`;
  const next: Plan = { ...plan, why, stages: plan.stages.with(at, changed) };
  return { type: 'run.replanned', plan: next, why: 'edited', by, card: state.askedSeq, ...(await pricePlan(next, state, deps)) };
}

const isUnchanged = (lanes: readonly EditedLane[], stage: StagePlan): boolean =>
  lanes.length === stage.lanes.length && lanes.every(({ from, prompt }, index) => from === index + 1 && prompt === null);

/** The same plan by cheaper models; or a sentence where there are none. */
export async function toCheaper(run: LiveRun, by: string, deps: ReplanDeps): Promise<RunFact | string> {
  const state = run.state();
  if (state.asking !== 'plan' || state.plan === null) return 'The models can be changed only before the first lane begins.';
  const priced = await priceCheaper(state.plan, state, deps);
  if (priced === null) return 'There is no cheaper model that could do these lanes: FANOUT_MODELS says which there are (docs/models.md).';
  return { type: 'run.replanned', plan: state.plan, why: 'cheaper', by, card: state.askedSeq, ...priced };
}
