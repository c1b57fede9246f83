import { isDropped, type LaneState, type RunState } from '../../run/state.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { isShown } from '../plan.ts';
import { toRequestWords } from '../request-words.ts';

/**
 * What a model that is asked about a run may know of it without reading what any lane gave. Untrusted all the same:
 * titles and reasons can come from what a model or a provider said.
 */

const MAX_LANES = 300;
const MAX_TITLE_CHARS = 100;
const MAX_REASON_CHARS = 160;
const MAX_REQUEST_CHARS = 4_000;

/** "7 | stage 1 | failed | German | the reason", a line a lane. */
export function toLaneLines(state: RunState, more: (lane: LaneState) => readonly string[] = () => []): string {
  const lanes = state.lanes.filter((lane) => !isDropped(lane));
  const lines = lanes.slice(0, MAX_LANES).map((lane) => {
    const reason = 'failure' in lane ? [toNeutralLine(lane.failure.reason, MAX_REASON_CHARS)] : [];
    const title = toNeutralLine(lane.plan.title, MAX_TITLE_CHARS);
    return [lane.lane, `stage ${lane.stage}`, lane.status, title, ...reason, ...more(lane)].join(' | ');
  });
  return [...lines, ...(lanes.length > MAX_LANES ? [`… and ${lanes.length - MAX_LANES} more lanes`] : [])].join('\n');
}

/** "stage 2: Comparison, stands in the answer", a line a stage. */
export const toStageLines = ({ plan }: RunState): string =>
  (plan?.stages ?? [])
    .map(({ title, merge }, index, all) => {
      const shown = plan !== null && isShown({ stages: all }, index + 1) ? ', stands in the answer' : '';
      return `stage ${index + 1}: ${toNeutralLine(title, MAX_TITLE_CHARS)}, merged as ${merge}${shown}`;
    })
    .join('\n');

/** The request without material that stood in it: a stranger may have written that. */
export function toAskedWords({ request, plan }: RunState): string {
  const words = toRequestWords(request.text, plan?.texts ?? []);
  const listed = request.laneList.length === 0 ? '' : `${words === '' ? '' : '\n'}${request.laneList.join('\n')}`;
  return `${words}${listed}`.slice(0, MAX_REQUEST_CHARS).toWellFormed();
}
