import { JOINT_NOUNS, SINGLE_NOUNS } from '../data/nouns.ts';
import { IMPERATIVES, JOINING } from '../data/verbs.ts';
import { parseList } from './list.ts';
import { mask } from './mask.ts';
import { oneOf } from './pattern.ts';

const LINK =
  /(?:[,;.]\s*|\n\s*|\s)(?:(?:and|then|finally|lastly|afterwards|after\s+that|plus|at\s+the\s+end|in\s+the\s+end|followed\s+by|ending\s+with)\b,?\s*)*/gi;
const VERB = `(?:${oneOf([...IMPERATIVES, 'end with', 'finish with'])}\\s+(?:me\\s+|up\\s+with\\s+|them\\s+|it\\s+all\\s+|everything\\s+|the\\s+results\\s+)?(?:(?:in)?to\\s+|as\\s+|with\\s+)?)`;
const ADJECTIVES = '(?:[\\p{L}-]+\\s+){0,3}?';
/** "one digest", "write a single report", "an overall summary". */
const SINGLE = new RegExp(
  `${VERB}?(?:one|(?:a\\s+)?single|an?\\s+(?:overall|joint|combined|common|final|overarching))\\s+${ADJECTIVES}${oneOf(SINGLE_NOUNS)}(?![\\p{L}-])`,
  'iuy',
);
/** "write the comparison"; "the comparison" alone would be talk about one. */
const NAMED = new RegExp(`${VERB}(?:the|an?\\s+overall)\\s+${ADJECTIVES}${oneOf(JOINT_NOUNS)}(?![\\p{L}-])`, 'iuy');
/** After "then" the lanes are behind, so "a digest" can only be theirs. */
const AFTERWARDS = new RegExp(`${VERB}?(?:an?|the|one)\\s+${ADJECTIVES}${oneOf([...JOINT_NOUNS, 'summary'])}(?![\\p{L}-])`, 'iuy');
/** "merge them", "compare the results", "combine everything into …". */
const JOINED = new RegExp(
  `(?:${oneOf(JOINING)}|roll\\s+up|fold|sum\\s+up|wrap\\s+up)\\s+(?:(?:them|these|those|everything|it\\s+all|all|all\\s+of\\s+them|both|the\\s+[\\p{L}-]+s)(?![\\p{L}-])|(?:[\\p{L}-]+\\s+){0,3}?(?:in)?to\\s+(?:an?|one|the)\\s)`,
  'iuy',
);
/** "pick the best three". */
const CHOSEN =
  /(?:pick|choose|select|recommend|name)\s+(?:out\s+)?(?:me\s+)?(?:the|your)\s+(?:(?:top|one|two|three|four|five|\d{1,2})\s+)?(?:best|strongest|clearest|favou?rites?|winners?|most\s+[\p{L}-]+)(?![\p{L}-])/iuy;
const COLON = /[:：](?=\s|$)/;
const POINTS = /\b(?:these|those|following|each|every)\b[^:：]*$/i;
const FOR_EACH = /\b(?:per|each|every)\b/i;

export interface WithDigestWish {
  /** What is left for the lanes. */
  readonly words: string;
  /** What to do with the lanes' results, in the person's words; null where nothing was asked. */
  readonly wish: string | null;
}

function isWish(masked: string, at: number, link: string): boolean {
  const patterns = /then|finally|lastly|afterwards|after\s+that|end|followed/i.test(link)
    ? [SINGLE, NAMED, JOINED, CHOSEN, AFTERWARDS]
    : [SINGLE, NAMED, JOINED, CHOSEN];
  const found = patterns.some((pattern) => {
    pattern.lastIndex = at;
    return pattern.test(masked);
  });
  return found && !FOR_EACH.test(masked.slice(at, at + 200));
}

/** A list behind the wish is of the lanes: "research these vendors and write the comparison: Acme, Foo". Where it begins, colon included; the end without one. */
function listStart(words: string, masked: string, at: number): number {
  const colon = at + (COLON.exec(masked.slice(at))?.index ?? words.length);
  return parseList(words.slice(colon + 1)).items.length > 1 ? colon : words.length;
}

/**
 * Takes the wish for one joint result off what the lanes are asked ("…, then one digest"). `listsFollow`: a list after a colon may be what
 * the lanes are for.
 */
export function takeDigestWish(words: string, listsFollow: boolean): WithDigestWish {
  const masked = mask(words);
  for (const link of masked.matchAll(LINK)) {
    const at = link.index + link[0].length;
    const linked = /[\p{L},;.\n]/u.test(link[0]);
    if (link.index === 0 || !linked || !isWish(masked, at, link[0])) continue;
    const end = listsFollow && POINTS.test(masked.slice(0, link.index)) ? listStart(words, masked, at) : words.length;
    return { words: words.slice(0, link.index).trim() + words.slice(end), wish: words.slice(at, end).trim() };
  }
  return { words, wish: null };
}

/** Whether what is wished for is the table that lanes' answers make by themselves. */
export const isTableWish = (wish: string): boolean => /\b(?:table|spreadsheet|csv)\b/i.test(mask(wish));

/** Whether a whole step, said after others, is such a wish. */
export const isDigestWish = (step: string): boolean => isWish(mask(step), 0, 'then');
