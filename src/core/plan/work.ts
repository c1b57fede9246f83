import { IMPERATIVES, SUMMARIZING, TRANSLATING, WISHING } from './data/verbs.ts';
import { CLASSIFYING, COMPARING, COUNTABLE, DEDUPING, EXTRACTING, FINDABLE, FINDING } from './data/works.ts';
import type { Work } from './plan.ts';
import { oneOf } from './read/pattern.ts';

const QUESTION_WORD = 'who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|may';
const AT_VERB = '(?:^|[:;,.!?\\n]\\s*|\\b(?:and|then|please|to|you|first|me)\\s+)';
const NO_LETTER = '(?![\\p{L}-])';
const FIRST_VERB = new RegExp(`${AT_VERB}(?:(${oneOf(SUMMARIZING)})|(${oneOf(TRANSLATING)})|(${oneOf(IMPERATIVES)}))${NO_LETTER}`, 'iu');
const SUMMARY_OF = /\b(?:summary|summaries|outlines?|tl;?dr|recap|digest)\s+(?:of|for)\b/i;
const TRANSLATION_OF = /\btranslations?\s+(?:of|into|to)\b/i;
const FILLING = '(?:\\s+(?:me|all|the|any|every|number|of|out|up|its|their|top|main|most|important|\\d{1,3})){0,6}\\s+';

/** An order stands behind: what comes before it is a label ("Action items: call Bob. Write an email for each"). */
const ORDER = `(?:(?:and|then|now|please|also)\\s+)*${oneOf([...IMPERATIVES, ...WISHING])}${NO_LETTER}`;
/** A thing that is looked for, without a verb: "keywords of each", "action items in these". */
const IN_MATERIAL = `\\s*(?:[:：](?!(?:[^]*[.!?\\n][^\\S\\n]*|\\s*)${ORDER})|$|(?:in|from|of)\\s+(?:each|every|all|this|these|those|it|them|the\\s+attached)\\b)`;
const THE = '(?:(?:all|the|main|most|important|top|\\d{1,3})\\s+){0,4}';

/** In order: the first that fits an order (not a question) tells the work. */
const ORDERED: readonly (readonly [RegExp, Work])[] = [
  [
    new RegExp(
      `^(?:${oneOf([...EXTRACTING, ...FINDING])})${FILLING}(?:keywords?|key\\s?-?words|key\\s?phrases|search\\s+terms)${NO_LETTER}`,
      'iu',
    ),
    'keywords',
  ],
  [new RegExp(`^${THE}(?:keywords?|key\\s?-?words|key\\s?phrases)${IN_MATERIAL}`, 'iu'), 'keywords'],
  [new RegExp(`^(?:${oneOf(['detect', 'identify', 'determine', 'tell'])})${FILLING}languages?${NO_LETTER}`, 'iu'), 'language'],
  [
    new RegExp(
      `^(?:${oneOf(DEDUPING)}|(?:remove|drop|delete)${FILLING}(?:duplicates?|duplicated|repeats|double\\s+entries)${NO_LETTER})`,
      'iu',
    ),
    'dedupe',
  ],
  [new RegExp(`^count${FILLING}(?:${oneOf(COUNTABLE)})${NO_LETTER}`, 'iu'), 'count'],
  [new RegExp(`^(?:${oneOf(EXTRACTING)})${NO_LETTER}`, 'iu'), 'extract'],
  [new RegExp(`^(?:${oneOf(FINDING)})${FILLING}(?:${oneOf(FINDABLE)})${NO_LETTER}`, 'iu'), 'extract'],
  [new RegExp(`^${THE}(?:${oneOf(FINDABLE)})${IN_MATERIAL}`, 'iu'), 'extract'],
  [new RegExp(`^(?:${oneOf(CLASSIFYING)})${NO_LETTER}`, 'iu'), 'classify'],
  [new RegExp(`^(?:${oneOf(COMPARING)})${NO_LETTER}`, 'iu'), 'compare'],
  [/^(?:answer|reply\s+to)(?![\p{L}-])/iu, 'answer'],
];
const ASKED: readonly (readonly [RegExp, Work])[] = [
  [new RegExp(`^\\s*how\\s+many\\s+${oneOf(COUNTABLE)}${NO_LETTER}`, 'iu'), 'count'],
  [/^\s*(?:in\s+)?(?:which|what)\s+languages?\s+(?:is|are|was|were)\b[^.!?\n]{0,80}(?:[.!?]|$)/i, 'language'],
];
/** "For each file, count the words": the order that follows. */
const AFTER_EACH = /^\s*(?:for|in|from|with)\s[^.!?\n]{0,200}?(?:[,:]\s*)(?=\p{L})/iu;

const ASKS = new RegExp(`^\\s*(?:${QUESTION_WORD})\\b`, 'i');

/** Whether the instruction asks something rather than orders it. Takes masked text. */
export function isQuestion(masked: string): boolean {
  return ASKS.test(masked) || /[?？]\s{0,8}$/.test(masked);
}

/** What kind of work an instruction asks for, told by its first verb. Takes masked text. */
export function workOf(masked: string): Work {
  const asks = isQuestion(masked);
  const told = masked.trimStart().replace(AFTER_EACH, '');
  const form = (asks ? ASKED : ORDERED).find(([pattern]) => pattern.test(masked.trimStart()) || pattern.test(told));
  if (form !== undefined) return form[1];
  const verb = asks ? null : FIRST_VERB.exec(masked);
  if (verb?.[1] !== undefined) return 'summarize';
  if (verb?.[2] !== undefined) return 'translate';
  if (TRANSLATION_OF.test(masked)) return 'translate';
  if (asks) return 'answer';
  if (SUMMARY_OF.test(masked)) return 'summarize';
  return 'write';
}
