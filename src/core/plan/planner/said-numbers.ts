import { fold } from '../form/fold.ts';
import { NUMBERS } from '../form/number-words.ts';
import type { StagePlan } from '../plan.ts';

/** Numbers that count things: not years, prices, times, shares, versions or one of a range. */
const COUNT =
  /(?<![\p{L}\p{N}.,:/$€£¥%#-])(\d{1,4})(?![\p{N}%°]|[.,:/-]\p{N}|\s?(?:%|€|\$|usd|eur|am|pm|uhr|h\b|min|kg|km|cm|mm|gb|mb)|(?:st|nd|rd|th)\b)/giu;
const MOST = 1_000;
const MAX_LOOKED_AT = 2_000;

/** The numbers of things that words name, from 2 on, each once: digits, and in words up to twenty. */
export function saidNumbers(words: string, lang: string): readonly number[] {
  const { text } = fold(words.slice(0, MAX_LOOKED_AT));
  const found = new Set([...text.matchAll(COUNT)].map((match) => Number(match[1])));
  const spelt = (NUMBERS[lang] ?? '').split('|');
  for (const [index, forms] of spelt.entries()) {
    const stands = forms
      .split('/')
      .some((form) => form.length > 2 && new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(form)}(?![\\p{L}\\p{N}])`, 'u').test(text));
    if (stands) found.add(index + 1);
  }
  return [...found].filter((number) => number > 1 && number <= MOST && !(number >= 1_900 && number <= 2_100));
}

/** The one number that the words name and the plan has nowhere: neither as lanes, nor as items, nor in what a lane is told. Null: none, or the words name several. */
export function findMissingNumber(words: string, lang: string, stages: readonly StagePlan[]): number | null {
  const [number, ...others] = saidNumbers(words, lang);
  if (number === undefined || others.length > 0) return null;
  const lanes = stages.flatMap((stage) => stage.lanes);
  const widths = stages.flatMap((stage) => [stage.each?.likely ?? stage.lanes.length, stage.each?.limit ?? 0]);
  const counts = [...lanes, ...stages.flatMap((stage) => stage.each ?? [])].flatMap(({ output }) =>
    output.kind === 'items' ? [output.count ?? 0] : [],
  );
  const materials = new Set(lanes.flatMap((lane) => lane.sources)).size;
  if ([...widths, ...counts, lanes.length, materials].includes(number)) return null;
  const told = [...lanes.map((lane) => lane.prompt), ...stages.flatMap((stage) => [stage.each?.prompt ?? '', stage.mergePrompt])];
  return told.some((prompt) => saidNumbers(prompt, lang).includes(number) || prompt.includes(String(number))) ? null : number;
}
