/** What keyboards and web pages leave at the ends of what is typed: spaces, and characters of no width. */
const EDGES = /^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/gu;
/** Spaces of any width, but for line breaks and tabs. */
const SPACES = /\p{Zs}/gu;

/** Where the order of a request ends: at its first line's end, or at the colon before a text. */
export function endOfOrder(text: string): number {
  const [begin = ''] = /^(?:plan|run)\s*[:：]\s*/i.exec(text) ?? [];
  const end = text.slice(begin.length).search(/\n|：|:\s/);
  return end === -1 ? text.length : begin.length + end;
}

/**
 * What was typed, as any keyboard could have typed it: one kind of space in the order of a request (what follows is a
 * text, and stays as it is), nothing without width at its ends. Twice is harmless.
 */
export function tidyTyped(text: string): string {
  const typed = text.replace(EDGES, '');
  const end = endOfOrder(typed);
  return typed.slice(0, end).replace(SPACES, ' ') + typed.slice(end);
}
