import type { MergeKind } from '../request.ts';
import type { Cut } from './cut.ts';
import type { FoldedGrid } from './grid.ts';

const THEN: Readonly<Partial<Record<MergeKind, string>>> = {
  digest: ', then one digest',
  table: ', as a table',
  dedupe: ', then without repeats',
  vote: ', then what most of them say',
  best: ', then the best of them',
};

/** Why a step is cut as it is, in one line: "15 lanes: one for each language". */
export function toWhy(cuts: readonly Cut[], folded: FoldedGrid | null, lanes: number, merge: MergeKind): string {
  const varying = (folded?.outer ?? cuts).filter((cut) => cut.parts.length > 1);
  const counted = varying.map((cut) => `${cut.parts.length} ${cut.many}`);
  if (folded !== null) {
    const { one, many, parts } = folded.inner;
    const cells = lanes * parts.length;
    const over = varying.map((cut) => cut.one).join(' and ');
    return `${cells} cells as ${lanes} lanes of ${parts.length}: one for each ${over} with all its ${many}, since a call for every ${one} of each would repeat the same work in small pieces`;
  }
  if (counted.length === 0) return `1 call: only one ${cuts[0]?.one}, ${cuts[0]?.parts[0]?.title}`;
  const over =
    counted.length === 1
      ? `one for each ${varying[0]?.one}`
      : `one for each ${counted.length === 2 ? 'pair' : 'combination'} of ${counted.join(' × ')}`;
  return `${lanes} lanes: ${over}${THEN[merge] ?? ''}`;
}
