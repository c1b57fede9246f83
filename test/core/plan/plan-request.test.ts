import { describe, expect, it } from 'vitest';
import { decides, lanesOf, planOf, promptsOf, questionOf, read } from './ask.ts';

describe('who decides', () => {
  it.each([
    'what is the capital of France?',
    'write a haiku about tea',
    'research the five largest makers of heat pumps and compare them',
    'write a slogan for each of Paris and Rome',
    'explain photosynthesis',
    'summarize in one sentence: The cat sat.',
    'thanks!',
    'Correct, thanks!',
    'hello',
  ])('is a model for %j', async (text) => expect(await decides(text)).toBe('model'));

  it('is always a model in orchestrate mode, and never in the others that a person chose', async () => {
    const text = 'summarize each of these';
    const files = ['a.md', 'b.md'];
    expect(await decides(text, { files, request: { mode: 'orchestrate' } })).toBe('model');
    expect(await decides('write a poem', { request: { mode: 'simple' } })).toBe('form');
    expect(await decides('', { request: { mode: 'manual', laneList: ['a', 'b'] } })).toBe('form');
    expect(await decides('…')).toBe('form');
  });

  it('hands a model the request as it was said, where form did not decide', async () => {
    const text = 'summarize this - no, wait: forget it';
    const { undecided, form } = await read(text);
    expect([undecided, form.words, form.texts, form.plain]).toEqual([true, text, [], false]);
  });

  it('has a plan without a model all the same', async () => {
    const plan = await planOf('write a haiku about tea');
    expect([plan.mode, plan.why, plan.notes]).toEqual(['simple', '1 call: no list, languages or files to split it by', []]);
    expect(plan.stages[0]?.lanes).toMatchObject([
      { prompt: 'Write a haiku about tea.', sources: [], work: 'write', output: { kind: 'text' } },
    ]);
    expect(await promptsOf('write a slogan for each of Paris and Rome')).toEqual(['Write a slogan for Paris.', 'Write a slogan for Rome.']);
    expect((await planOf('write a slogan for each of Paris and Rome')).notes).toEqual(['Taken as the items: Paris · Rome']);
  });
});

describe('modes', () => {
  it('make one call in simple mode, whatever could be cut', async () => {
    const request = { mode: 'simple' } as const;
    const plan = await planOf('summarize each of these', { files: ['a.md', 'b.md'], request });
    expect([plan.mode, plan.why, plan.stages[0]?.lanes.map((lane) => lane.sources)]).toEqual([
      'simple',
      '1 call: simple mode was asked for',
      [['S1', 'S2']],
    ]);
    const listed = await planOf('summarize each of these: Costs rose; Sales fell', { request });
    expect([listed.texts.map(({ text }) => text), listed.stages[0]?.lanes[0]?.sources]).toEqual([['Costs rose\nSales fell'], ['T1']]);
    const words = await planOf('for each of Paris and Rome: describe it', { request });
    expect([words.texts, words.stages[0]?.lanes[0]?.prompt]).toEqual([[], 'For each of Paris and Rome: describe it.']);
  });

  it('cut in orchestrate mode as in auto, without a model', async () => {
    const plan = await planOf('summarize each of these', { files: ['a.md', 'b.md'], request: { mode: 'orchestrate' } });
    expect([plan.mode, plan.stages[0]?.lanes.length]).toEqual(['orchestrate', 2]);
  });

  it('take the lanes the person laid out, with the request as common instruction', async () => {
    const request = { mode: 'manual', laneList: ['pros', ' cons ', '', 'pros'] } as const;
    const lanes = await lanesOf('In one line, on cats:', { request, files: ['a.md'] });
    expect(lanes.map(({ title, prompt, sources }) => [title, prompt, sources])).toEqual([
      ['pros', 'In one line, on cats:\n\npros', ['S1']],
      ['cons', 'In one line, on cats:\n\ncons', ['S1']],
      ['pros (2)', 'In one line, on cats:\n\npros', ['S1']],
    ]);
    expect((await planOf('', { request })).why).toBe('3 lanes: laid out by hand');
    expect((await planOf('', { request: { laneList: ['one', 'two'] } })).mode).toBe('manual');
    expect((await questionOf('do it', { request: { mode: 'manual', laneList: [' '] } })).code).toBe('lanes_missing');
  });

  it('let the person choose the merge', async () => {
    const files = ['a.md', 'b.md'];
    const chosen = await planOf('summarize each of these', { files, request: { merge: 'digest' } });
    expect([chosen.stages[0]?.merge, chosen.stages[0]?.mergePrompt]).toEqual(['digest', 'summarize each of these']);
    const ordered = await planOf('summarize these and then write one digest', { files, request: { merge: 'ordered' } });
    expect(ordered.stages[0]?.merge).toBe('ordered');
  });
});

describe('a request that can not be planned', () => {
  it('is asked about where nothing was asked', async () => {
    expect((await questionOf('')).code).toBe('request_empty');
    expect((await questionOf(' …\n', { files: ['a.md', 'b.md'] })).question).toContain('2 sources are attached');
    expect((await questionOf('?', { files: ['a.md'] })).question).toMatch(/^Something is attached\. What should be done\?/);
  });

  it.each([
    ['translate into 15 languages: hi', [], 10, 15],
    ['describe each of these: a1; b1; c1; d1', [], 3, 4],
    ['translate each of these into French and German: cat; dog', [], 3, 4],
    ['summarize each of these', ['a.md', 'b.md', 'c.md'], 2, 3],
  ] as const)('is refused over the limit, which is named: %j', async (text, files, maxLanes, count) => {
    const { code, question } = await questionOf(text, { files, maxLanes });
    expect(code).toBe('too_many_lanes');
    expect(question).toBe(`That would be ${count} lanes, and the limit is ${maxLanes}. Ask for fewer, or raise FANOUT_MAX_LANES.`);
    expect(await decides(text, { files, maxLanes })).toBe('form');
  });

  it('is refused where too many lanes were laid out by hand', async () => {
    expect((await questionOf('', { maxLanes: 1, request: { laneList: ['a', 'b'] } })).code).toBe('too_many_lanes');
  });
});

it('a long text in several languages gets a glossary, a short one none', async () => {
  const long = 'The heron waits in the reeds. '.repeat(80);
  expect((await planOf(`translate into French, German and Thai: ${long}`)).brief).toEqual({ kind: 'glossary', sources: ['T1'] });
  expect((await planOf('translate into French, German and Thai: hi')).brief).toBeUndefined();
  expect((await planOf(`translate into French and German: ${long}`)).brief).toBeUndefined();
});
