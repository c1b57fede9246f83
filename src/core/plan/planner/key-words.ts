import { toKey } from '../../merge/near.ts';

/** Words that say nothing of what a lane is about. */
const EMPTY = new Set(
  (
    'a an the of in on at to for from by with as is are was were be been it its their his her our your my this that these those and or but not no only ' +
    'all both any each every one some more most very into about over than then there which who what how when where why so such also well between across per ' +
    'please lane part piece find research write give list describe explain analyse analyze compare summarize summarise look identify collect gather ' +
    'provide state tell cover include including say make using use work out up them they he she we you i me us will would should can could may'
  ).split(' '),
);

const ENDINGS = /(?:ings?|ies|ied|es|ed|ers?|s|e|y)$/;

/** A crude stem, so that "pricing", "prices" and "priced" are one word. Words in other scripts stay. */
const toStem = (word: string): string => (word.length > 4 ? word.replace(ENDINGS, '') : word.replace(/s$/, ''));

/** The words of a text that say what it is about, each once, in a form to compare by. */
export function toKeyWords(text: string): ReadonlySet<string> {
  const words = toKey(text)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.has(word));
  return new Set(words.map(toStem));
}
