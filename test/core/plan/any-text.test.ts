import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Planned } from '#core/plan/plan.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { runs } from '#test/setup/runs.ts';
import { type Given, lanesOf, planOneOf, read } from './ask.ts';

function expectSound(planned: Planned, sourceIds: readonly string[]): void {
  if (planned.kind === 'question') {
    expect(planned.question).toMatch(/[?.”]$/);
    return;
  }
  const { stages, texts, why } = planned.plan;
  expect(why).not.toMatch(/\n/);
  const known = [...sourceIds, ...texts.map((text) => text.id)];
  expect(new Set(known).size).toBe(known.length);
  for (const stage of stages) {
    const titles = stage.lanes.map((lane) => lane.title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(stage.lanes.length).toBeGreaterThan(0);
    for (const lane of stage.lanes) {
      expect(lane.title).toMatch(/^[^\n]{1,80}$/);
      expect(lane.prompt.trim()).not.toBe('');
      expect(lane.prompt).not.toContain('{item}');
      expect(known).toEqual(expect.arrayContaining(lane.sources.map(wholeOf)));
      expect(new Set(lane.sources).size).toBe(lane.sources.length);
      if (lane.output.kind === 'fields') expect(new Set(lane.output.fields).size).toBe(lane.output.fields.length);
    }
  }
}

/** The whole that a row or a chunk is part of. */
const wholeOf = (id: string): string => id.replace(/#[123]$|@\d+-\d+$/, '');

/** Pieces that are looked for, in any order, so that they meet in ways nobody thought of. */
const PIECES = [
  'translate|summarize|into|French|fr|15 languages|for each of|these|each|this|,|and|:|;|or|please|thanks|hello|to|from|a|in',
  'describe|classify each as|fill in the columns|each row|these 3 files|one|two|all|EU languages|simplified|chinese|Portland, Maine',
  '\n|\n\n|- a|1. |"|“|”|\'|then write one digest|files|(|)|https://a.org/,:|10:30|.|?|etc.|Acme, Inc.|for $1|(formal)',
  '```\n|| a | b |\n|---|---|\n| c | d |\n|[{"a":1},{"a":2}]|> quoted|a,b,c\n1,2,3\n4,5,6|a\tb\n1\t2\n3\t4|2019 to 2022|weeks 1-3|How?',
  'übersetze|ins Englische|jede Datei|fasse|zusammen|traduis|en anglais|et|résume chacun de|traduce|al inglés|y|переведи|на английский|и',
  '翻訳して|英語|と|フランス語|に|要約|それぞれ|、|：|翻译成|英文|和|每个|ترجم|إلى|الإنجليزية|و|번역해 줘|영어|로|अनुवाद करें|अंग्रेज़ी|में|çevir|İngilizceye',
].flatMap((row) => (row.startsWith('```') ? [row] : row.split('|')).filter((piece) => piece !== ''));

const phrase = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) }),
    {
      maxLength: 25,
    },
  )
  .chain((pieces) => fc.constantFrom(' ', '').map((gap) => pieces.join(gap)));

const given: fc.Arbitrary<Given> = fc
  .record({
    files: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
    table: fc.constantFrom({}, { name: ['x', '', 'x'], size: ['1', '', '2'] }, { '': ['', 'a'] }),
    maxMaterialChars: fc.constantFrom(300, 200_000, Number.POSITIVE_INFINITY, 0),
    request: fc.record({
      mode: fc.constantFrom('auto', 'auto', 'simple', 'manual', 'orchestrate'),
      laneList: fc.array(fc.string(), { maxLength: 2 }),
    }),
    maxLanes: fc.constantFrom(1, 5, 1_000),
  })
  .map(({ table, ...rest }): Given => (Object.keys(table).length === 0 ? rest : { ...rest, table }));

const idsOf = ({ files = [], table }: Given): readonly string[] =>
  Array.from({ length: files.length + (table === undefined ? 0 : 1) }, (_, index) => `S${index + 1}`);

describe('any text', () => {
  it('is planned soundly or asked about, the same every time, and as one call too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(phrase, phrase, fc.string({ unit: 'binary' })), given, async (text, about) => {
        const { planned, undecided } = await read(text, about);
        expectSound(planned, idsOf(about));
        expect(await read(text, about)).toMatchObject({ planned, undecided });
        if (/\p{L}/u.test(text)) expectSound(await planOneOf(text, about), idsOf(about));
      }),
      { numRuns: runs(250) },
    );
  });

  it.each([
    ['only punctuation', '?!.,;:—…'],
    ['emoji', '🎉🎉🎉 👩‍👩‍👧‍👦'],
    ['right-to-left text', 'لكل مدينة من باريس، روما: اكتب شعارا'],
    ['half a character', `\uD83D for each of \uDE00, b: write`],
    ['unclosed quotes', `for each of “a, "b, 'c: write`],
    ['names of object members', 'translate into constructor, __proto__ and toString: hi'],
    ['names of object members of an order', 'constructor __proto__: toString'],
  ])('may be %s', async (_, text) => expectSound((await read(text)).planned, []));

  const CHARS = 50_000;
  const MOST_MS = 1_500;
  const repeated = (unit: string): string => unit.repeat(Math.ceil(CHARS / unit.length)).slice(0, CHARS);
  const UNITS = [
    'a a, | |\n|\t|,|, |:|: |- |\n- a|\n1. a|1. a |"|“|\'| \'a|(|((|)|[|[{|]|{"|`|-|—|\\',
    'https://|https://a.b |www.|1,000|1,|1 |$1 | for $1| 1 dollar|10:30 |@a.b |+1',
    'for each of |for each |and |and a |each |these |translate |translate into |to French |French, |fr, |fr |in en, |5 languages |EU languages ',
    'Brazilian |Chinese (|summarize |summarize: |summarize\n|translate into French: |translate into French – |classify each as a or |columns a, |fill in the columns ',
    'please |thanks |one |etc. |Inc., |what is a? |a?\n|a;|a/b |1-2 |# a\n|>\n> a\n|a\n\n|a\r\n|zh-Hant-TW, ',
    'übersetze |を|の|一|翻訳|翻译|中|英語|と|각|번역해 |와 |و|ترجم |में |é|e\u0301|\u0301|İ|\u200b|👩‍👩‍👧‍👦|\uD83D',
  ].flatMap((row) => row.split('|').filter((unit) => unit !== ''));
  const HEADS = ['', 'translate into French: ', 'for each of ', 'translate into ', 'describe each:\n', 'classify each as '];

  it('takes no longer than it is long, whatever is repeated in it', async () => {
    await read('translate into French: hi');
    for (const [index, unit] of [...UNITS, '```\n', '| a | b |\n', '|-|\n', '|---|---|\n'].entries()) {
      const text = `${HEADS[index % HEADS.length]}${repeated(unit)}`;
      const cpuMs = watchCpu();
      expectSound((await read(text)).planned, []);
      expect({ text: text.slice(0, 40), isSlow: cpuMs() > MOST_MS }).toEqual({ text: text.slice(0, 40), isSlow: false });
    }
  });

  it.each([
    ['blanks', `summarize this: a${' '.repeat(CHARS)}b`],
    ['lines', `summarize this: a${'\n'.repeat(CHARS)}b`],
    ['blank lines', `summarize this: a${' \n'.repeat(CHARS / 2)}b`],
    ['commas in an item', `summarize each of these:\n- a${','.repeat(CHARS)}b\n- c`],
    ['colons in the order', `please do each ${':'.repeat(CHARS)}x\n- a\n- b`],
  ])('takes no longer than it is long with a long run of %s in its midst', async (_, text) => {
    const cpuMs = watchCpu();
    expectSound((await read(text)).planned, []);
    expect(cpuMs()).toBeLessThan(MOST_MS);
  });

  it.each([200, 8_000, 20_000])('may hold an array %i deep, which is no list', async (depth) => {
    const { planned, form } = await read(`summarize each of these: [1,${'['.repeat(depth)}${']'.repeat(depth)}]`);
    expectSound(planned, []);
    expect(form.list?.items.some(({ text }) => text.includes('[['))).not.toBe(true);
  });

  it('takes no longer than it is long, whatever is made of the pieces that are looked for', async () => {
    const unit = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...HEADS), unit, async (head, piece) => {
        const text = head + repeated(piece);
        const cpuMs = watchCpu();
        await read(text);
        expect(cpuMs()).toBeLessThan(MOST_MS);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('the number of lanes is the number of things', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvxz'), minLength: 3, maxLength: 9 });
  const names = fc.uniqueArray(letters, { minLength: 3, maxLength: 30 }).map((items) => items.map((item) => `Q${item}`));
  const forms: readonly (readonly [string, (items: readonly string[]) => string])[] = [
    ['commas', (items) => `for each of ${items.join(', ')}: describe it`],
    ['commas with "and"', (items) => `for each of ${items.slice(0, -1).join(', ')} and ${items.at(-1)}: describe it`],
    ['commas in German', (items) => `Für jedes von ${items.slice(0, -1).join(', ')} und ${items.at(-1)}: beschreibe es`],
    [
      'an Oxford comma',
      (items) => `write a line about each of ${items.slice(0, -1).join(', ')}, and ${items.at(-1)}.`.replace(' about each', ' for each'),
    ],
    ['semicolons', (items) => `describe each of these: ${items.join('; ')}`],
    ['bullets', (items) => `For each of these, write a line:\n${items.map((item) => `- ${item}`).join('\n')}`],
    ['stars', (items) => `${items.map((item) => `* ${item}`).join('\n')}\n\nWrite a line about each.`],
    ['numbers', (items) => `Beschreibe jede der folgenden:\n${items.map((item, index) => `${index + 1}. ${item}`).join('\n')}`],
    ['numbers in one line', (items) => `summarize each of the following: ${items.map((item, index) => `${index + 1}) ${item}`).join(' ')}`],
    ['a code block', (items) => `Write a line about each of these:\n\`\`\`\n${items.join('\n')}\n\`\`\``],
    ['a table', (items) => `Describe each:\n| Name | Note |\n|---|---|\n${items.map((item) => `| ${item} | it |`).join('\n')}`],
    ['JSON', (items) => `Describe each of these:\n${JSON.stringify(items.map((name) => ({ name, size: 3 })))}`],
    ['commas and “etc.”', (items) => `describe each of these: ${items.join(', ')}, etc.`],
    ['questions', (items) => items.map((item) => `What is ${item}?`).join('\n')],
    ['labels', (items) => `classify each of these as good or bad: ${items.join('; ')}`],
    ['lines', (items) => `summarize each of these:\n${items.join('\n')}`],
    ['wide commas', (items) => `次のそれぞれについて：${items.join('、')}：説明して`],
    ['straight quotes', (items) => `describe each of these: ${items.map((item) => `"${item}, and more"`).join(', ')}`],
  ];

  it.each(forms)('set with %s', async (_, toText) => {
    await fc.assert(
      fc.asyncProperty(names, async (items) => {
        const { planned } = await read(toText(items));
        const { texts = [], stages = [] } = planned.kind === 'plan' ? planned.plan : {};
        const held = stages[0]?.lanes.map(({ title, prompt, sources }) =>
          [title, prompt, ...sources.map((id) => texts.find((text) => text.id === id)?.text)].join('\n'),
        );
        expect(held).toHaveLength(items.length);
        items.forEach((item, index) => {
          expect(held?.[index]).toContain(item);
        });
      }),
      { numRuns: runs(30) },
    );
  });

  const counted: readonly (readonly [string, (count: number) => readonly [string, Given]])[] = [
    ['rows', (count) => ['summarize each row', { table: { Name: Array.from({ length: count }, (_, index) => `n${index}`) } }]],
    ['files', (count) => ['summarize each', { files: Array.from({ length: count }, (_, index) => `${index}.md`) }]],
    ['languages', (count) => [`translate into ${count} languages: The cat`, {}]],
    ['a range', (count) => [`for each of the years 2001 to ${2000 + count}: describe it`, {}]],
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
});
