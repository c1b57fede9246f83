import { LANGUAGE_GROUPS, type LanguageGroup } from '../data/language-groups.ts';
import { COUNT, parseCount } from './count.ts';
import { oneOf } from './pattern.ts';

export interface GroupWish {
  readonly group: LanguageGroup;
  /** How many of it, the largest first; null for all. */
  readonly count: number | null;
  readonly end: number;
}

const NAME = oneOf(LANGUAGE_GROUPS.flatMap((group) => group.names));
const QUALITY =
  '(?:most\\s+widely|most|widely|official|biggest|largest|major|main|important|spoken|common|commonly|used|national|working|different|other|living|popular)[\\s-]+';
const WISH = new RegExp(
  `\\s*(?:(?:all|every|each|both|of|the|these|our|top|first|another)\\s+){0,5}(?:${QUALITY}){0,4}(?:(${COUNT})\\s+)?(?:${QUALITY}){0,4}` +
    `(?:(${NAME})(?:['’]s)?\\s+(?:${QUALITY}){0,4}languages?|languages?\\s+(?:(?:that\\s+are\\s+)?spoken\\s+)?(?:of|in|from|across)\\s+(?:the\\s+)?(${NAME}))(?![\\p{L}\\p{N}])`,
  'iuy',
);

/** Reads "all official EU languages", "the five biggest languages of India" at a place; null where none stands there. */
export function groupAt(words: string, at: number): GroupWish | null {
  WISH.lastIndex = at;
  const match = WISH.exec(words);
  if (match === null) return null;
  const name = (match[2] ?? match[3] ?? '').toLowerCase().replace(/\s+/g, ' ');
  const group = LANGUAGE_GROUPS.find((candidate) => candidate.names.includes(name));
  if (group === undefined) return null;
  return { group, count: match[1] === undefined ? null : parseCount(match[1]), end: at + match[0].length };
}
