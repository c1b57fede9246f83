import { IMPERATIVES, SUMMARIZING, TRANSLATING } from './data/verbs.ts';
import type { Work } from './plan.ts';
import { MENTION } from './read/mention.ts';
import { oneOf } from './read/pattern.ts';

const VERB = `^(${oneOf([...SUMMARIZING, ...TRANSLATING])})`;
const NAMED = new RegExp(
  `${VERB}\\s+${MENTION}(?=\\s*$|\\s*[,.;:!?(\\n]|\\s+(?:in|into|to|as|with|for|from|using|by|briefly|please|and)\\b)`,
  'iu',
);
const BARE = new RegExp(`${VERB}(?=\\s*$|\\s*[,.;:!?(\\n]|\\s+(?:in|into|to|as|with|for|from|using|by|briefly|shortly|please)\\b)`, 'iu');
/** "count the words in:", whose text was taken away. */
const OPEN_ENDED = /\b(from|in|of)$/i;
const ONLY_TRANSLATES = /^translate (?:the material|the passage below|\S{1,80}) (?:into|to|in) [^,.;:\n]{1,80}$/i;
const KEEP = 'keep meaning, tone, names, numbers and formatting.';

const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
/** A full stop where the script has one and the words end without: not after a list, not in Chinese. */
const sentence = (text: string): string => (/[\p{Script=Latin}\p{N})%]$/u.test(text) && !text.includes('\n') ? `${text}.` : text);

/**
 * The whole instruction of one lane out of the person's words: a sentence that names its material where it has some. Their further wishes
 * stay in it.
 */
export function toPrompt(words: string, work: Work, hasMaterial: boolean): string {
  const trimmed = words.trim().replace(/[\s,;:：]{1,20}$/, '');
  const named = /^tl;?dr\b/i.test(trimmed) ? trimmed.replace(/^tl;?dr/i, 'summarize') : trimmed;
  const pointed = named.replace(NAMED, '$1 the material').replace(BARE, '$1 the material').replace(OPEN_ENDED, '$1 the material');
  const onMaterial = hasMaterial ? pointed : named;
  const prompt = sentence(capitalised(onMaterial));
  if (work !== 'translate') return prompt;
  return `${prompt} ${ONLY_TRANSLATES.test(onMaterial.replace(/\.$/, '')) ? capitalised(KEEP) : `Where that leaves it open, ${KEEP}`}`;
}

const STARTS_WITH_VERB = new RegExp(`^${oneOf(IMPERATIVES)}(?![\\p{L}-])`, 'iu');

/** What a digest is to do, out of a wish that may be its name only ("then one digest"). */
export function toMergePrompt(wish: string): string {
  return toPrompt(STARTS_WITH_VERB.test(wish) ? wish : `write ${wish}`, 'write', false);
}
