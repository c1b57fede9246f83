/** Which of N things, by index, are one. */
export interface Union {
  join(a: number, b: number): void;
  /** The first of those that are one with it. */
  root(index: number): number;
}

export function createUnion(count: number): Union {
  const parents = Array.from({ length: count }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    for (let up = parents[at]; up !== undefined && up !== at; up = parents[at]) {
      parents[at] = parents[up] ?? up;
      at = up;
    }
    return at;
  };
  return {
    root,
    join(a, b) {
      const [first, other] = [root(a), root(b)].sort((x, y) => x - y);
      if (first !== undefined && other !== undefined) parents[other] = first;
    },
  };
}
