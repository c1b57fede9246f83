import { IMPERATIVES, SUMMARIZING } from './data/verbs.ts';
import type { Question } from './plan.ts';
import { toQuestion } from './question.ts';
import { MENTION } from './read/mention.ts';
import { oneOf } from './read/pattern.ts';
import { materialOf, type Step } from './step.ts';

/** "summarize these", "explain this in 3 sentences": work on material that is only pointed at. */
const POINTS = new RegExp(
  `^${oneOf(IMPERATIVES)}\\s+${MENTION}(?=\\s*[.!?,;]|\\s*[:：]?\\s*$|\\s+(?:in|into|as|with|by|for|then|and)\\b)`,
  'iu',
);
const BARE = new RegExp(`^${oneOf(SUMMARIZING)}(?:\\s+(?:in|into|as|with)\\s[^:\\n]*)?\\s*[.!:：]?\\s*$`, 'iu');

/** A question back where a step works on material and there is none; null where it can be done. */
export function askForMaterial(step: Step): Question | null {
  if (materialOf(step).length > 0) return null;
  if (step.work === 'translate' && /^\S/.test(step.masked) && !hasOwnText(step)) {
    return toQuestion(
      'material_missing',
      'What should be translated? Put the text after a colon, like “translate into French: Good morning”, or attach a file.',
    );
  }
  if (!POINTS.test(step.masked) && !BARE.test(step.masked)) return null;
  return toQuestion(
    'material_missing',
    'There is nothing to work on yet. Put the text after a colon, like “summarize: …”, or attach the files.',
  );
}

/** A translation whose text stands in its own words, as in "for each of cat, dog: translate it into French". */
const hasOwnText = (step: Step): boolean => !/^(?:translate|locali[sz]e)\b/i.test(step.masked);
