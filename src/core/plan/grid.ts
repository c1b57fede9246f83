import type { Cut } from './cut.ts';

/** Up to so many cells each is a lane of its own. */
const MAX_CELLS = 24;
/** More values than this in one answer are left out or mixed up too often. */
const MAX_FIELDS = 40;

/** A grid whose smaller dimension goes inside the lanes of the larger one. */
export interface FoldedGrid {
  /** The cuts that still make lanes. */
  readonly outer: readonly Cut[];
  /** The one that each lane does all parts of. */
  readonly inner: Cut;
}

/** What makes fewer, larger lanes of a large grid of small cells; null where every cell is a lane of its own. */
export function foldGrid(cuts: readonly Cut[]): FoldedGrid | null {
  const varying = cuts.filter((cut) => cut.parts.length > 1);
  const cells = varying.reduce((product, cut) => product * cut.parts.length, 1);
  if (varying.length < 2 || cells <= MAX_CELLS || varying.some((cut) => cut.long)) return null;
  const [inner] = varying
    .toSorted((a, b) => a.parts.length - b.parts.length)
    .filter((cut) => cut.joined !== null && cut.parts.length <= MAX_FIELDS);
  // One call can tell its own variants apart; variants of several things at once would be mixed up.
  return inner === undefined || varying.some((cut) => cut.distinct && cut !== inner)
    ? null
    : { outer: cuts.filter((cut) => cut !== inner), inner };
}
