/**
 * Without the characters at both ends for which the pattern holds: it sees one at a time. Takes no longer than the
 * text is long, where a pattern for the end is tried from each gap.
 */
export const trimBy = (text: string, edge: RegExp): string => trimEndBy(text.slice(startOf(text, edge)), edge);

/** Without the characters at the end for which the pattern holds. */
export function trimEndBy(text: string, edge: RegExp): string {
  let end = text.length;
  while (end > 0 && edge.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function startOf(text: string, edge: RegExp): number {
  let start = 0;
  while (start < text.length && edge.test(text.charAt(start))) start += 1;
  return start;
}
