/** Deeper than any document that a person wrote; parsers take a time that grows with the square of it. */
const MAX_DEPTH = 1_000;

/** Tags that are never closed, or need not be. */
const UNCLOSED =
  /^(?:p|li|dt|dd|tr|td|th|thead|tbody|tfoot|colgroup|option|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** Throws `RangeError` where elements stand in one another too deeply to be parsed. Looks at tags only. */
export function checkDepth(markup: string, kind: 'xml' | 'html'): void {
  let depth = 0;
  for (const [, closing, name = '', end] of markup.matchAll(/<(\/?)([a-z][^\s/>]*)[^>]*?(\/?)>/gi)) {
    if (kind === 'html' && UNCLOSED.test(name)) continue;
    if (closing === '/') depth = Math.max(0, depth - 1);
    else if (end !== '/' || kind === 'html') depth += 1;
    if (depth > MAX_DEPTH) throw new RangeError('elements are nested too deeply');
  }
}
