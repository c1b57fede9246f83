import { describe, expect, it } from 'vitest';
import { isSaidBudget } from '#core/plan/planner/money.ts';
import { saidNumbers } from '#core/plan/planner/said-numbers.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

describe('the numbers of things that a person named', () => {
  it.each([
    ['write 5 slogans and 3 names', 'en', [5, 3]],
    ['five slogans', 'en', [5]],
    ['cinq idées', 'fr', [5]],
    ['zwölf Ideen', 'de', [12]],
    ['пять слоганов', 'ru', [5]],
    ['请写5个口号', 'zh', [5]],
    ['写五个口号', 'zh', [5]],
    ['スローガンを5つ', 'ja', [5]],
    ['슬로건 다섯 개', 'ko', [5]],
    ['step 3.', 'en', [3]],
    ['５ slogans', 'en', [5]],
  ] as const)('are read: %j', (words, lang, numbers) => expect(saidNumbers(words, lang)).toEqual(numbers));

  it.each([
    ['one slogan', 'en'],
    ['in 2024', 'en'],
    ['at 5 pm', 'en'],
    ['at 10:30', 'en'],
    ['5% off', 'en'],
    ['for $5', 'en'],
    ['for 5 dollars', 'en'],
    ['por 5 dólares', 'es'],
    ['5ドルで', 'ja'],
    ['1,200 words', 'en'],
    ['v2.0 and GPT-4', 'en'],
    ['the 2nd', 'en'],
    ['pages 10-12', 'en'],
    ['often, phone, weight', 'en'],
    ['十五个口号', 'zh'],
    ['第三章', 'zh'],
  ] as const)('are none in %j', (words, lang) => expect(saidNumbers(words, lang)).toEqual([]));
});

describe('an amount of money', () => {
  it.each([
    [5, 'for $5'],
    [5, 'for 5 dollars'],
    [5, 'for five dollars'],
    [0.5, 'under 50 cents'],
    [2.5, 'max $2.50'],
    [2.5, 'höchstens 2,5 Dollar'],
    [1, 'за один доллар'],
    [5, '5ドルで'],
    [1, '一美元'],
    [20, 'USD 20.00'],
  ])('of %d was said in %j', (usd, words) => expect(isSaidBudget(usd, words)).toBe(true));

  it.each([
    [5, 'write 5 slogans'],
    [1, 'one idea'],
    [5, 'for 15 dollars'],
    [2, 'for $20'],
    [5, 'for $5,000'],
    [5, ''],
    [5, 'at most 5 euros'],
    [500, 'höchstens 500 €'],
    [500, 'at most ¥500'],
    [0.5, '50 centimes'],
  ])('of %d was not said in %j', (usd, words) => expect(isSaidBudget(usd, words)).toBe(false));
});

it('take no longer than the words are long', () => {
  const cpuMs = watchCpu();
  for (const unit of ['1', '1 ', '$1 ', '1$', 'a1', '五', '1.1', '1/', 'five '])
    for (const lang of ['en', 'zh']) {
      saidNumbers(unit.repeat(50_000), lang);
      isSaidBudget(5, unit.repeat(50_000));
    }
  expect(cpuMs()).toBeLessThan(2_000);
});
