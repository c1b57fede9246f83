import { toInline } from '../text/inline.ts';
import { longest } from './join-rows.ts';
import { findSamePairs } from './judge.ts';
import { findSame, type Pair } from './same.ts';
import type { Asking } from './side-call.ts';
import type { Union } from './union.ts';

/** One thing that a lane found. */
export interface Finding {
  readonly text: string;
  /** Of claims: where it is from, as `C12`. Default: none. */
  readonly marks?: readonly string[];
  /** The lane's title. */
  readonly from: string;
}

/** One thing that lanes found, with all who found it. */
export interface Found {
  /** The first of its longest wordings, punctuation not counted: what says most. */
  readonly text: string;
  /** Those of all who found it, each once. Default: none. */
  readonly marks?: readonly string[];
  /** Titles of its lanes, in the order asked, each once. */
  readonly from: readonly string[];
}

export interface Deduped {
  readonly found: readonly Found[];
  /** Pairs that may be the same and stand apart, since nobody could tell; null: none, or no model is there to tell. */
  readonly note: string | null;
}

/** Pairs in one call, and in all: what is beyond stands apart. */
const BATCH = 20;
const MAX_PAIRS = 400;

/** How many calls it takes to have so many pairs looked at. */
export const toSameCalls = (pairs: number): number => Math.ceil(Math.min(pairs, MAX_PAIRS) / BATCH);

/**
 * Each thing once, in the order it first came. Things are the same when they are equal after normalising, or nearly
 * so; where that is doubtful a model is asked. Without one, or where it fails, they stand
 * apart. `toReason` says why a call failed, or throws what must not be swallowed.
 */
export async function dedupe(findings: readonly Finding[], asking: Asking | null, toReason: (error: unknown) => string): Promise<Deduped> {
  const { union, doubtful } = findSame(findings.map((finding) => finding.text));
  if (asking === null || doubtful.length === 0) return { found: toFound(findings, union), note: null };
  const asked = doubtful.slice(0, MAX_PAIRS);
  const batches = Array.from({ length: toSameCalls(asked.length) }, (_, n) => asked.slice(n * BATCH, (n + 1) * BATCH));
  const shown = (batch: readonly Pair[]) => batch.map(({ a, b }) => [findings[a]?.text ?? '', findings[b]?.text ?? ''] as const);
  const settled = await Promise.allSettled(batches.map((batch) => findSamePairs(shown(batch), asking)));
  let apart = doubtful.length - asked.length;
  let reason: string | null = apart > 0 ? `only ${MAX_PAIRS} pairs are looked at` : null;
  settled.forEach((result, n) => {
    const batch = batches[n] ?? [];
    if (result.status === 'rejected') {
      reason = toReason(result.reason);
      apart += batch.length;
    } else for (const { a, b } of result.value.flatMap((index) => batch[index] ?? [])) union.join(a, b);
  });
  const pairs = apart === 1 ? '1 pair that may be the same stands' : `${apart} pairs that may be the same stand`;
  return { found: toFound(findings, union), note: reason === null ? null : `${pairs} apart: ${reason}.` };
}

function toFound(findings: readonly Finding[], union: Union): Found[] {
  const groups = Map.groupBy(findings.keys(), (index) => union.root(index));
  return [...groups.values()].map((indices) => {
    const group = indices.flatMap((index) => findings[index] ?? []);
    const marks = [...new Set(group.flatMap((it) => it.marks ?? []))];
    return {
      text: longest(group.map((it) => it.text)),
      ...(marks.length > 0 && { marks }),
      from: [...new Set(group.map((it) => it.from))],
    };
  });
}

/** A list, each item with the lanes it came from where there is more than one lane. */
export function toFoundList(found: readonly Found[], lanes: number): string {
  const marked = ({ text, marks = [] }: Found): string =>
    marks.length === 0 ? text : `${text} ${marks.map((mark) => `[${mark}]`).join('')}`;
  return found.map((it) => `- ${marked(it)}${lanes > 1 ? ` *(${it.from.map(toInline).join(', ')})*` : ''}`).join('\n');
}
