import { toNeutralLine } from '../text/neutral.ts';
import { toCounted, toDuration, toWholeSeconds } from './amount.ts';
import { calmUp } from './calm-time.ts';
import { END_WORDS, isHeldBack, laneEnd } from './lane-words.ts';
import type { LaneView } from './run-view.ts';

const TITLE_CHARS = 60;
const HEADING_CHARS = 80;
/** Of why a lane is missing. */
export const REASON_CHARS = 150;

/** All of these are neutral lines, which the platform escapes. `3 German`, at most `maxChars`; its number alone where it has no title. */
export function laneName({ index, title }: LaneView, maxChars: number): string {
  const words = toNeutralLine(title, Math.max(0, maxChars - String(index).length - 1));
  return words === '' ? `Lane ${index}` : `${index} ${words}`;
}

/** Why a lane is missing or waits, or how it was done; '' for one that has nothing to say. Nothing in it moves faster than every 5 s. At most `maxChars`. */
export function laneSaying(lane: LaneView, nowMs: number, maxChars: number): string {
  const note = toNeutralLine(lane.note ?? '', maxChars);
  const tries = lane.attempts > 1 ? toCounted(lane.attempts, 'attempt') : '';
  switch (lane.status) {
    case 'waiting':
      return joined([isHeldBack(lane) ? waitText(lane, nowMs) : '', note], maxChars);
    case 'running':
      return lane.attempts > 1 ? `attempt ${lane.attempts}` : '';
    case 'done':
      return joined([toDuration(lane.ms), tries, note], maxChars);
    case 'failed':
    case 'timedOut':
      return joined([note === '' ? END_WORDS[lane.status] : note, tries], maxChars);
    case 'skipped':
      return joined(['skipped', note], maxChars);
    case 'cancelled':
      // "the run was stopped" says no more.
      return joined(['stopped', lane.code === 'run_cancelled' ? '' : note], maxChars);
    default:
      throw new Error(`unknown status ${JSON.stringify(lane.status satisfies never)}`);
  }
}

const waitText = (lane: LaneView, nowMs: number): string =>
  `waiting for the provider, ${toWholeSeconds(calmUp((lane.waitsUntilMs ?? nowMs) - nowMs))}`;

const joined = (texts: readonly string[], maxChars: number): string =>
  toNeutralLine(texts.filter((text) => text !== '').join(' · '), maxChars);

/** `done`, `failed`, `running`: one or two words. */
export const statusWord = (lane: LaneView): string => {
  const end = laneEnd(lane);
  return end === null ? lane.status : END_WORDS[end];
};

/** `3 German: failed after 3 attempts: the provider is overloaded`. At most 260 characters. */
export function missingLine(lane: LaneView): string {
  const tries = lane.attempts > 1 ? ` after ${toCounted(lane.attempts, 'attempt')}` : '';
  const reason = toNeutralLine(lane.note ?? '', REASON_CHARS);
  return `${laneName(lane, TITLE_CHARS)}: ${statusWord(lane)}${tries}${reason === '' ? '' : `: ${reason}`}`;
}

/** `3 German · done · 1.2 s`, or why it is missing: over what the lane gave. At most 300 characters. */
export function laneHeading(lane: LaneView): string {
  if (laneEnd(lane) === 'done') return `${laneName(lane, HEADING_CHARS)} · done · ${laneSaying(lane, 0, REASON_CHARS)}`;
  return laneEnd(lane) === null ? `${laneName(lane, HEADING_CHARS)} · ${lane.status}` : missingLine(lane);
}
