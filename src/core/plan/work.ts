import { IMPERATIVES, SUMMARIZING, TRANSLATING } from './data/verbs.ts';
import type { Work } from './plan.ts';
import { oneOf } from './read/pattern.ts';

const QUESTION_WORD = 'who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|may';
const FIRST_VERB = new RegExp(
  `(?:^|[:;,.!?\\n]\\s*|\\b(?:and|then|please|to|you|first|me)\\s+)(?:(${oneOf(SUMMARIZING)})|(${oneOf(TRANSLATING)})|(${oneOf(IMPERATIVES)}))(?![\\p{L}-])`,
  'iu',
);
const SUMMARY_OF = /\b(?:summary|summaries|outlines?|tl;?dr|recap|digest)\s+(?:of|for)\b/i;
const TRANSLATION_OF = /\btranslations?\s+(?:of|into|to)\b/i;

/** Whether the instruction asks something rather than orders it. Takes masked text. */
export function isQuestion(masked: string): boolean {
  return new RegExp(`^\\s*(?:${QUESTION_WORD})\\b`, 'i').test(masked) || /[?？]\s{0,8}$/.test(masked);
}

/** What kind of work an instruction asks for, told by its first verb. Takes masked text. */
export function workOf(masked: string): Work {
  const verb = isQuestion(masked) ? null : FIRST_VERB.exec(masked);
  if (verb?.[1] !== undefined) return 'summarize';
  if (verb?.[2] !== undefined) return 'translate';
  if (TRANSLATION_OF.test(masked)) return 'translate';
  if (isQuestion(masked)) return 'answer';
  if (SUMMARY_OF.test(masked)) return 'summarize';
  return 'write';
}
