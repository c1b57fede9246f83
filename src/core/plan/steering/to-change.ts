import { isDropped, type RunState } from '../../run/state.ts';
import type { LanePlan, PlanChange } from '../plan.ts';
import { shorten, toTitles } from '../title.ts';
import type { Told } from './ask-for-change.ts';
import { fanStage, shownLanes, typicalOf } from './fan.ts';

/** A change of a plan, and lanes to be done again as they were. */
export interface Change extends PlanChange {
  readonly retry: readonly number[];
}

export const NOTHING: Change = { add: [], stage: 1, drop: [], amend: null, retry: [] };

export const isNothing = ({ add, drop, amend, retry }: Change): boolean => add.length + drop.length + retry.length === 0 && amend === null;

/**
 * What a model made of somebody's words, as a change of this plan: its new lanes are like those of the stage that is
 * a fan.
 */
export function toChange({ add, drop, amend, retry }: Extract<Told, { kind: 'change' }>, state: RunState): Change {
  const stage = fanStage(state);
  return {
    add: toLanes(add, state, stage),
    stage,
    drop,
    amend: amend === null ? null : { lanes: amend.lanes, words: amend.words, ...(amend.all && { holds: true }) },
    retry,
  };
}

function toLanes(add: Extract<Told, { kind: 'change' }>['add'], state: RunState, stage: number): LanePlan[] {
  const like = typicalOf(state, stage);
  if (like === null) return [];
  const taken = state.lanes.filter((lane) => lane.stage === stage && !isDropped(lane)).map((lane) => lane.plan.title);
  const titles = toTitles([...taken, ...add.map((lane) => shorten(lane.title))]).slice(taken.length);
  return add.map((lane, index) => ({ ...like, title: titles[index] ?? lane.title, prompt: lane.prompt }));
}

const MOST_NAMED = 5;

const list = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;

/** "3 Japanese, 4 Korean". */
export const toNamed = (lanes: readonly number[], state: RunState): string =>
  list(lanes.map((lane) => `${lane} ${state.lanes.at(lane - 1)?.plan.title ?? ''}`.trim()));

/** "Added Korean, Thai; dropped 14 Dutch; all lanes again: shorter". */
export function toSaying({ add, drop, amend }: PlanChange, state: RunState): string {
  const parts = [
    ...(add.length > 0 ? [`added ${list(add.map((lane) => lane.title))}`] : []),
    ...(drop.length > 0 ? [`dropped ${toNamed(drop, state)}`] : []),
    ...(amend === null ? [] : [`${toWhich(amend, state)}: ${shorten(amend.words)}`]),
  ];
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function toWhich({ lanes, holds = false }: NonNullable<PlanChange['amend']>, state: RunState): string {
  if (lanes.length === 0) return 'all lanes';
  const isAll = holds && lanes.length > 1 && lanes.length === shownLanes(state).length;
  return `${isAll ? 'all lanes' : toNamed(lanes, state)} again`;
}
