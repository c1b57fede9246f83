import { GOING_ON, NAMED_BEFORE, POINTING_BACK } from '../data/follow-ups.ts';
import { mask } from './mask.ts';
import { oneOf } from './pattern.ts';

export interface Questions {
  readonly items: readonly string[];
  /** What is asked of every answer ("Answer in one line each."); empty for nothing. */
  readonly wish: string;
}

/** Longest request that is read for questions; longer ones are material. In UTF-16 code units. */
const MAX_CHARS = 20_000;
const MAX_WISH_CHARS = 200;
const LEAD = /^(?:please\s+)?(?:answer|reply\s+to|questions?|here\s+are|i\s+have|tell\s+me)\b[^?\n:]{0,80}:\s*/iu;
/** A stop ends no sentence within a word or behind an abbreviation: "v1.2", "U.S. budget", "Dr. No". */
const SENTENCE =
  /[^.!?？\n]*(?:(?:[.!](?!\s|$)|(?<=(?<!\p{L})(?:\p{L}|dr|mr|mrs|ms|prof|st|vs|inc|ltd|etc))\.)[^.!?？\n]*)*(?:[?？]+|[.!]+(?=\s|$)|\n|$)/giu;
/** What numbers a question, at the begin of a line or behind the one before. */
const BULLET = /(?:^[ \t]*(?:[-*•]|q\d{0,3}[:.]|\(?\d{1,3}[.)])|(?<=[?？])[ \t]+(?:q\d{1,3}[:.]|\(?\d{1,3}[.)]))[ \t]+/gimu;
/** "Is it true that", "how long does it take", "are there": words that point at nothing. */
const EMPTY_POINTER =
  /\b(?:is|was|does|did|will|would|can|could|should)\s+it\s+(?:take|cost|possible|true|safe|legal|better|mean|rain|snow|in\b)|\b(?:is|are|was|were)\s+there\b|\bthere\s+(?:is|are|was|were)\b|\bit\s+(?:takes|costs|is\s+(?:possible|true|safe|legal))\b|\bso\s+(?=many|much|\p{L}+\s+that)/giu;
const POINTS = new RegExp(
  `(?<![\\p{L}-])${oneOf(POINTING_BACK)}(?![\\p{L}'’-])|\\bthat(?=\\s*[?,]|\\s+(?:is|was|does|did|one|happen))`,
  'iu',
);
const NAMED = new RegExp(
  `\\bthe\\s+${oneOf(NAMED_BEFORE)}(?:['’]s)?(?=\\s*[?,]|\\s+(?!of\\b|that\\b|with\\b|in\\b|behind\\b|called\\b|named\\b|who\\b|which\\b))`,
  'iu',
);
const GOES_ON = new RegExp(`^${oneOf(GOING_ON)}(?![\\p{L}-])`, 'iu');
const ABOUT_SOURCES =
  /\b(?:this|these|those|the|attached)\s+(?:attached\s+)?(?:files?|documents?|reports?|texts?|articles?|papers?|pdfs?|contracts?|tables?)\b/giu;

/** Whether a question leans on one before it: "How many people live there?", "And Germany?", "Why?". */
function isFollowUp(question: string): boolean {
  if (GOES_ON.test(question) || question.split(/\s+/).length < 3) return true;
  const told = mask(question).replace(ABOUT_SOURCES, ' ').replace(EMPTY_POINTER, ' ');
  return POINTS.test(told) || NAMED.test(told);
}

/** The questions of a message that are no more than that, in order; null where there are fewer than two, or one leans on another. */
export function findQuestions(words: string): Questions | null {
  if (words.length > MAX_CHARS || !/[?？][\s\S]*[?？]/.test(words)) return null;
  const text = words.replace(LEAD, '').replace(BULLET, (bullet) => ' '.repeat(bullet.length));
  const masked = mask(text);
  const items: string[] = [];
  const wishes: string[] = [];
  for (const match of masked.matchAll(SENTENCE)) {
    const said = text.slice(match.index, match.index + match[0].length).trim();
    if (!/[\p{L}\p{N}]/u.test(said)) continue;
    if (/[?？]$/.test(said)) {
      if (wishes.length > 0) return null;
      items.push(said);
    } else if (items.length > 0) wishes.push(said);
    // What comes before the first question is what they are about.
    else return null;
  }
  const wish = wishes.join(' ');
  if (items.length < 2 || wish.length > MAX_WISH_CHARS || items.slice(1).some(isFollowUp)) return null;
  return { items, wish };
}
