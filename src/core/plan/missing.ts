import { CREATING } from './data/creations.ts';
import { DISTRIBUTING, IMPERATIVES, JOINING, SUMMARIZING, WISHING } from './data/verbs.ts';
import { EXTRACTING, FINDING } from './data/works.ts';
import type { Question, Work } from './plan.ts';
import { toQuestion } from './question.ts';
import { MENTION } from './read/mention.ts';
import { oneOf } from './read/pattern.ts';
import { materialOf, type Step } from './step.ts';

/** What is pointed at stands there: behind a colon ("rewrite this in a formal tone: We are closed today"), on the next lines, in quotes. A list of what is to come out ("as: name, date") is no text of several words. */
const STANDS_THERE = new RegExp(
  `^(?:\\s+(?:in|into|as|with|by|for)\\b(?:(?!\\b(?:then|and\\s+\\p{L}+)\\s*[:：])[^.!?\\n:：])*[:：]\\s+[^\\s,;]+\\s+[^\\s,;]+\\s+\\S|[^\\n]*\\uFFFC|[^\\n]*\\n\\s*(?!(?:(?:please|and|but|then|also|now)\\s+)*${oneOf([...IMPERATIVES, ...WISHING])}(?![\\p{L}-]))\\S+\\s+\\S+\\s+\\S)`,
  'iu',
);
/** "summarize these", "explain this in 3 sentences": work on material that is only pointed at. What is to be created need not be there. */
const POINTS = new RegExp(
  `^${oneOf(IMPERATIVES.filter((verb) => !CREATING.includes(verb)))}\\s+${MENTION}(?=\\s*[.!?,;]|\\s*[:：]?\\s*$|\\s+(?:in|into|as|with|by|for|then|and)\\b)`,
  'iu',
);
const BARE = new RegExp(`^${oneOf(SUMMARIZING)}(?:\\s+(?:in|into|as|with)\\s[^:\\n]*)?\\s*[.!:：]?\\s*$`, 'iu');

const AT_END = new RegExp(`\\b(?:from|of|in|for)\\s+(?:${MENTION}|(?:this|these|the)\\s+(?:lists?|tables?|data))\\s*[.!?]?\\s*$`, 'iu');
const LANGUAGE_OF = new RegExp(
  `^\\s*(?:which|what)\\s+languages?\\s+(?:is|are)\\s+${MENTION}(?:\\s+(?:written\\s+)?in)?\\s*\\?\\s*$`,
  'iu',
);
const ATTACHED = new RegExp(
  `^${oneOf([...DISTRIBUTING, ...JOINING, ...EXTRACTING, ...FINDING])}(?![\\p{L}-])[^.\\n]{0,100}\\b(?:the|this|these|my)\\s+attached\\b`,
  'iu',
);
const EACH_SOURCE = /^\s*(?:for|in|from)\s+(?:each|every)\s+(?:row|file|document|attachment|pdf|page)(?![\p{L}-])/iu;
const FILLS = /^(?:fill|complete|populate|enrich)(?![\p{L}-])/iu;
const LOOKS_INTO: readonly Work[] = ['extract', 'count', 'dedupe', 'keywords'];

/** Whether a step can't be done without something that would have come with it. */
function needsMaterial({ masked, work, shape }: Step): boolean {
  const pointed = POINTS.exec(masked);
  if (pointed !== null && STANDS_THERE.test(masked.slice(pointed[0].length))) return false;
  if (pointed !== null || BARE.test(masked) || ATTACHED.test(masked) || EACH_SOURCE.test(masked)) return true;
  if (LOOKS_INTO.includes(work) && AT_END.test(masked.slice(-300))) return true;
  return LANGUAGE_OF.test(masked) || (shape.output.kind === 'fields' && !shape.weak && FILLS.test(masked));
}

/** A question back where a step works on material and there is none; null where it can be done. */
export function askForMaterial(step: Step): Question | null {
  if (materialOf(step).length > 0) return null;
  if (step.work === 'translate' && /^\S/.test(step.masked) && !hasOwnText(step)) {
    return toQuestion(
      'material_missing',
      'What should be translated? Put the text after a colon, like “translate into French: Good morning”, or attach a file.',
    );
  }
  if (!needsMaterial(step)) return null;
  return toQuestion(
    'material_missing',
    'There is nothing to work on yet. Put the text after a colon, like “summarize: …”, or attach the files.',
  );
}

/** A translation whose text stands in its own words, as in "for each of cat, dog: translate it into French". */
const hasOwnText = (step: Step): boolean => !/^(?:translate|locali[sz]e)\b/i.test(step.masked);
