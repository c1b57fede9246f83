import { withCorrection } from '../plan/sample.ts';
import { LaneList } from './lane-list.ts';
import { again } from './reopen.ts';
import { isDropped, isOver, type LaneState, type RunState } from './state.ts';

/** Once the lanes of a sample are over it waits to be seen. */
export function showSample(state: RunState): RunState {
  const { sample } = state;
  if (sample === null || sample.released || state.asking !== null || state.ended !== null) return state;
  return sample.lanes.every((lane) => isOverOrNone(state, lane)) ? { ...state, asking: 'sample' } : state;
}

function isOverOrNone(state: RunState, lane: number): boolean {
  const it = state.lanes.at(lane - 1);
  return it === undefined || isOver(it);
}

/** A person does not want it: not otherwise either. */
const isLeftOut = (lane: LaneState): boolean => isDropped(lane) || (lane.status === 'skipped' && lane.failure.code === 'lane_skipped');

/** The lanes behind a sample may start. What was said of it joins every prompt, and then the sample is done again too. */
export function released(state: RunState, correction: string, atMs: number): RunState {
  if (state.sample === null || state.sample.released) return state;
  const open: RunState = { ...state, asking: null, sample: { ...state.sample, released: true } };
  if (correction.trim() === '') return open;
  const lanes = state.lanes.map((lane) => (isLeftOut(lane) ? lane : again(lane, withCorrection(lane.prompt, correction), atMs)));
  return { ...open, corrections: [...state.corrections, correction], lanes: LaneList.of(lanes) };
}
