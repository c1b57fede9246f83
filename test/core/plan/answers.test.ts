import { describe, expect, it } from 'vitest';
import type { Work } from '#core/plan/plan.ts';
import { lanesOf, planOf, questionOf } from './ask.ts';

const files = ['a.md', 'b.md'];

describe('labels', () => {
  it.each([
    ['classify each as A, B or C', ['A', 'B', 'C']],
    ['classify each of these as either urgent or not urgent.', ['urgent', 'not urgent']],
    ['categorize each report into one of: finance, legal, other', ['finance', 'legal', 'other']],
    ['label each one positive or negative', ['positive', 'negative']],
    ['tag each with one of the following labels: bug, feature', ['bug', 'feature']],
    ['sort each of these into bugs, features and questions', ['bugs', 'features', 'questions']],
    ['classify these by sentiment (positive, negative, neutral)', ['positive', 'negative', 'neutral']],
    ['Classify each as one of:\n- a bug\n- a question', ['bug', 'question']],
  ])('are the only answers to %j', async (text, labels) => {
    const [stage] = (await planOf(text, { files })).stages;
    expect([stage?.merge, stage?.rowName]).toEqual(['table', 'File']);
    expect(stage?.lanes.map(({ output, work }) => [output, work])).toEqual(files.map(() => [{ kind: 'label', labels }, 'classify']));
  });

  it('work for listed items too', async () => {
    for (const text of [
      'classify each of these as fruit or animal: apple, dog',
      'classify each as fruit or animal: apple; dog',
      'classify the following things as fruit or animal: apple, dog',
      'Classify each as fruit or animal:\n- apple\n- dog',
    ]) {
      const [stage] = (await planOf(text)).stages;
      expect(stage?.lanes.map(({ title, output }) => [title, output])).toEqual(
        ['apple', 'dog'].map((title) => [title, { kind: 'label', labels: ['fruit', 'animal'] }]),
      );
      expect([stage?.merge, stage?.rowName]).toEqual(['table', 'Item']);
    }
  });

  it.each([
    'classify each as A or B and explain why',
    'classify each as A or B. Justify it.',
    'classify each',
    'sort each into alphabetical order',
  ])('are not all that %j asks for', async (text) =>
    expect((await lanesOf(text, { files })).map((lane) => lane.output.kind)).toEqual(['text', 'text']),
  );
});

describe('fields', () => {
  it.each([
    ['extract the date, amount and vendor from each', ['date', 'amount', 'vendor']],
    ['extract title, author from these files', ['title', 'author']],
    ['for each of these reports: title, author, date', ['title', 'author', 'date']],
    ['For each file, list the title and the author.', ['title', 'author']],
    ['for each file, make a table with the columns price, "size, in cm"', ['price', 'size, in cm']],
  ])('are the columns of %j', async (text, fields) => {
    const plan = await planOf(text, { files });
    expect(plan.why).toBe('2 lanes: one for each file, as a table');
    expect([plan.stages[0]?.merge, plan.stages[0]?.rowName]).toEqual(['table', 'File']);
    expect(plan.stages[0]?.lanes.map((lane) => lane.output)).toEqual(files.map(() => ({ kind: 'fields', fields })));
  });

  it('are asked of listed items', async () => {
    const [stage] = (await planOf('for each of Acme and Foo: find the website, the founder and the CEO')).stages;
    expect([stage?.merge, stage?.rowName, stage?.lanes[0]?.output]).toEqual([
      'table',
      'Item',
      { kind: 'fields', fields: ['website', 'founder', 'CEO'] },
    ]);
  });

  it.each([
    'extract the dates from each',
    'extract all dates and amounts from each',
    'find the author of each',
    'list the risks and the chances of each',
    'for each file, write a title and a summary',
  ])('are no columns in %j', async (text) =>
    expect((await lanesOf(text, { files })).map((lane) => lane.output.kind)).toEqual(['text', 'text']),
  );

  it('make the table that a next step asks for', async () => {
    const plan = await planOf('extract the title and the date from each, then write one table', { files });
    expect(plan.stages.map((stage) => [stage.merge, stage.lanes.length])).toEqual([['table', 2]]);
  });

  it('give way to another merge that the person chose', async () => {
    const plan = await planOf('extract the title and the date from each', { files, request: { merge: 'ordered' } });
    expect(plan.stages[0]?.merge).toBe('ordered');
    const table = (await planOf('summarize each', { files, request: { merge: 'table' } })).stages[0];
    expect([table?.merge, table?.rowName]).toEqual(['table', 'File']);
  });
});

describe('the kind of work', () => {
  const each: readonly (readonly [string, Work])[] = [
    ['extract the dates from each', 'extract'],
    ['pull out the action items from each of these', 'extract'],
    ['list all e-mail addresses in each file', 'extract'],
    ['for each file, find the links', 'extract'],
    ['count the words in each', 'count'],
    ['how many lines are in each file?', 'count'],
    ['which language is each of these in?', 'language'],
    ['detect the language of each', 'language'],
    ['list the keywords of each', 'keywords'],
    ['extract 5 key phrases from each', 'keywords'],
    ['keywords of each', 'keywords'],
    ['the main keywords in each of these', 'keywords'],
    ['action items in each', 'extract'],
    ['all dates from each file', 'extract'],
    ['prices of gold for each', 'write'],
    ['classify each', 'classify'],
    ['list the risks of each', 'write'],
    ['what does each say about cost?', 'answer'],
  ];
  it.each(each)('is told by %j', async (text, work) =>
    expect((await lanesOf(text, { files })).map((lane) => lane.work)).toEqual([work, work]),
  );

  const together: readonly (readonly [string, Work])[] = [
    ['compare these two files', 'compare'],
    ['contrast the two', 'compare'],
    ['remove duplicates from these lists', 'dedupe'],
    ['deduplicate these', 'dedupe'],
  ];
  it.each(together)('is one call for %j', async (text, work) =>
    expect((await lanesOf(text, { files })).map((lane) => [lane.work, ...lane.sources])).toEqual([[work, 'S1', 'S2']]),
  );

  const own: readonly (readonly [string, Work, string])[] = [
    ['remove duplicates from this list:\n- a\n- b\n- a', 'dedupe', '- a\n- b\n- a'],
    ['remove duplicates:\n- a\n- b\n- a', 'dedupe', '- a\n- b\n- a'],
    ['deduplicate: apple, Apple, pear', 'dedupe', 'apple, Apple, pear'],
    ['keywords: the sea was calm and the ship went on', 'keywords', 'the sea was calm and the ship went on'],
    ['count the words in: one two three', 'count', 'one two three'],
    ['extract the dates from this:\n\nWe met on May 3.', 'extract', 'We met on May 3.'],
    ['keywords: tea, coffee\n\nTranslate this into French', 'translate', 'keywords: tea, coffee'],
    ['which language is this: Bonjour', 'language', 'Bonjour'],
    ['We met on May 3.\n\nList the dates in the text above in this', 'extract', 'We met on May 3.'],
  ];
  it.each([
    ['Action items: call Bob, write to Ann. Write an email for each.', 'write'],
    ['emails: write one to Ann and one to Bob', 'write'],
    ['keywords: tea, coffee. Use them in a poem.', 'write'],
    ['deduplicate: a, b, a. Then write a line about each', 'dedupe'],
  ])('takes no order for a text to look into: %j', async (text, work) => {
    const plan = await planOf(text);
    expect(plan.texts).toEqual([]);
    for (const lane of plan.stages[0]?.lanes ?? []) expect([lane.work, lane.prompt]).toEqual([work, expect.stringMatching(/write|poem/i)]);
  });

  it.each(own)('takes the text out of %j', async (text, work, cut) => {
    const plan = await planOf(text);
    expect(plan.texts.map((own) => own.text)).toEqual([cut]);
    expect(plan.stages[0]?.lanes.map((lane) => [lane.work, ...lane.sources])).toEqual([[work, 'T1']]);
  });

  it.each([
    'extract the dates from the attached',
    'count the words in this',
    'which language is this?',
    'review the attached contract',
    'fill in the columns industry and size',
    'remove duplicates from this list',
  ])('asks for the material of %j', async (text) => expect((await questionOf(text)).code).toBe('material_missing'));
});
