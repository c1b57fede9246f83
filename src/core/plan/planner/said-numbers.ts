import { fold, foldWord } from '../form/fold.ts';
import { NUMBERS } from '../form/number-words.ts';
import type { StagePlan } from '../plan.ts';
import { MONEY_UNIT } from './money.ts';

const RUNS_ON = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}';
const NUMERALS = '一二三四五六七八九十百千两兩';

/** Numbers that count things: not years, prices, times, shares, versions or one of a range. */
const COUNT = new RegExp(
  // In scripts without spaces a word stands right before the number.
  `(?<![[\\p{L}--[${RUNS_ON}]]\\p{N}.,:\\/\\p{Sc}%#\\-])(\\d{1,3}(?:[.,]\\d{3})+|\\d{1,6})(?![\\p{N}%°]|[.,:\\/\\-]\\p{N}|\\s?(?:%|${MONEY_UNIT}|am|pm|uhr|h\\b|min|kg|km|cm|mm|gb|mb)|(?:st|nd|rd|th)\\b)`,
  'giv',
);
/** What is counted stands right behind it: "五个口号". */
const COUNTER = '[个個つ件本条條種种份篇句名]';
const MOST = 1_000;
const MAX_LOOKED_AT = 2_000;

/**
 * The numbers of things that words name, from 2 to `most`, each once: digits, and in words up to twenty. Years are
 * none.
 */
export function saidNumbers(words: string, lang: string, most = MOST): readonly number[] {
  const { text } = fold(words.slice(0, MAX_LOOKED_AT));
  const found = new Set([...text.matchAll(COUNT)].map((match) => Number(match[1]?.replace(/[.,]/g, ''))));
  const spelt = (NUMBERS[lang] ?? '').split('|');
  for (const [index, forms] of spelt.entries()) {
    if (forms.split('/').some((form) => toPattern(foldWord(form))?.test(text) === true)) found.add(index + 1);
  }
  return [...found].filter((number) => number > 1 && number <= most && !(number >= 1_900 && number <= 2_100));
}

/** Null for a form that is a word of something else as often. */
function toPattern(form: string): RegExp | null {
  const escaped = RegExp.escape(form);
  if (/^\p{Script=Han}$/u.test(form)) return new RegExp(`(?<!\\p{N}|[${NUMERALS}])${escaped}(?=${COUNTER})`, 'u');
  const isWord = form.length > 2 || /^\p{Script=Hangul}{2}$/u.test(form);
  return isWord ? new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u') : null;
}

/**
 * The numbers that the words name and the plan has nowhere: neither as lanes, nor as items, nor in what a lane is
 * told. `likely`: how many lanes the planner itself said that come later.
 */
export function findMissingNumbers(
  words: string,
  lang: string,
  { stages, likely }: { readonly stages: readonly StagePlan[]; readonly likely: readonly number[] },
): readonly number[] {
  const numbers = saidNumbers(words, lang);
  const lanes = stages.flatMap((stage) => stage.lanes);
  const counts = [...lanes, ...stages.flatMap((stage) => stage.each ?? [])].flatMap(({ output }) =>
    output.kind === 'items' ? [output.count ?? 0] : [],
  );
  const materials = new Set(lanes.flatMap((lane) => lane.sources)).size;
  const there = new Set([...stages.map((stage) => stage.lanes.length), ...likely, ...counts, lanes.length, materials]);
  // Three slogans for each of two teas are six lanes.
  if (numbers.length > 1 && there.has(numbers.reduce((product, number) => product * number, 1))) return [];
  // Only a digest is told what its stage is to come to.
  const merged = stages.flatMap(({ merge, mergePrompt }) => (merge === 'digest' ? [mergePrompt] : []));
  const told = [...lanes.map((lane) => lane.prompt), ...stages.map((stage) => stage.each?.prompt ?? ''), ...merged];
  return numbers.filter((number) => {
    if (there.has(number)) return false;
    const whole = new RegExp(`(?<!\\d|\\d[.,])${number}(?!\\d|[.,]\\d)`);
    return !told.some((prompt) => whole.test(prompt) || saidNumbers(prompt, lang).includes(number));
  });
}
