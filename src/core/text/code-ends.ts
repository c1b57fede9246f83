/** The first line of a code block, in quotes and lists too; a source for regular expressions with the flags `mu`. */
export const FENCE = String.raw`^(?:[ \t>]|[-*+][ \t]|\d{1,4}[.)][ \t])*(?<marks>\x60{3,}(?=[^\x60\n]*$)|~{3,})(?<info>[^\n]*)$`;

export interface CodeEnds {
  /**
   * Where the block ends whose first line begins there, and how many lines that begin or end blocks stand from its
   * last one on; null: nothing closes it. A line that names a language closes none: it
   * begins the next.
   */
  ofFence(index: number): { readonly end: number; readonly fences: number } | null;
  /**
   * Where the code ends whose marks, a run of `length` backticks, stand before that place; null: nothing in the line
   * closes it.
   */
  ofTicks(at: number, length: number): number | null;
}

/** Where code ends in a Markdown text, which may be only half of one. */
export function createCodeEnds(text: string): CodeEnds {
  const fences = [...text.matchAll(new RegExp(FENCE, 'gmu'))].map(({ index, 0: line, groups }) => ({
    index,
    end: index + line.length,
    marks: groups?.marks ?? '',
    info: groups?.info ?? '',
  }));
  const places = new Map(fences.map(({ index }, nth) => [index, nth]));
  const runs = /`+|\n/g;
  return {
    ofFence(index) {
      const nth = places.get(index) ?? fences.length;
      const { marks = '' } = fences[nth] ?? {};
      for (let at = nth + 1; at < fences.length; at += 1) {
        const next = fences[at];
        if (next?.marks.startsWith(marks)) return next.info.trim() === '' ? { end: next.end, fences: fences.length - at } : null;
      }
      return null;
    },
    ofTicks(at, length) {
      runs.lastIndex = at;
      for (let run = runs.exec(text); run !== null && run[0] !== '\n'; run = runs.exec(text))
        if (run[0].length === length) return runs.lastIndex;
      return null;
    },
  };
}
