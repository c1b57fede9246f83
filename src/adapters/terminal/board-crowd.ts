import { toCount } from '#core/view/amount.ts';
import { laneEnd } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { gridLines } from './board-grid.ts';
import { laneRows } from './board-rows.ts';
import { type Line, span } from './span.ts';

const FEWEST_ROWS = 3;

/** More lanes than lines: the grid of all of them, then rows for those worth one. Neither may push the other off. */
export function crowdLines(lanes: readonly LaneView[], nowMs: number, columns: number, room: number): Line[] {
  const notable = notableLanes(lanes);
  const keptForRows = Math.min(notable.length, Math.max(FEWEST_ROWS, Math.floor(room / 3)));
  const grid = gridLines(lanes, columns, Math.max(2, room - keptForRows - 1));
  const rows = rowsFor(notable, nowMs, columns, room - grid.length - 1);
  return rows.length === 0 ? grid : [...grid, [], ...rows];
}

/** What failed stays in place at the top, then what runs, then what was left out on purpose; each in the order asked. */
function notableLanes(lanes: readonly LaneView[]): LaneView[] {
  const failed = lanes.filter((lane) => lane.status === 'failed' || lane.status === 'timedOut');
  const running = lanes.filter((lane) => lane.status === 'running');
  const leftOut = lanes.filter((lane) => lane.status === 'skipped' || lane.status === 'cancelled');
  return [...failed, ...running, ...leftOut];
}

function rowsFor(notable: readonly LaneView[], nowMs: number, columns: number, room: number): Line[] {
  if (room <= 0) return [];
  if (notable.length <= room) return laneRows(notable, nowMs, columns);
  const ended = notable.filter((lane) => laneEnd(lane) !== null);
  const running = notable.filter((lane) => laneEnd(lane) === null);
  const left = room - 1;
  // Half of the room for each, and what one leaves over for the other.
  const shownRunning = running.slice(0, Math.max(Math.ceil(left / 2), left - ended.length));
  const shownEnded = ended.slice(0, left - shownRunning.length);
  const hidden = notable.length - shownRunning.length - shownEnded.length;
  return [...laneRows([...shownEnded, ...shownRunning], nowMs, columns), [span(`+ ${toCount(hidden)} more`, 'quiet')]];
}
