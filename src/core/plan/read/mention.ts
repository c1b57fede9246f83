import { MATERIAL_NOUNS, PART_NOUNS } from '../data/nouns.ts';
import { COUNT } from './count.ts';
import { oneOf } from './pattern.ts';

const NOUN = `${oneOf(MATERIAL_NOUNS)}(?:s|es)?`;
const DETERMINER = '(?:the|this|that|these|those|my|our|your|each|every|all|both|any)';

/**
 * Words that stand for the material: "this", "the attached report", "all of these files". The source of a pattern; what follows decides
 * whether it was meant, since "this" also begins a sentence.
 */
export const MENTION =
  `(?:(?:all|each|every|both|any)(?:\\s+one)?\\s+of\\s+)?(?:` +
  `${DETERMINER}(?:\\s+${COUNT})?(?:\\s+(?:attached|following|whole|entire|full|above|below|given|same|other|original))*\\s+${NOUN}` +
  `|(?:this|these|the)(?:\\s+following)?\\s+${oneOf(PART_NOUNS)}s?` +
  `|the\\s+(?:following|above|below|attached|rest)|this|that|it|these|those|them|everything|each|all)(?:\\s+(?:below|above|attached|here))?(?![\\p{L}-])`;

const MY_OWN = '(?:my|our|your)(?:\\s+[\\p{L}\\p{N}-]+){1,3}';

/** Whether a masked phrase is a mention of material and no more than that ("it", "our release notes from today"). */
export function isMention(masked: string): boolean {
  const phrase = new RegExp(
    `^\\s*(?:${MENTION}|${MY_OWN})(?:\\s*[,(].*|\\s+(?:from|for|of|in|as|please|carefully|directly)\\b.*)?\\s*$`,
    'isu',
  );
  return phrase.test(masked.slice(0, 400));
}
