import type { RunHeading } from '../run/heading.ts';
import { toNeutralLine } from '../text/neutral.ts';
import { toWholeSeconds } from './amount.ts';
import { STATUS_WORDS } from './outcome-words.ts';

const TITLE_CHARS = 80;
const HOUR_MS = 3_600_000;

/** `k7m2qx4d · translate into 15 languages`; neutral, at most 99 characters. */
export const runName = ({ runId, title }: Pick<RunHeading, 'runId' | 'title'>): string =>
  [toNeutralLine(runId, 16), toNeutralLine(title, TITLE_CHARS)].filter((text) => text !== '').join(' · ');

/** `k7m2qx4d · done · 3 min ago · translate into 15 languages`: a run in a list; neutral, at most 150 characters. */
export function runLine({ runId, status, askedAtMs, title }: RunHeading, nowMs: number): string {
  const name = toNeutralLine(title, TITLE_CHARS);
  return [toNeutralLine(runId, 16), STATUS_WORDS[status], whenText(askedAtMs, nowMs), ...(name === '' ? [] : [name])].join(' · ');
}

/** `12 min ago`, from a day on `2026-05-14 09:00 UTC`: the same for everybody, whatever their language. */
function whenText(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < 24 * HOUR_MS) return `${toWholeSeconds(agoMs).replace(/ \d+ s$/, '')} ago`;
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
