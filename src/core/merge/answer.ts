import type { Failure } from '../errors.ts';
import type { Ledger } from '../run/ledger.ts';
import type { LaneEnd } from '../run/outcome.ts';
import { closeFence } from '../text/close-fence.ts';
import { toInline } from '../text/inline.ts';

export interface MissingLane {
  readonly lane: number;
  readonly title: string;
  readonly status: Exclude<LaneEnd, 'done'>;
  /** Tries that counted. */
  readonly attempts: number;
  readonly failure: Failure;
}

export interface AnswerParts {
  /** The merged text; null when no lane has a result. */
  readonly merged: string | null;
  readonly ledger: Ledger;
  /** In the order asked. */
  readonly missing: readonly MissingLane[];
  /** What else the reader should know: how it was merged in the end, that no model was used. */
  readonly notes: readonly string[];
}

const WORDS: Readonly<Record<Exclude<LaneEnd, 'done'>, string>> = {
  failed: 'failed',
  timedOut: 'timed out',
  skipped: 'skipped',
  cancelled: 'cancelled',
};
const MISSING_ENDS = ['failed', 'timedOut', 'skipped', 'cancelled'] as const;

/**
 * The text people get: the merged result, then its ledger. It holds no time and no cost, so the same lanes give the same answer however they were run.
 * Null when there is nothing to answer with.
 */
export function toAnswer({ merged, ledger, missing, notes }: AnswerParts): string | null {
  if (merged === null) return null;
  return `${closeFence(merged)}\n\n---\n\n${toAccount({ ledger, missing, notes })}`;
}

/** The account alone: the ledger line, each missing lane with its reason, and the notes. */
function toAccount({ ledger, missing, notes }: Omit<AnswerParts, 'merged'>): string {
  const lines = [`**${toLedgerLine(ledger)}**`];
  if (missing.length > 0) lines.push('', 'Missing:', ...missing.map(toMissingLine));
  for (const note of notes) lines.push('', `*${toInline(note)}*`);
  return lines.join('\n');
}

/** `15 lanes = 13 done + 1 failed + 1 timed out`. */
function toLedgerLine(ledger: Ledger): string {
  const lanes = ledger.asked === 1 ? '1 lane' : `${ledger.asked} lanes`;
  const missing = MISSING_ENDS.filter((end) => ledger[end] > 0).map((end) => `${ledger[end]} ${WORDS[end]}`);
  const open = ledger.asked - ledger.done - MISSING_ENDS.reduce((sum, end) => sum + ledger[end], 0);
  const atWork = open > 0 ? [`${open} still at work`] : [];
  return [`${lanes} = ${ledger.done} done`, ...missing, ...atWork].join(' + ');
}

function toMissingLine({ lane, title, status, attempts, failure }: MissingLane): string {
  const after = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `- ${lane} ${toInline(title)}: ${WORDS[status]}${after} (${toInline(failure.reason)})`;
}
