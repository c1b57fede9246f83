import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Planned } from '#core/plan/plan.ts';
import { type Given, lanesOf, plan, titlesOf } from './ask.ts';

function expectSound(planned: Planned, sourceIds: readonly string[]): void {
  if (planned.kind === 'question') {
    expect(planned.question).toMatch(/[?.”]$/);
    return;
  }
  const { stages, texts, why } = planned.plan;
  expect(why).not.toMatch(/\n/);
  stages.forEach((stage, index) => {
    const known = [...sourceIds, ...texts.map((text) => text.id), ...Array.from({ length: index }, (_, before) => `R${before + 1}`)];
    const titles = stage.lanes.map((lane) => lane.title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(stage.lanes.length).toBeGreaterThan(0);
    for (const lane of stage.lanes) {
      expect(lane.title.length).toBeGreaterThan(0);
      expect(lane.title.length).toBeLessThanOrEqual(80);
      expect(lane.prompt.trim()).not.toBe('');
      expect(known).toEqual(expect.arrayContaining(lane.sources.map(wholeOf)));
      if (lane.output.kind === 'fields') expect(new Set(lane.output.fields).size).toBe(lane.output.fields.length);
    }
  });
}

/** Pieces that rules look for, in any order, so that they meet in ways nobody thought of. */
const phrase = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'translate',
        'summarize',
        'into',
        'French',
        'fr',
        '15 languages',
        'for each of',
        'these',
        'each',
        'this',
        ',',
        'and',
        ':',
        ';',
      ),
      fc.constantFrom(
        '\n',
        '\n\n',
        '- a',
        '1. ',
        '"',
        '“',
        '”',
        "'",
        'then write',
        'one digest',
        'files',
        '(',
        ')',
        'https://a.org/,:',
        '10:30',
        '.',
        '?',
      ),
      fc.constantFrom(
        'classify each as',
        'extract the',
        'from each',
        'or',
        'write 5 slogans for',
        'each row',
        'each name',
        'add a column',
        'for LinkedIn and X',
        'all EU languages',
        'the years 2019 to 2022',
        '?',
        'How?',
        '```\n',
        '| a | b |\n|---|---|\n| c | d |\n',
        'etc.',
        'the attached',
        'count the words in',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 25 },
  )
  .chain((pieces) => fc.constantFrom(' ', '').map((gap) => pieces.join(gap)));

const given: fc.Arbitrary<Given> = fc
  .record({
    files: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
    table: fc.constantFrom({}, { name: ['x', '', 'x'], size: ['1', '', '2'] }, { '': ['', 'a'] }),
    maxMaterialChars: fc.constantFrom(300, 200_000, Number.POSITIVE_INFINITY, 0),
    request: fc.record({
      mode: fc.constantFrom('auto', 'simple', 'manual', 'orchestrate'),
      laneList: fc.array(fc.string(), { maxLength: 2 }),
    }),
    maxLanes: fc.constantFrom(1, 5, 1_000),
  })
  .map(({ table, ...rest }): Given => (Object.keys(table).length === 0 ? rest : { ...rest, table }));

const countOf = ({ files = [], table }: Given): number => files.length + (table === undefined ? 0 : 1);
/** The whole that a row or a chunk is part of. */
const wholeOf = (id: string): string => id.replace(/#[123]$|@\d+-\d+$/, '');

describe('any text', () => {
  it('is planned soundly or asked about, and the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(phrase, fc.string({ unit: 'binary' })), given, async (text, about) => {
        const planned = await plan(text, about);
        expectSound(
          planned,
          Array.from({ length: countOf(about) }, (_, index) => `S${index + 1}`),
        );
        expect(await plan(text, about)).toEqual(planned);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['10 KB of commas', ','.repeat(10_000)],
    ['a list of 10 KB of commas', `for each of ${','.repeat(10_000)}: write`],
    ['only punctuation', '?!.,;:—…'],
    ['emoji', '🎉🎉🎉 👩‍👩‍👧‍👦'],
    ['right-to-left text', 'لكل مدينة من باريس، روما: اكتب شعارا'],
    ['half a character', `\uD83D for each of \uDE00, b: write`],
    ['unclosed quotes', `for each of “a, "b, 'c: write`],
    ['one long line', `summarize ${'word '.repeat(20_000)}`],
    ['long runs of white space', `translate${' '.repeat(50_000)}into${'\t'.repeat(50_000)}French`],
    ['many references', 'for each of '.repeat(5_000)],
    ['many quotes', `translate into ${'“'.repeat(50_000)}`],
    ['many dashes', `translate into ${'-'.repeat(50_000)}`],
    ['many fences', '```\n'.repeat(20_000)],
    ['a table of rules', '|-|\n'.repeat(20_000)],
    ['many questions', 'what is a? '.repeat(9_000)],
    ['many labels', `classify each as ${'a or '.repeat(20_000)}`],
    ['many fields', `extract ${'the a and '.repeat(10_000)}from each`],
    ['many audiences', `write for ${'for students, parents '.repeat(4_000)}`],
    ['names of object members', 'translate into constructor, __proto__ and toString: hi'],
  ])('may be %s', async (_, text) => expectSound(await plan(text), []));

  it('is planned for an emoji item and an Arabic one', async () => {
    expect(await titlesOf('for each of 🎉, باريس and C++: write a line')).toEqual(['🎉', 'باريس', 'C++']);
  });
});

describe('the number of lanes is the number of items', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvxz'), minLength: 3, maxLength: 9 });
  const words = fc.uniqueArray(letters, { minLength: 2, maxLength: 30 }).map((items) => items.map((item) => `Q${item}`));
  const forms: readonly (readonly [string, (items: readonly string[]) => string])[] = [
    ['commas', (items) => `for each of ${items.join(', ')}: write a line`],
    ['commas with "and"', (items) => `for each of ${items.slice(0, -1).join(', ')} and ${items.at(-1)}: write a line`],
    ['an Oxford comma', (items) => `write a line about each of ${items.slice(0, -1).join(', ')}, and ${items.at(-1)}.`],
    ['semicolons', (items) => `write a line about each of: ${items.join('; ')}`],
    ['bullets', (items) => `For each of these, write a line:\n${items.map((item) => `- ${item}`).join('\n')}`],
    ['stars', (items) => `${items.map((item) => `* ${item}`).join('\n')}\n\nWrite a line about each.`],
    ['numbers', (items) => `Write a line about each of the following:\n${items.map((item, index) => `${index + 1}. ${item}`).join('\n')}`],
    ['numbers in one line', (items) => `summarize each of the following: ${items.map((item, index) => `${index + 1}) ${item}`).join(' ')}`],
    ['a code block', (items) => `Write a line about each of these:\n\`\`\`\n${items.join('\n')}\n\`\`\``],
    ['a table', (items) => `Write a line about each:\n| Name | Note |\n|---|---|\n${items.map((item) => `| ${item} | it |`).join('\n')}`],
    ['commas and “etc.”', (items) => `for each of ${items.join(', ')}, etc.: write a line`],
    ['questions', (items) => items.map((item) => `What is ${item} about?`).join(' ')],
    ['segments', (items) => `write the page for these audiences: ${items.join(', ')}`],
    ['labels', (items) => `classify each of these as good or bad: ${items.join(', ')}`],
    ['fields', (items) => `for each of ${items.join(', ')}: find the year and the place`],
    ['lines', (items) => `Write a line about each of these:\n${items.join('\n')}`],
    ['straight quotes', (items) => `for each of ${items.map((item) => `"${item}, and more"`).join(', ')}: write a line`],
    ['curly quotes', (items) => `for each of ${items.map((item) => `“${item}: it; is”`).join(' and ')}: write a line`],
  ];

  const counted: readonly (readonly [string, (count: number) => readonly [string, Given]])[] = [
    ['rows', (count) => ['write a line about each row', { table: { Name: Array.from({ length: count }, (_, index) => `n${index}`) } }]],
    ['files', (count) => ['summarize each', { files: Array.from({ length: count }, (_, index) => `${index}.md`) }]],
    ['variants', (count) => [`write ${count} slogans for tea`, {}]],
    ['languages', (count) => [`translate into ${count} languages: The cat`, {}]],
    ['a range', (count) => [`for each of the years 2001 to ${2000 + count}: write a headline`, {}]],
  ];

  it.each(counted)('made of %s', async (_, toAsked) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 60 }), async (count) => {
        const [text, about] = toAsked(count);
        expect(await lanesOf(text, about)).toHaveLength(count);
      }),
      { numRuns: 8 },
    );
  });

  it.each(forms)('set with %s', async (form, toText) => {
    await fc.assert(
      fc.asyncProperty(words, async (items) => {
        const lanes = await lanesOf(toText(items));
        expect(lanes).toHaveLength(items.length);
        lanes.forEach((lane, index) => {
          expect(lane.prompt).toContain(items[index]);
          if (!/quotes|questions/.test(form)) expect(lane.title).toBe(items[index]);
        });
      }),
      { numRuns: 15 },
    );
  });
});
