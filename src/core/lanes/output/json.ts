/** Deeper than anything that is asked for: what nests further is a bomb, and counts as no JSON. */
const MAX_DEPTH = 24;
/** Most fenced blocks that are looked into. */
const MAX_BLOCKS = 8;

/**
 * The first JSON value in a text that `accept` makes something of: the text itself, a fenced block, or what stands between brackets in a sentence. Null when there is none. Models put fences and
 * sentences around what they were asked for.
 */
export function findJson<T>(text: string, accept: (value: unknown) => T | null): T | null {
  for (const candidate of toCandidates(text)) {
    const value = parseJson(candidate);
    const accepted = value === undefined ? null : accept(value);
    if (accepted !== null) return accepted;
  }
  return null;
}

/** The members of an object by what their names plainly are; null for anything else. */
export function toMembers(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([name, member]) => [toPlain(name), member]));
}

/** Case, surrounding quotes, emphasis and a final full stop do not make another label or name. */
export const toPlain = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^["'`*_“”‘’\s]+/u, '')
    .replace(/["'`*_“”‘’.\s]{1,64}$/u, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** A JSON value as the text of a cell. */
export function toCellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(toCellText).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value).toWellFormed().trim();
}

function toCandidates(text: string): string[] {
  const starts = ['{', '['].flatMap((open) => {
    const from = open === '{' ? text.indexOf(open) : arrayStart(text);
    const to = text.lastIndexOf(open === '{' ? '}' : ']');
    return from === -1 || to < from ? [] : [{ from, slice: text.slice(from, to + 1) }];
  });
  const slices = starts.sort((a, b) => a.from - b.from).map(({ slice }) => slice);
  return [text.trim(), ...toBlocks(text), ...slices].filter((candidate) => /^[[{]/.test(candidate));
}

/** A bracket that begins a line, or follows a colon: `- [ ] task` and `see [1]` are no arrays, nor is what stands in an object. */
const arrayStart = (text: string): number => {
  const match = /(?:^|\n|:)[ \t]{0,16}\[/.exec(text);
  return match === null || text.slice(0, match.index).includes('{') ? -1 : match.index + match[0].length - 1;
};

function toBlocks(text: string): string[] {
  const parts = text.split(/^[ \t]{0,3}(?:```|~~~)[^\n]*$/m, MAX_BLOCKS * 2);
  return parts.filter((_, index) => index % 2 === 1).map((part) => part.trim());
}

function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not JSON: the next candidate may be
  }
}

/** How deep brackets nest, those in strings not counted; stops counting beyond the limit. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length && deepest <= MAX_DEPTH; at += 1) {
    const char = text[at];
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '{' || char === '[')) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (char === '}' || char === ']')) depth -= 1;
  }
  return deepest;
}
