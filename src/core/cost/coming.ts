import type { EachPlan, LanePlan, Plan, StagePlan } from '../plan/plan.ts';
import type { RunState } from '../run/state.ts';
import type { Estimate } from './estimate.ts';

/** What is not there yet when a lane is estimated: the tokens of what it will be given. */
export type Coming = Pick<Estimate, 'outputTokens' | 'maxOutputTokens'>;

/** Estimates of the lanes of each stage of a plan that is being looked at, by the stage's number in the run. */
export interface EstimatedStages {
  readonly plan: Pick<Plan, 'stages'>;
  /** The number of its first stage. */
  readonly from: number;
  readonly estimates: ReadonlyMap<number, readonly Estimate[]>;
}

const CHARS_PER_LIKELY_TOKEN = 4;
/** No text is more, whatever its script. */
const MOST_TOKENS_PER_CHAR = 1.5;

const stageOf = (id: string): number | null => {
  const [, stage] = /^R(\d+)$/.exec(id) ?? [];
  return stage === undefined ? null : Number(stage);
};

/** Whether that material can be looked at now: a result is there once its stage is merged. */
export const isThere = (id: string, { merges }: RunState): boolean => {
  const stage = stageOf(id);
  return stage === null || merges[stage - 1]?.empty === false;
};

/** What the results that a lane is given and that are not there yet are likely to be. */
export const toComing = ({ sources }: Pick<LanePlan, 'sources'>, state: RunState, stages: EstimatedStages): readonly Coming[] =>
  sources.flatMap((id) => {
    const stage = isThere(id, state) ? null : stageOf(id);
    return stage === null ? [] : [...toGiven(stage, state, stages), toTables(rowsIn(stages.plan.stages[stage - stages.from]), state)];
  });

/**
 * One group's share of the rows that are grouped for it: of the stage before, of the tables that these are rows of,
 * and of those among its sources.
 */
export function toGroup(each: EachPlan, stage: number, lanes: number, state: RunState, stages: EstimatedStages): readonly Coming[] {
  const rows = [...rowsIn(stages.plan.stages[stage - 1 - stages.from]), ...each.sources];
  const all = [...toGiven(stage - 1, state, stages), toTables(rows, state)];
  const share = (pick: (it: Coming) => number): number => Math.ceil(all.reduce((sum, it) => sum + pick(it), 0) / lanes);
  return [{ outputTokens: share((it) => it.outputTokens), maxOutputTokens: share((it) => it.maxOutputTokens) }];
}

/** Lanes over the groups of a table get their rows, and not the whole. */
export const withoutTables = (sources: readonly string[], { sources: known }: RunState): readonly string[] =>
  sources.filter((id) => !known.some((source) => source.id === id && source.status === 'read' && source.columns.length > 0));

/** By the stage's lanes in the plan that is looked at, else by those that the run has. */
const toGiven = (stage: number, state: RunState, { estimates }: EstimatedStages): readonly Coming[] =>
  estimates.get(stage) ?? state.lanes.filter((lane) => lane.stage === stage).map((lane) => lane.estimate);

/** A table over rows holds the rows themselves. */
const rowsIn = (stage: StagePlan | undefined): readonly string[] =>
  stage?.merge === 'table'
    ? stage.lanes.flatMap(({ sources }) => sources.filter((id) => id.includes('#')).map((id) => id.replace(/#.*$/, '')))
    : [];

function toTables(ids: readonly string[], { sources }: RunState): Coming {
  const wanted = new Set(ids);
  const chars = sources.reduce((sum, it) => sum + (wanted.has(it.id) && it.status === 'read' && it.columns.length > 0 ? it.chars : 0), 0);
  return { outputTokens: Math.ceil(chars / CHARS_PER_LIKELY_TOKEN), maxOutputTokens: Math.ceil(chars * MOST_TOKENS_PER_CHAR) };
}
