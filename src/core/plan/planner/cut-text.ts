import type { CutText } from '../plan.ts';
import { shorten } from '../title.ts';
import type { PlannerAnswer } from './answer.ts';

/** A text and where it stands: [start, end). */
export interface Cut extends CutText {
  readonly start: number;
  readonly end: number;
}

type SaidText = PlannerAnswer['texts'][number];

interface Start {
  readonly id: string;
  readonly start: number;
  /** Behind the first words that tell it. */
  readonly after: number;
  readonly to: string;
}

/**
 * Texts that stand in the request, each told by its first and last words: it begins behind the one before, and ends
 * with its last words before the next, so that texts that begin and end alike are told
 * apart. What is not there, or would be a part of another, is a problem.
 */
export function cutTexts(
  request: string,
  texts: readonly SaidText[],
): { readonly cuts: readonly Cut[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const starts: Start[] = [];
  const ids = new Set<string>();
  let from = 0;
  for (const [index, text] of texts.entries()) {
    const at = `texts number ${index + 1}: ${told(text)}`;
    const id = /^T\d{1,3}$/.test(text.id) ? text.id : `T${index + 1}`;
    if (ids.has(id)) problems.push(`texts number ${index + 1}: another has the id ${id}`);
    ids.add(id);
    const first = findFirst(request, text.from, from) ?? findFirst(request, text.from, 0);
    if (first === null) problems.push(`${at} does not stand in the request`);
    else if (starts.some(({ start }) => start === first.start))
      problems.push(`${at} begins where another text does: give more of its first words`);
    else {
      starts.push({ id, start: first.start, after: first.end, to: text.to });
      // At least so far it goes; what comes next can't begin before.
      from = Math.max(first.end, text.to.trim() === '' ? 0 : (findFirst(request, text.to, first.start)?.end ?? 0));
    }
  }
  const cuts = starts.flatMap((it): Cut[] => {
    const { id, start, after, to } = it;
    const next = starts.reduce((least, other) => (other.start > start ? Math.min(least, other.start) : least), request.length);
    // Without its last words it goes on to the next.
    const end = to.trim() === '' ? next : findLast(request, to, start, next);
    if (end !== null)
      return [{ id, title: 'the text', text: request.slice(start, Math.max(end, after)).trim(), start, end: Math.max(end, after) }];
    problems.push(
      `the text ${id}: ${JSON.stringify(shorten(to, 60))} does not stand in the request behind its first words and before the next text`,
    );
    return [];
  });
  return { cuts, problems };
}

const told = ({ from, to }: SaidText): string => [from, to].map((words) => JSON.stringify(shorten(words, 60))).join(' … ');

/** Where words stand at first, as they are or with other spaces and quotes. Null: nowhere, or there are none. */
function findFirst(request: string, words: string, from: number): { readonly start: number; readonly end: number } | null {
  const trimmed = words.trim();
  if (trimmed === '') return null;
  const exact = request.indexOf(trimmed, from);
  if (exact !== -1) return { start: exact, end: exact + trimmed.length };
  const match = toPattern(trimmed).exec(request.slice(from));
  return match === null ? null : { start: from + match.index, end: from + match.index + match[0].length };
}

/** The end of where words stand at last between two places. */
function findLast(request: string, words: string, from: number, before: number): number | null {
  const trimmed = words.trim();
  const part = request.slice(from, before);
  const exact = part.lastIndexOf(trimmed);
  if (exact !== -1) return from + exact + trimmed.length;
  const match = [...part.matchAll(new RegExp(toPattern(trimmed), 'giu'))].at(-1);
  return match === undefined ? null : from + match.index + match[0].length;
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
