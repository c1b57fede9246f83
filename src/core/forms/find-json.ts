/** Deeper than anything that is asked for: what nests further is a bomb, and counts as no JSON. */
const MAX_DEPTH = 24;
/** Most brackets of a text that are tried as the beginning of a value. */
const MAX_STARTS = 40;

/**
 * The first JSON value in a text that `accept` makes something of (null: nothing): the text itself, a fenced block,
 * or what stands between brackets in a sentence. Models put fences, sentences
 * and thoughts around what they were asked for, and commas behind the last member. Linear in the text's length,
 * `MAX_STARTS` times at most.
 */
export function findJson<T>(text: string, accept: (value: unknown) => T | null): T | null {
  let from = 0;
  for (let starts = 0; starts < MAX_STARTS; starts += 1) {
    const start = nextStart(text, from);
    if (start === -1) return null;
    const end = endOfValue(text, start);
    const value = end === -1 ? undefined : parseJson(text.slice(start, end));
    const accepted = value === undefined ? null : accept(value);
    if (accepted !== null) return accepted;
    // What stands in a value that was read is a part of it, and no answer of its own.
    from = value === undefined ? start + 1 : end;
  }
  return null;
}

/**
 * Where the next object or array may begin. `- [ ] task` and `see [1]` are no arrays: a bracket counts where it
 * begins a line, or follows a colon or a tag.
 */
function nextStart(text: string, from: number): number {
  const object = text.indexOf('{', from);
  const array = /(?<=^[ \t]*|[:>][ \t]*)\[/gm;
  array.lastIndex = from;
  const found = array.exec(text)?.index ?? -1;
  if (object === -1) return found;
  return found === -1 ? object : Math.min(object, found);
}

/**
 * The end of the value that begins there, behind its last bracket; -1 where it never ends, or nests too deep.
 * Brackets in strings are not counted.
 */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return -1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parseJson(text: string): unknown {
  for (const candidate of [text, withoutTrailingCommas(text)]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // not JSON as it stands: perhaps without its last commas
    }
  }
  return undefined;
}

/** `{"a": 1,}`: a comma before a closing bracket, outside of strings. */
const withoutTrailingCommas = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/gs, (found) => (found === ',' ? '' : found));
