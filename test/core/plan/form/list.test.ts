import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseList } from '#core/plan/form/list.ts';

const itemsOf = (text: string): readonly string[] => parseList(text).items;

describe('a list in commas', () => {
  it.each([
    ['Paris, Rome and Oslo', ['Paris', 'Rome', 'Oslo']],
    ['Paris, Rome, and Oslo', ['Paris', 'Rome', 'Oslo']],
    ['Paris, Rome or Oslo.', ['Paris', 'Rome', 'Oslo']],
    ['Paris & Rome', ['Paris', 'Rome']],
    ['Paris, Rome, Oslo', ['Paris', 'Rome', 'Oslo']],
    ['[Paris, Rome, Oslo]', ['Paris', 'Rome', 'Oslo']],
    ['東京、京都、大阪', ['東京', '京都', '大阪']],
    ['서울, 부산 및 대구', ['서울', '부산', '대구']],
    ['Berlin, Wien und Bern', ['Berlin', 'Wien', 'Bern']],
    ['Madrid, Roma y París', ['Madrid', 'Roma', 'París']],
    ['Москва, Рим и Осло', ['Москва', 'Рим', 'Осло']],
    ['1,000, 2,500 and 3', ['1,000', '2,500', '3']],
    ['Apple (AAPL, US), Nestlé (NESN, CH) and Toyota', ['Apple (AAPL, US)', 'Nestlé (NESN, CH)', 'Toyota']],
    ['“salt, pepper”, «c, d» and "e, f"', ['salt, pepper', 'c, d', 'e, f']],
    ['https://a.org/x,y:z, http://b.org and https://c.org/?q=1', ['https://a.org/x,y:z', 'http://b.org', 'https://c.org/?q=1']],
    ['3.14, 10:30, 50% off and 3 Musketeers', ['3.14', '10:30', '50% off', '3 Musketeers']],
    ['Acme, Inc. and Beta, Inc.', ['Acme, Inc.', 'Beta, Inc.']],
    ['Acme, Inc., Beta LLC and Gamma, Ltd.', ['Acme, Inc.', 'Beta LLC', 'Gamma, Ltd.']],
    ['Jane Doe, PhD, John Smith, Jr. and Ann', ['Jane Doe, PhD', 'John Smith, Jr.', 'Ann']],
    ['Agnes, Corporate and Incline', ['Agnes', 'Corporate', 'Incline']],
    ['Plan E and Plan B', ['Plan E', 'Plan B']],
    ['C++, C# and .NET', ['C++', 'C#', '.NET']],
    ['🎉, باريس and 👩‍👩‍👧‍👦', ['🎉', 'باريس', '👩‍👩‍👧‍👦']],
  ])('is plainly one: %j', (text, items) => expect(parseList(text)).toEqual({ form: 'commas', items, open: false, argued: false }));

  it.each([
    ['Portland, Maine', ['Portland', 'Maine']],
    ['Washington, D.C.', ['Washington', 'D.C.']],
    ['Portland, Maine and Salem, Oregon', ['Portland, Maine', 'Salem, Oregon']],
    ['salt and pepper, oil and vinegar', ['salt and pepper', 'oil and vinegar']],
    ['rock and roll, R&B and pop', ['rock and roll', 'R&B and pop']],
    ['باريس، روما وبرلين', ['باريس', 'روما', 'برلين']],
    ['北京、上海和广州', ['北京', '上海', '广州']],
    ['東京、大阪と京都', ['東京', '大阪', '京都']],
    ['서울, 부산과 대구', ['서울', '부산', '대구']],
  ])('can be argued about: %j', (text, items) => expect(parseList(text)).toMatchObject({ items, argued: true }));

  it.each([
    'Paris, Rome, Oslo, etc.',
    'Paris, Rome, Oslo etc',
    'Paris, Rome, Oslo and so on',
    'Paris, Rome, Oslo, …',
    'Paris\nRome\nOslo\n...',
  ])('says that there are more: %j', (text) => expect(parseList(text)).toMatchObject({ items: ['Paris', 'Rome', 'Oslo'], open: true }));

  it.each([
    ['2019 to 2022', ['2019', '2020', '2021', '2022']],
    ['chapters 1-3', ['chapter 1', 'chapter 2', 'chapter 3']],
    ['weeks 9–11 and the end', ['week 9', 'week 10', 'week 11', 'the end']],
    ['2001, 2003-2005 and 2010', ['2001', '2003', '2004', '2005', '2010']],
    ['1200-1400, 3-2', ['1200-1400', '3-2']],
  ])('has ranges written out: %j', (text, items) => expect(itemsOf(text)).toEqual(items));
});

describe('a list that is set in lines', () => {
  it.each([
    ['bullets', '- Paris\n- Rome, Italy', ['Paris', 'Rome, Italy']],
    ['bullets with more below them', '• Paris\n  on the Seine\n• Rome', ['Paris\n  on the Seine', 'Rome']],
    ['numbers', '1. Paris\n2. Rome\n3. Oslo', ['Paris', 'Rome', 'Oslo']],
    ['numbers in one line', '1) cat 2) dog 3) bird', ['cat', 'dog', 'bird']],
    ['bullets in one line', '- cat - dog - bird-house', ['cat', 'dog', 'bird-house']],
    ['semicolons', 'salt and pepper; oil, vinegar; and rice', ['salt and pepper', 'oil, vinegar', 'rice']],
    ['lines', 'Paris, France\nRome, Italy', ['Paris, France', 'Rome, Italy']],
    ['paragraphs', 'Paris\n\nRome is old.\nVery.\n\nOslo', ['Paris', 'Rome is old.\nVery.', 'Oslo']],
    ['a block of text', '```\nParis\nRome, Italy\n```', ['Paris', 'Rome, Italy']],
    ['a table', '| City | Land |\n|:--|--:|\n| Paris | FR |\n| Rome | IT |', ['Paris', 'Rome']],
  ])('has its items whole: %s', (_, text, items) => expect(parseList(text)).toMatchObject({ items, argued: false }));

  it('is none where it is code', () => {
    const code = '```js\nfoo();\nbar();\n```';
    expect(itemsOf(code)).toEqual([code]);
  });
});

it('has each thing once and in order, however it is set', () => {
  const name = fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvxz'), minLength: 3, maxLength: 9 }).map((it) => `Q${it}`);
  const names = fc.uniqueArray(name, { minLength: 3, maxLength: 20 });
  const sets: readonly ((items: readonly string[]) => string)[] = [
    (items) => items.join(', '),
    (items) => `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`,
    (items) => `${items.slice(0, -1).join(', ')}, or ${items.at(-1)}.`,
    (items) => items.join('; '),
    (items) => items.join('\n'),
    (items) => items.join('\n\n'),
    (items) => items.map((item) => `- ${item}`).join('\n'),
    (items) => items.map((item, index) => `${index + 1}. ${item}`).join('\n'),
    (items) => items.map((item, index) => `${index + 1}) ${item}`).join(' '),
    (items) => `\`\`\`\n${items.join('\n')}\n\`\`\``,
    (items) => `| Name | Note |\n|---|---|\n${items.map((item) => `| ${item} | it |`).join('\n')}`,
    (items) => items.map((item) => `“${item}, and: more”`).join(', '),
  ];
  fc.assert(
    fc.property(names, fc.constantFrom(...sets), (items, set) => {
      expect(itemsOf(set(items)).map((item) => item.replace(', and: more', ''))).toEqual(items);
    }),
  );
});
