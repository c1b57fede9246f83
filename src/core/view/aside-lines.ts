import { toNeutralLine } from '../text/neutral.ts';
import { estimateText } from './estimate-text.ts';
import { countsText } from './headline.ts';
import type { RunView } from './run-view.ts';

/** What one person is told where the place can't be written; neutral lines of at most about 600 characters. */

const TITLE_CHARS = 100;
const REASON_CHARS = 200;

/** That it runs, or waits for a yes (`yes` is how to give it), and why nothing is to be seen here. */
export function begunLine(view: RunView, reason: string, yes: string): string {
  const state = view.phase === 'asking' ? `it waits for a yes (${estimateText(view)}): ${yes}` : 'it runs';
  return `${titleOf(view)}: ${state}. ${cantText(reason)}, so only you will see how it goes.`;
}

export const atWorkLine = (view: RunView): string => `${titleOf(view)}: ${countsText(view)}.`;

export const endedLine = (view: RunView): string => `${titleOf(view)}: it has ended.`;

/** Below the end, where nothing was told aside before it. */
export const onlyYouLine = (reason: string): string => `${cantText(reason)}, so only you see this.`;

function cantText(reason: string): string {
  const why = toNeutralLine(reason, REASON_CHARS);
  return why === '' ? "I can't post here" : `I can't post here (${why})`;
}

const titleOf = ({ title }: RunView): string => toNeutralLine(title, TITLE_CHARS) || 'Your run';
