import { toShortCount, toUsd } from './amount.ts';
import { toClock } from './calm-time.ts';
import type { RunView } from './run-view.ts';

/**
 * What an answer took beside what was estimated, for a small line at its end: `9.8k tokens, $0.02 (estimated $0.03) · 0:45`. Where a price is unknown it is told in tokens alone; the time is there once the run has
 * ended. Null: no model was asked. Neutral, and nothing in it moves by itself, so that the same answer stays the same message.
 */
export function costLine(view: RunView): string | null {
  const tokens = tokensOf(view.usage);
  if (tokens === 0) return null;
  const { costUsd } = view.usage;
  const used = [`${toShortCount(tokens)} tokens`, ...(costUsd === null ? [] : [toUsd(costUsd)])].join(', ');
  return [used + estimateText(view), ...timeText(view)].join(' · ');
}

/** In the unit that can be compared: dollars where both are known, else tokens. */
function estimateText({ usage, estimate }: RunView): string {
  if (estimate === null || tokensOf(estimate) === 0) return '';
  const both = usage.costUsd !== null && estimate.costUsd !== null;
  return ` (estimated ${both ? toUsd(estimate.costUsd) : `${toShortCount(tokensOf(estimate))} tokens`})`;
}

/** What was used is that of the whole run; the time of a later revision is its own. */
function timeText({ openedAtMs, askedAtMs, endedAtMs, revision }: RunView): string[] {
  if (endedAtMs === null) return [];
  const clock = toClock(Math.max(1_000, endedAtMs - openedAtMs));
  return [openedAtMs !== askedAtMs && revision > 1 ? `revision ${revision} in ${clock}` : clock];
}

const tokensOf = ({ inputTokens, outputTokens }: RunView['usage']): number => inputTokens + outputTokens;
