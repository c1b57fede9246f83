import { foldWord } from '../form/fold.ts';
import { NUMBERS } from '../form/number-words.ts';

/**
 * Dollars and cents, as they are said behind a number in a dozen languages; any currency's sign. For a pattern that
 * ignores case.
 */
export const MONEY_UNIT =
  '(?:\\p{Sc}|us\\$|usd|eur|gbp|dollari?o?s?|d[oó]lar(?:es)?|bucks|euros?|cents?|cents?imes|cent[aá]vos?|centesimi|доллар\\p{L}*|цент\\p{L}*|евро|ドル|セント|美元|美金|美分|달러|센트|دولار\\p{L}*|سنت\\p{L}*|डॉलर|सेंट)';

/** The same for dollars alone, which are what a budget is kept in. */
const DOLLAR_UNIT =
  '(?:\\$|¢|us\\$|usd|dollari?o?s?|d[oó]lar(?:es)?|bucks|cents?(?!im)|cent[aá]vos?|доллар\\p{L}*|цент\\p{L}*|ドル|セント|美元|美金|美分|달러|센트|دولار\\p{L}*|سنت\\p{L}*|डॉलर|सेंट)';

const MAX_LOOKED_AT = 8_000;

/** Whether an amount of dollars stands in the person's words as money: a budget is theirs to set. */
export function isSaidBudget(usd: number, words: string): boolean {
  const text = foldWord(words.slice(0, MAX_LOOKED_AT));
  const digits = [usd, usd * 100].map((amount) =>
    String(Number(amount.toFixed(4))).replace(/\.(\d+)$/, (_, cents: string) => `[.,]${cents}0*`),
  );
  const spelt = Object.values(NUMBERS).flatMap((numbers) => numbers.split('|')[usd - 1]?.split('/') ?? []);
  const amounts = [
    ...digits.map((it) => `(?<![\\d.,])${it}(?:[.,]0{1,2})?(?![.,]?\\d)`),
    ...spelt.map((form) => `(?<!\\p{L})${RegExp.escape(foldWord(form))}`),
  ];
  return amounts.some((amount) => new RegExp(`${amount}[\\s-]?${DOLLAR_UNIT}|(?:\\$|us\\$|usd)\\s?${amount}`, 'iu').test(text));
}

/** Whether any amount of money stands in the words, in whatever currency. */
export const namesMoney = (words: string): boolean =>
  new RegExp(`\\d[\\s-]?${MONEY_UNIT}|\\p{Sc}\\s?\\d`, 'iu').test(foldWord(words.slice(0, MAX_LOOKED_AT)));
