import type { RunEvent } from '#core/run/events.ts';
import { foldAll } from '#core/run/fold.ts';
import { type LaneState, modelOf, type RunState } from '#core/run/state.ts';
import { toCounted } from '#core/view/amount.ts';
import { costLine } from '#core/view/cost-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import { toPlainLine } from './plain-text.ts';

const MOST_ROUTES = 8;
const MOST_REASON_CHARS = 160;

/** Which models a run's lanes went to and why, and what it took beside what was estimated. */
export function toFactLines(view: RunView, log: readonly RunEvent[]): string[] {
  const state = foldAll(log);
  const cost = costLine(view);
  return [...(state === null ? [] : routeLines(state)), ...(cost === null ? [] : [cost])];
}

/** `gpt-5-mini: 12 lanes (1–11, 13) · the cheapest that fits`; the one with the most lanes first. */
function routeLines(state: RunState): string[] {
  const groups = new Map<string, { readonly name: string; readonly why: string; readonly lanes: number[] }>();
  for (const lane of state.lanes) {
    const name = nameOf(lane, state);
    const { why } = lane.route;
    if (name === null) continue;
    const key = JSON.stringify([name, why]);
    const group = groups.get(key) ?? { name, why, lanes: [] };
    group.lanes.push(lane.lane);
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort((a, b) => b.lanes.length - a.lanes.length);
  const lines = sorted.slice(0, MOST_ROUTES).map(({ name, why, lanes }) => {
    const reason = toPlainLine(why).slice(0, MOST_REASON_CHARS);
    return `${toPlainLine(name)}: ${toCounted(lanes.length, 'lane')} (${toRanges(lanes)})${reason === '' ? '' : ` · ${reason}`}`;
  });
  return sorted.length > MOST_ROUTES ? [...lines, `and ${toCounted(sorted.length - MOST_ROUTES, 'more choice')} of models`] : lines;
}

/** Who did it where it is done, else who was to; null where no model is asked, or its name was never told. */
const nameOf = (lane: LaneState, { request }: RunState): string | null =>
  (lane.status === 'done' ? lane.model : null) ?? modelOf(lane) ?? request.model;

/** `1–11, 13` */
function toRanges(numbers: readonly number[]): string {
  const ranges: { readonly from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
