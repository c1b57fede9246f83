/** Text for comparing: case, punctuation and spaces make no difference. Empty when nothing is left. */
export function toKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim();
}

/** From here on two lines say nearly the same: the share of their three-letter pieces that both have. */
const NEAR = 0.8;

/** Shorter keys are near only when equal: a letter more or less makes another word of them. */
const MIN_CHARS = 8;

/** Longer ones likewise: they are compared by their beginning. */
const MAX_CHARS = 400;

/** Lines that one is compared with at most: a list of ten thousand stays quick. */
const MOST_CANDIDATES = 40;

function toPieces(key: string): Set<string> {
  const padded = ` ${key.slice(0, MAX_CHARS)} `;
  return new Set(Array.from({ length: Math.max(1, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
}

const toDigits = (key: string): string => key.replace(/\P{N}+/gu, ' ');

/** Finds, for each key in turn, the number of an earlier one that is nearly equal, or null; it then stands for itself. */
export function createNearFinder(): (key: string, number: number) => number | null {
  interface Known {
    readonly number: number;
    readonly pieces: ReadonlySet<string>;
    /** "Room 1" and "Room 2" are near in letters and two things all the same. */
    readonly digits: string;
  }
  const byPiece = new Map<string, Known[]>();

  return (key, number) => {
    if (key.length < MIN_CHARS) return null;
    const pieces = toPieces(key);
    const digits = toDigits(key);
    // Two sets this alike share one of the rarest pieces of either: only those are looked up.
    const rarest = [...pieces].sort((a, b) => (byPiece.get(a)?.length ?? 0) - (byPiece.get(b)?.length ?? 0));
    const looked = rarest.slice(0, Math.floor((1 - NEAR) * pieces.size) + 1 + 2);
    const candidates = new Set(looked.flatMap((piece) => (byPiece.get(piece) ?? []).slice(0, MOST_CANDIDATES)));
    for (const known of [...candidates].slice(0, MOST_CANDIDATES)) {
      if (known.digits === digits && likeness(known.pieces, pieces) >= NEAR) return known.number;
    }
    const self = { number, pieces, digits };
    for (const piece of pieces) {
      const list = byPiece.get(piece);
      if (list === undefined) byPiece.set(piece, [self]);
      else if (list.length < MOST_CANDIDATES) list.push(self);
    }
    return null;
  };
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const piece of a) if (b.has(piece)) common += 1;
  return common / (a.size + b.size - common);
}
