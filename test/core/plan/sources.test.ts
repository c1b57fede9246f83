import { describe, expect, it } from 'vitest';
import { lanesOf, planOf, promptsOf, questionOf, titlesOf, toLongFile } from './ask.ts';

const files = ['a.md', 'b.md', 'c.md'];

describe('several files', () => {
  it.each([
    ['summarize each of these', 'Summarize the material.'],
    ['summarize these', 'Summarize the material.'],
    ['summarize all of these', 'Summarize the material.'],
    ['summarize these reports', 'Summarize the material.'],
    ['Summarize the reports.', 'Summarize the material.'],
    ['summarize', 'Summarize the material.'],
    ['could you please summarize every file in 3 bullets?', 'Summarize the material in 3 bullets.'],
    ['list the risks of each report', 'List the risks of the material.'],
    ['for each file, list the risks', 'For the material, list the risks.'],
    ['for each of these reports: title, author, date', 'For the material: title, author, date.'],
    ['extract the dates from these', 'Extract the dates from the material.'],
    ['classify each as spam or ham', 'Classify the material as spam or ham.'],
    ['compare each of these with the law', 'Compare the material with the law.'],
    ['translate each into French', 'Translate the material into French. Keep meaning, tone, names, numbers and formatting.'],
    ['translate into French', 'Translate the material into French. Keep meaning, tone, names, numbers and formatting.'],
    ['summarize these: keep it short', 'Summarize the material: keep it short.'],
  ])('are a lane each for %j', async (text, prompt) => {
    const lanes = await lanesOf(text, { files });
    expect(lanes.map(({ title, sources }) => [title, sources])).toEqual([
      ['a.md', ['S1']],
      ['b.md', ['S2']],
      ['c.md', ['S3']],
    ]);
    expect(new Set(lanes.map((lane) => lane.prompt))).toEqual(new Set([prompt]));
  });

  it('say why', async () => expect((await planOf('summarize each of these', { files })).why).toBe('3 lanes: one for each file'));

  it.each([
    'compare these files',
    'write one summary of all of these',
    'summarize these files into one document',
    'write a digest of these',
    'what do these say about risk?',
    'which of these mentions cost?',
    'rank these reports by quality',
    'summarize this',
  ])('are one call together for %j', async (text) => {
    const plan = await planOf(text, { files });
    expect(plan.mode).toBe('simple');
    expect(plan.stages.map((stage) => stage.lanes.map((lane) => lane.sources))).toEqual([[['S1', 'S2', 'S3']]]);
  });

  it.each([
    ['summarize each of these, then one digest', 'Write one digest.'],
    ['summarize each of these 50 reports, then write one digest in German', 'Write one digest in German.'],
    ['summarize each of these and merge them into one overview', 'Merge them into one overview.'],
    ['summarize these reports and compare them', 'Compare them.'],
    ['Summarize each of these. Finally, write a comparison.', 'Write a comparison.'],
  ])('end in a digest for %j', async (text, mergePrompt) => {
    const [stage, ...others] = (await planOf(text, { files })).stages;
    expect(others).toEqual([]);
    expect([stage?.lanes.length, stage?.merge, stage?.mergePrompt]).toEqual([3, 'digest', mergePrompt]);
    expect(stage?.lanes[0]?.prompt).toBe('Summarize the material.');
  });

  it('make a grid with several languages', async () => {
    const plan = await planOf('translate these files into French and German', { files: ['a.md', 'b.md'] });
    expect(plan.why).toBe('4 lanes: one for each pair of 2 files × 2 languages');
    expect(plan.stages[0]?.lanes.map(({ title, sources }) => [title, ...sources])).toEqual([
      ['a.md → French', 'S1'],
      ['a.md → German', 'S1'],
      ['b.md → French', 'S2'],
      ['b.md → German', 'S2'],
    ]);
  });

  it('get unlike titles where their names are equal', async () => {
    expect(await titlesOf('summarize each', { files: ['a.md', 'a.md', ''] })).toEqual(['a.md', 'a.md (2)', 'S3']);
  });

  it('get a lane also where one could not be read', async () => {
    const sources = [
      { id: 'S1', title: 'a.md', kind: 'file', readable: true, chars: 9, columns: [], rows: 0, isPicture: false },
      { id: 'S2', title: 'b.bin', kind: 'file', readable: false, chars: 0, columns: [], rows: 0, isPicture: false },
    ] as const;
    expect(await titlesOf('summarize each of these', { sources })).toEqual(['a.md', 'b.bin']);
  });

  it('share a text that came with them', async () => {
    const sources = [
      { id: 'S1', title: 'the brief', kind: 'text', readable: true, chars: 9, columns: [], rows: 0, isPicture: false },
      { id: 'S2', title: 'a.md', kind: 'file', readable: true, chars: 9, columns: [], rows: 0, isPicture: false },
      { id: 'S3', title: 'b.md', kind: 'file', readable: true, chars: 9, columns: [], rows: 0, isPicture: false },
    ] as const;
    expect((await lanesOf('review each by the brief', { sources })).map((lane) => lane.sources)).toEqual([
      ['S1', 'S2'],
      ['S1', 'S3'],
    ]);
  });
});

describe('one file', () => {
  it('is one call', async () => {
    const plan = await planOf('summarize each of these', { files: ['a.md'] });
    expect([plan.mode, plan.why, plan.stages[0]?.lanes[0]?.sources]).toEqual(['simple', '1 call: one text, one task', ['S1']]);
  });
});

describe('a text in the request', () => {
  it.each([
    ['summarize: long text', 'long text', 'Summarize the material.'],
    ['summarize this in 3 bullets:\n\nlong text\n\nmore', 'long text\n\nmore', 'Summarize the material in 3 bullets.'],
    ['tl;dr: long text', 'long text', 'Summarize the material.'],
    ['summarize “long, text”', 'long, text', 'Summarize the material.'],
  ])('is cut out of %j', async (text, cut, prompt) => {
    const plan = await planOf(text);
    expect(plan.texts).toEqual([{ id: 'T1', title: 'the text', text: cut }]);
    expect(plan.stages[0]?.lanes).toEqual([expect.objectContaining({ prompt, sources: ['T1'], work: 'summarize' })]);
  });

  it('is asked for where it is only pointed at', async () => {
    for (const text of [
      'summarize this',
      'summarize these',
      'summarize each',
      'summarize each of these',
      'explain this in 3 sentences',
      'summarize',
    ]) {
      expect((await questionOf(text)).code).toBe('material_missing');
    }
    expect(await promptsOf('summarize War and Peace')).toEqual(['Summarize War and Peace.']);
  });
});

describe('some of the files', () => {
  const files = ['a.md', 'b.md', 'c.md'];

  it.each([
    [
      'summarize the first two files',
      [
        ['a.md', ['S1']],
        ['b.md', ['S2']],
      ],
      'first 2',
    ],
    [
      'for each of the last 2 files: list the risks',
      [
        ['b.md', ['S2']],
        ['c.md', ['S3']],
      ],
      'last 2',
    ],
  ] as const)('are taken alone, and no lane has the others: %j', async (text, lanes, which) => {
    const plan = await planOf(text, { files });
    expect(plan.stages[0]?.lanes.map(({ title, sources }) => [title, sources])).toEqual(lanes);
    expect(plan.notes).toEqual([`The ${which} of 3 files, as asked.`]);
    expect(plan.stages[0]?.lanes[0]?.prompt).not.toMatch(/first|last/);
  });

  it.each([
    'summarize each file, first 2 pages only',
    'summarize the first two pages of each file',
    'summarize the first two pages',
    'summarize all the files and the last two pages',
    'for each file, say who the first two documents were sent to',
    'for each report summarize the last two articles it links to',
    'summarize these files. The last two documents are in German',
    'summarize the files; the first two files are drafts',
  ])('are all of them where that is about something else, and no other words are lost: %j', async (text) => {
    const lanes = await lanesOf(text, { files });
    expect(lanes.map(({ sources }) => sources)).toEqual([['S1'], ['S2'], ['S3']]);
    for (const words of ['say who', 'links to', 'are in German', 'are drafts', 'only'])
      if (text.includes(words)) expect(lanes[0]?.prompt).toContain(words);
  });

  it('are so many pages where the sources are pages', async () => {
    const page = (n: number) => ({ ...toLongFile(`page ${n}`, 100, n - 1), kind: 'text' as const });
    expect(await lanesOf('summarize the first two pages', { sources: [1, 2, 3].map(page) })).toHaveLength(2);
  });
});

it('questions that are asked of each file stay questions', async () => {
  const [lane] = await lanesOf('answer these questions for each file: Who wrote it? When?', { files: ['a.md', 'b.md'] });
  expect(lane?.prompt).toBe('Answer these questions for the material: Who wrote it? When?');
});
