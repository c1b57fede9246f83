/** A pair of equal elements: where each stands in its own sequence. */
export type Pair = readonly [a: number, b: number];

/** Up to this many comparisons a stretch without unique elements is aligned exactly; in a larger one the nth of a kind is taken for the nth. */
const MOST_CELLS = 250_000;

/**
 * Which elements of two sequences stay: increasing in both. Equal ends first, then by elements that are unique on both sides (patience), then exactly where the stretch between is
 * small. Not always the longest common subsequence, but one a person would choose, in time that grows about as n log n.
 */
export function align(a: readonly string[], b: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const open = [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    let { aFrom, aTo, bFrom, bTo } = range;
    while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) pairs.push([aFrom++, bFrom++]);
    while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) pairs.push([--aTo, --bTo]);
    if (aFrom === aTo || bFrom === bTo) continue;
    const left = { aFrom, aTo, bFrom, bTo };
    const unique = rising(uniquePairs(a, b, left));
    if (unique.length === 0 && (aTo - aFrom) * (bTo - bFrom) <= MOST_CELLS) {
      pairs.push(...exactly(a, b, left));
      continue;
    }
    const anchors = unique.length > 0 ? unique : rising(nthPairs(a, b, left));
    if (anchors.length === 0) continue;
    let [aAt, bAt] = [aFrom, bFrom];
    for (const [x, y] of anchors) {
      pairs.push([x, y]);
      open.push({ aFrom: aAt, aTo: x, bFrom: bAt, bTo: y });
      [aAt, bAt] = [x + 1, y + 1];
    }
    open.push({ aFrom: aAt, aTo, bFrom: bAt, bTo });
  }
  return pairs.sort(([x], [y]) => x - y);
}

interface Range {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

function uniquePairs(a: readonly string[], b: readonly string[], { aFrom, aTo, bFrom, bTo }: Range): Pair[] {
  const REPEATED = -1;
  const placesOf = (sequence: readonly string[], from: number, to: number): Map<string, number> => {
    const places = new Map<string, number>();
    for (let at = from; at < to; at += 1) {
      const element = sequence[at] ?? '';
      places.set(element, places.has(element) ? REPEATED : at);
    }
    return places;
  };
  const inB = placesOf(b, bFrom, bTo);
  return [...placesOf(a, aFrom, aTo)].flatMap(([element, at]) => {
    const other = inB.get(element) ?? REPEATED;
    return at === REPEATED || other === REPEATED ? [] : [[at, other] as const];
  });
}

function nthPairs(a: readonly string[], b: readonly string[], { aFrom, aTo, bFrom, bTo }: Range): Pair[] {
  const places = new Map<string, number[]>();
  for (let at = bFrom; at < bTo; at += 1) {
    const element = b[at] ?? '';
    const known = places.get(element);
    if (known === undefined) places.set(element, [at]);
    else known.push(at);
  }
  const taken = new Map<string, number>();
  return a.slice(aFrom, aTo).flatMap((element, index) => {
    const nth = taken.get(element) ?? 0;
    taken.set(element, nth + 1);
    const other = places.get(element)?.[nth];
    return other === undefined ? [] : [[aFrom + index, other] as const];
  });
}

/** The longest run of pairs, given in the order of `a`, that rises in `b` too. */
function rising(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = [];
  const before: number[] = [];
  const bOf = (index: number | undefined): number => pairs[index ?? -1]?.[1] ?? -1;
  for (const [index, [, b]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bOf(ends[middle]) < b) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  }
  const chosen: Pair[] = [];
  for (let index = ends.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.reverse();
}

/** The longest common subsequence of a small stretch. */
function exactly(a: readonly string[], b: readonly string[], { aFrom, aTo, bFrom, bTo }: Range): Pair[] {
  const [rows, columns] = [aTo - aFrom, bTo - bFrom];
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const same = a[aFrom + row] === b[bFrom + column];
      longest[row * width + column] = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (a[aFrom + row] === b[bFrom + column]) pairs.push([aFrom + row++, bFrom + column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
