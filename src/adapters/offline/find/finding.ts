/** Something found in a line, to the letter as it stands there. */
export interface Finding {
  readonly text: string;
  /** Where it begins in the line, in UTF-16 code units. */
  readonly at: number;
  /** The same thing in one spelling, where that is certain: an ISO date. What has equal ones is one thing. */
  readonly normal: string | null;
  /** What else the line says of it: who is to do it, until when. '' for nothing. */
  readonly detail: string;
}

/** Finds all of one kind in a line, in order. Its time grows with the line's length and nothing else. */
export type Finder = (line: string) => Finding[];

export const toFinding = (text: string, at: number, normal: string | null = null): Finding => ({ text, at, normal, detail: '' });

/** What one pattern matches. The pattern must be global. */
export const findAll = (line: string, pattern: RegExp): Finding[] =>
  [...line.matchAll(pattern)].map((match) => toFinding(match[0], match.index));

/** The line with what was found made unreadable, so that no other finder sees a phone number in a link; all else stays in its place. */
export function without(line: string, findings: readonly Finding[]): string {
  let rest = '';
  let from = 0;
  for (const { at, text } of findings) {
    rest += line.slice(from, at) + '\0'.repeat(text.length);
    from = at + text.length;
  }
  return rest + line.slice(from);
}
