import { describe, expect, it } from 'vitest';
import { lanesOf, planOf, questionOf } from './ask.ts';

describe('modes', () => {
  it('makes one call of one small question', async () => {
    const plan = await planOf('what is the capital of France?');
    expect([plan.mode, plan.why]).toEqual(['simple', '1 call: it is one question']);
    expect(plan.stages[0]?.lanes).toEqual([
      {
        title: 'what is the capital of France?',
        prompt: 'What is the capital of France?',
        sources: [],
        work: 'answer',
        output: { kind: 'text' },
      },
    ]);
  });

  it('makes one call in simple mode, whatever could be cut', async () => {
    const plan = await planOf('summarize each of these', { files: ['a.md', 'b.md'], request: { mode: 'simple' } });
    expect([plan.mode, plan.stages[0]?.lanes.map((lane) => lane.sources)]).toEqual(['simple', [['S1', 'S2']]]);
  });

  it('cuts in orchestrate mode as in auto, and says where no rule could', async () => {
    const request = { mode: 'orchestrate' } as const;
    expect((await planOf('for each of a1 and b1: write', { request })).stages[0]?.lanes).toHaveLength(2);
    const plan = await planOf('write a poem', { request });
    expect([plan.mode, plan.why, plan.stages[0]?.lanes.length]).toEqual(['orchestrate', '1 lane: no rule could cut this request', 1]);
  });

  it('takes the lanes the person laid out, with the request as common instruction', async () => {
    const request = { mode: 'manual', laneList: ['pros', ' cons ', '', 'pros'] } as const;
    const lanes = await lanesOf('In one line, on cats:', { request, files: ['a.md'] });
    expect(lanes.map(({ title, prompt, sources }) => [title, prompt, sources])).toEqual([
      ['pros', 'In one line, on cats:\n\npros', ['S1']],
      ['cons', 'In one line, on cats:\n\ncons', ['S1']],
      ['pros (2)', 'In one line, on cats:\n\npros', ['S1']],
    ]);
    expect((await planOf('', { request })).why).toBe('3 lanes: laid out by hand');
  });

  it('takes laid out lanes in auto mode too', async () => {
    expect((await planOf('', { request: { laneList: ['one', 'two'] } })).mode).toBe('manual');
  });

  it('asks for lanes in manual mode without any', async () => {
    expect((await questionOf('do it', { request: { mode: 'manual', laneList: [' '] } })).code).toBe('lanes_missing');
  });

  it('lets the person choose the merge', async () => {
    const plan = await planOf('for each of a1 and b1: write', { request: { merge: 'digest' } });
    expect([plan.stages[0]?.merge, plan.stages[0]?.mergePrompt]).toEqual(['digest', 'for each of a1 and b1: write']);
    const ordered = await planOf('research each of a1 and b1, then write one digest', { request: { merge: 'ordered' } });
    expect(ordered.stages[0]?.merge).toBe('ordered');
  });
});

describe('questions back', () => {
  it('asks what to do when nothing was asked', async () => {
    expect((await questionOf('')).code).toBe('request_empty');
    expect((await questionOf(' …\n', { files: ['a.md', 'b.md'] })).question).toContain('2 sources are attached');
  });

  it.each([
    ['translate into 15 languages: hi', 10, 15],
    ['for each of a1, b1, c1 and d1: write', 3, 4],
    ['translate each of cat and dog into French and German', 3, 4],
    ['research X, then draft a post, then review it', 2, 3],
  ])('refuses %j over the limit of %i, naming it', async (text, maxLanes, count) => {
    const { code, question } = await questionOf(text, { maxLanes });
    expect(code).toBe('too_many_lanes');
    expect(question).toBe(`That would be ${count} lanes, and the limit is ${maxLanes}. Ask for fewer, or raise FANOUT_MAX_LANES.`);
  });

  it('refuses too many lanes laid out by hand', async () => {
    expect((await questionOf('', { maxLanes: 1, request: { laneList: ['a', 'b'] } })).code).toBe('too_many_lanes');
  });
});
