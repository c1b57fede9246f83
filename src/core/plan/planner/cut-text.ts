import type { CutText } from '../plan.ts';
import type { PlannerAnswer } from './answer.ts';

/** A text and where it stands: [start, end). */
export interface Cut extends CutText {
  readonly start: number;
  readonly end: number;
}

/** A text that stands in the request, told by its first and last words. Null: they do not stand there. */
export function cutText(request: string, { id, from, to }: PlannerAnswer['texts'][number], nth: number): Cut | null {
  const start = from.trim() === '' ? -1 : findWords(request, from, 0);
  if (start === -1) return null;
  // Without its last words it goes to the end; with others it may be any.
  const last = to.trim() === '' ? request.length : findWords(request, to, start);
  if (last === -1) return null;
  const end = last + (to.trim() === '' ? 0 : lengthAt(request, to, last));
  return { id: /^T\d{1,3}$/.test(id) ? id : `T${nth}`, title: 'the text', text: request.slice(start, end).trim(), start, end };
}

/** As they stand there, or with other spaces and quotes. */
function findWords(request: string, words: string, from: number): number {
  const exact = request.indexOf(words.trim(), from);
  if (exact !== -1) return exact;
  const match = toPattern(words).exec(request.slice(from));
  return match === null ? -1 : from + match.index;
}

function lengthAt(request: string, words: string, at: number): number {
  const trimmed = words.trim();
  return request.startsWith(trimmed, at) ? trimmed.length : (toPattern(words).exec(request.slice(at))?.[0].length ?? trimmed.length);
}

const MARKS = '"\'“”„«»‘’';

function toPattern(said: string): RegExp {
  const words = said.trim().slice(0, 300);
  const between = new RegExp(`[\\s${MARKS}]+`);
  const inner = words
    .split(between)
    .filter((word) => word !== '')
    .map((word) => RegExp.escape(word))
    .join(`[\\s${MARKS}]+`);
  if (inner === '') return /(?!)/;
  const mark = (at: number): string => (MARKS.includes(words.charAt(at)) ? `[${MARKS}]?` : '');
  return new RegExp(mark(0) + inner + mark(words.length - 1), 'iu');
}

/** The request without texts that were cut out of it. */
export function withoutCuts(request: string, cuts: readonly Cut[]): string {
  let words = '';
  let at = 0;
  for (const { start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    if (start > at) words += `${request.slice(at, start)} `;
    at = Math.max(at, end);
  }
  return words + request.slice(at);
}
