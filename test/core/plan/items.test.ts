import { describe, expect, it } from 'vitest';
import { lanesOf, planOf, promptsOf, questionOf, titlesOf } from './ask.ts';

describe('a list of items', () => {
  it.each([
    ['for each of Paris, Rome and Oslo: write a slogan', ['Paris', 'Rome', 'Oslo']],
    ['for each of Paris, Rome, and Oslo, write a slogan', ['Paris', 'Rome', 'Oslo']],
    ['for each of Paris, Rome or Oslo write a slogan', ['Paris', 'Rome', 'Oslo']],
    ['for each of Paris & Rome: write a slogan', ['Paris', 'Rome']],
    ['For every city: Paris, Rome, Oslo. Write a slogan.', ['Paris', 'Rome', 'Oslo']],
    ['for each of these: - Paris\n- Rome\n\nwrite a slogan', ['Paris', 'Rome']],
    ['For each of these cities, write a slogan:\n• Paris\n• Rome', ['Paris', 'Rome']],
    ['For each of the following cities write a slogan:\n1) Paris\n2) Rome', ['Paris', 'Rome']],
    ['Write a slogan for each of the following:\n(1) Paris\n(2) Rome', ['Paris', 'Rome']],
    ['Write a slogan for each of the following cities:\nParis\nRome\nOslo', ['Paris', 'Rome', 'Oslo']],
    ['write a slogan for each of: Paris; Rome; Oslo', ['Paris', 'Rome', 'Oslo']],
    ['Write a slogan for each of Paris and Rome. Keep it short.', ['Paris', 'Rome']],
    ['write a slogan for Paris, Rome and Oslo respectively', ['Paris', 'Rome', 'Oslo']],
    ['write a slogan for Paris, Rome and Oslo each', ['Paris', 'Rome', 'Oslo']],
    ['write one slogan each for Paris, Rome and Oslo', ['Paris', 'Rome', 'Oslo']],
    ['Here are two cities: Paris, Rome. Write a slogan for each.', ['Paris', 'Rome']],
    ['Paris, Rome, Oslo: write a slogan for each', ['Paris', 'Rome', 'Oslo']],
    ['- Paris\n- Rome\n\nWrite a slogan for each of these', ['Paris', 'Rome']],
    ['Keywords: tea, coffee, milk. Write a paragraph about each', ['tea', 'coffee', 'milk']],
    ['keywords: tea, coffee\nWrite a tagline for each keyword', ['tea', 'coffee']],
    ['Paris\nRome\nOslo\n\nWrite a slogan for each.', ['Paris', 'Rome', 'Oslo']],
    ['research these ten vendors: Acme, Foo Inc., Bar', ['Acme', 'Foo Inc.', 'Bar']],
    ['For every vendor in this list, write a profile: Acme, Foo', ['Acme', 'Foo']],
    ['summarize each of the following: 1. Costs rose. 2. Sales fell.', ['Costs rose.', 'Sales fell.']],
  ])('reads %j', async (text, titles) => expect(await titlesOf(text)).toEqual(titles));

  it.each([
    [
      'quotes with commas inside',
      'for each of "salt, pepper", “a and b”, «c; d» and \'e, f\': describe it',
      ['salt, pepper', 'a and b', 'c; d', 'e, f'],
    ],
    [
      '"and" inside items beside a clearer separator',
      'for each of salt and pepper; oil and vinegar: describe it',
      ['salt and pepper', 'oil and vinegar'],
    ],
    ['"and" inside several items', 'for each of salt and pepper, oil and vinegar: describe it', ['salt and pepper', 'oil and vinegar']],
    ['apostrophes', "for each of don't, won't and can't: explain it", ["don't", "won't", "can't"]],
    ['numbers with commas', 'for each of 1,000, 2,500 and 3: double it', ['1,000', '2,500', '3']],
    [
      'addresses',
      'for each of https://a.org/x,y:z, http://b.org and https://c.org/?q=1: describe it',
      ['https://a.org/x,y:z', 'http://b.org', 'https://c.org/?q=1'],
    ],
    ['times', 'for each of these times: 10:30, 11:45 and 12:00. Name the mood.', ['10:30', '11:45', '12:00']],
    [
      'brackets',
      'for each of Apple (AAPL, US), Nestlé (NESN, CH) and Toyota: name a risk',
      ['Apple (AAPL, US)', 'Nestlé (NESN, CH)', 'Toyota'],
    ],
    ['other scripts', 'for each of 東京、京都、大阪: write a slogan', ['東京', '京都', '大阪']],
  ])('keeps items whole: %s', async (_, text, titles) => expect(await titlesOf(text)).toEqual(titles));

  it.each([
    ['a code block', 'For each of these, write a slogan:\n```\nParis\nRome, Italy\nOslo\n```', ['Paris', 'Rome, Italy', 'Oslo']],
    ['a code block before the task', '```text\n- Paris\n- Rome\n```\n\nWrite a slogan for each.', ['Paris', 'Rome']],
    [
      'the first column of a table',
      'write a slogan for each:\n| City | Land |\n|:--|--:|\n| Paris | FR |\n| Rome | IT |',
      ['Paris', 'Rome'],
    ],
    ['the column that is named', 'Write a slogan for each city:\nLand | City\n--- | ---\nFR | Paris\nIT | Rome', ['Paris', 'Rome']],
    [
      'bullets with bullets below them',
      'write a slogan for each of these:\n- Paris\n  - on the Seine\n- Rome\n  - old',
      ['Paris - on the Seine', 'Rome - old'],
    ],
    ['years', 'for each of the years 2019 to 2022: write a headline', ['2019', '2020', '2021', '2022']],
    ['chapters', 'write a title for each of chapters 1-3', ['chapter 1', 'chapter 2', 'chapter 3']],
    ['a range after its noun', 'write a title for every chapter from 2 to 4', ['chapter 2', 'chapter 3', 'chapter 4']],
    ['a range that comes first', 'For the years 2019–2021, write a headline', ['2019', '2020', '2021']],
    ['a range within a list', 'for each of 2001, 2003-2005 and 2010: write a headline', ['2001', '2003', '2004', '2005', '2010']],
  ])('is read from %s', async (_, text, titles) => expect(await titlesOf(text)).toEqual(titles));

  it.each([
    'for each of Paris, Rome, Oslo, etc.: write a slogan',
    'for each of Paris, Rome, Oslo etc: write a slogan',
    'for each of Paris, Rome, Oslo and so on: write a slogan',
    'write a slogan for each of: Paris, Rome, Oslo, …',
    'Write a slogan for each of these:\nParis\nRome\nOslo\n...',
  ])('stops before “and so on”, and says so: %j', async (text) => {
    const plan = await planOf(text);
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['Paris', 'Rome', 'Oslo']);
    expect(plan.notes).toEqual(['The list ends in “etc.”: only what it names was taken.']);
  });

  it('says where another number was announced', async () => {
    expect((await planOf('research these ten vendors: Acme, Foo')).notes).toEqual([
      '10 were announced and 2 listed: the listed ones were taken.',
    ]);
    expect((await planOf('summarize each of these 50 reports', { files: ['a.md', 'b.md'] })).notes).toEqual([
      '50 were announced and 2 are there.',
    ]);
  });

  it("gives a table row's other cells along", async () => {
    const [lane] = await lanesOf('Write a mail to each contact:\n| Company | Contact |\n|---|---|\n| Acme | Ann |\n| Foo | Bob |');
    expect([lane?.title, lane?.prompt]).toEqual(['Ann', 'Write a mail to Ann.\n\nThe passage:\nCompany: Acme\nContact: Ann']);
  });

  it('is refused where a range is far too long', async () => {
    expect((await questionOf('for each of the years 1 to 90000: write a headline')).question).toContain('That would be 90000 lanes');
  });

  it('puts the item into its sentence', async () => {
    expect(await promptsOf('for each of Paris and Rome: write a slogan, max 5 words')).toEqual([
      'For Paris: write a slogan, max 5 words.',
      'For Rome: write a slogan, max 5 words.',
    ]);
    expect(await promptsOf('Write a slogan about each of: cats, dogs')).toEqual([
      'Write a slogan about cats.',
      'Write a slogan about dogs.',
    ]);
    expect(await promptsOf('what is the capital of each of France and Spain?')).toEqual([
      'What is the capital of France?',
      'What is the capital of Spain?',
    ]);
  });

  it('puts a long item whole behind its sentence', async () => {
    const long = `${'Costs rose again. '.repeat(20)}The end.`;
    const [first, second] = await lanesOf(`summarize each of the following:\n1. ${long}\nAnd a second line.\n2. Sales fell.`);
    expect(first?.prompt).toBe(`Summarize the passage below.\n\nThe passage:\n${long}\nAnd a second line.`);
    expect(first?.title).toHaveLength(80);
    expect(first?.work).toBe('summarize');
    expect(second?.prompt).toBe('Summarize the passage below.\n\nThe passage:\nSales fell.');
  });

  it('gives every lane all material', async () => {
    const lanes = await lanesOf('for each of costs, risks and dates: say what the report says about it', { files: ['report.md'] });
    expect(lanes.map((lane) => lane.sources)).toEqual([['S1'], ['S1'], ['S1']]);
  });

  it('drops repeats in any case and spacing, and says so', async () => {
    const plan = await planOf('for each of New York, new  york, Rome and NEW YORK: write a slogan');
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['New York', 'Rome']);
    expect(plan.notes).toEqual(['Dropped 2 repeats: New York.']);
  });

  it('numbers titles that are equal when shortened', async () => {
    const start = 'x'.repeat(100);
    const titles = await titlesOf(`for each of these, write a slogan:\n- ${start}a\n- ${start}b\n- ${start}c`);
    expect(new Set(titles).size).toBe(3);
    expect(titles[2]).toMatch(/… \(3\)$/);
    expect(titles.every((title) => title.length <= 80)).toBe(true);
  });

  it('combines with languages', async () => {
    const plan = await planOf('translate each of cat and dog into French and German');
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['cat → French', 'cat → German', 'dog → French', 'dog → German']);
    expect(plan.why).toBe('4 lanes: one for each pair of 2 items × 2 languages');
    expect(await titlesOf('translate each item into French: cat, dog')).toEqual(['cat', 'dog']);
    expect(await titlesOf('translate each of these into French: - Hello\n- Goodbye')).toEqual(['Hello', 'Goodbye']);
  });

  it('takes a digest that is asked for as the merge', async () => {
    for (const text of [
      'research these vendors: Acme, Foo and write the comparison',
      'research these vendors and write the comparison: Acme, Foo',
      'research each of Acme and Foo, then write the comparison',
    ]) {
      const [stage] = (await planOf(text)).stages;
      expect([stage?.lanes.map((lane) => lane.title), stage?.merge, stage?.mergePrompt]).toEqual([
        ['Acme', 'Foo'],
        'digest',
        'Write the comparison.',
      ]);
    }
  });
});

describe('what looks like a list and is not one', () => {
  it.each([
    'write a poem about cats, dogs and birds',
    'compare Paris, Rome and Oslo',
    'Write an e-mail with the following requirements:\n- polite\n- short',
    'Plan a trip. Each day should include:\n- a museum\n- food',
    'For each city, list:\n- population\n- mayor',
    'write a poem for each day of the week',
    'summarize these notes:\n- bought milk\n- met Bob',
    'what are the pros and cons of cats and dogs?',
    'for each price from 10 to 20: no list',
    'explain what each does:\n```js\nfoo();\nbar();\n```',
  ])('leaves %j whole', async (text) => {
    const plan = await planOf(text);
    expect([plan.mode, plan.stages.length, plan.stages[0]?.lanes.length]).toEqual(['simple', 1, 1]);
  });

  it.each([
    ['for each of:', 'items_missing'],
    ['for each of these: ', 'items_missing'],
    ['write a slogan for each of the following:', 'items_missing'],
    ['for each of Paris and Rome', 'task_missing'],
  ])('asks back for %j', async (text, code) => expect((await questionOf(text)).code).toBe(code));
});
