import { describe, expect, it } from 'vitest';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import type { RunEvent } from '#core/run/events.ts';
import type { Usage } from '#core/usage.ts';
import { createLab, type LabOptions } from '#test/fakes/lab.ts';
import { createScriptedModel, type Script } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const THOUGHT = '<think>\nSECRET: word by word.\n</think>\n\n';
const USAGE: Usage = { inputTokens: 7, outputTokens: 900, costUsd: 0.25 };

async function run(script: Script, request: Parameters<typeof toTestRequest>, options: Partial<LabOptions> = {}) {
  const model = createScriptedModel(script);
  const lab = createLab({ model, hedge: false, ...options });
  const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(...request)));
  const events: RunEvent[] = [];
  for (let page = await lab.runLog.read(view.runId, 0); page.length > 0; page = await lab.runLog.read(view.runId, page.at(-1)?.seq ?? 0))
    events.push(...page);
  return { view, model, events };
}

describe('what a model thinks', () => {
  it('stands in no answer, in no event and in no prompt of a later stage', async () => {
    const text = 'research tea, then draft a post, then review it';
    const { view, model, events } = await run((_, n) => `${THOUGHT}Text ${n}.`, [[], { text }]);
    expect(view.outcome).toBe('done');
    expect(view.answer).toContain('Text 3.');
    expect(JSON.stringify([view, model.calls, events])).not.toContain('SECRET');
    expect(model.calls[1]?.materials[0]?.text).toBe('Text 1.');
  });

  it('stands in no digest and no judgement', async () => {
    const files = { a: 'alpha', b: 'beta' };
    const sources = ['a', 'b'].map((ref, index) => ({ id: `S${index + 1}`, kind: 'file' as const, title: `${ref}.md`, ref }));
    const digest = await run(() => `${THOUGHT}A sum.`, [[], { text: 'summarize each of these, then write one digest', sources }], {
      files,
    });
    expect(digest.view.answer).toMatch(/^A sum\./);
    const best = await run(
      (call) => `${THOUGHT}${call.schema == null ? 'x' : '{"winner": "A", "why": ""}'}`,
      [['one', 'two'], { merge: 'best' }],
    );
    expect(best.view.answer).toContain('1 pair judged');
    expect(JSON.stringify([digest.events, best.events])).not.toContain('SECRET');
  });

  it('does not keep JSON behind it from being read', async () => {
    const text = 'list 3 car makers, then research each';
    const { view } = await run((call) => (call.schema == null ? 'x' : `${THOUGHT}{"items": ["Fiat", "BYD", "Seat"]}`), [[], { text }]);
    expect(view.lanes.map(({ title, status }) => [title, status]).slice(1)).toEqual([
      ['Fiat', 'done'],
      ['BYD', 'done'],
      ['Seat', 'done'],
    ]);
  });

  it('is asked again where it was cut in the middle, and is paid for as the provider says', async () => {
    const cut = { text: `<think>\n${'SECRET '.repeat(40)}`, truncated: true, usage: USAGE };
    const { view, events } = await run([cut, { text: `${THOUGHT}Bonjour.`, usage: USAGE }], [['translate']]);
    expect(view.lanes[0]).toMatchObject({ status: 'done', attempts: 2 });
    expect(events.find((event) => event.type === 'lane.attempt_failed')).toMatchObject({ code: 'wrong_output', usage: USAGE });
    expect(view.usage).toEqual({ inputTokens: 14, outputTokens: 1_800, costUsd: 0.5 });
    expect(JSON.stringify(events)).not.toContain('SECRET');
  });

  it('is never an answer, however often it is all there is; and nobody pays for it a third time', async () => {
    const { view, model } = await run(() => ({ text: '<think>SECRET', truncated: true }), [['one']]);
    expect(view.outcome).toBe('failed');
    expect(view.lanes[0]).toMatchObject({ status: 'failed', note: expect.stringContaining('while it was still thinking') });
    expect(model.calls).toHaveLength(2);
  });

  it('is asked again beside the lanes too, and is booked', async () => {
    const script: Script = (call, n) =>
      call.materials.length > 0 && n === 3 ? { text: '<think>SECRET', usage: USAGE } : { text: `Text ${n}.`, usage: USAGE };
    const files = { a: 'alpha', b: 'beta' };
    const sources = ['a', 'b'].map((ref, index) => ({ id: `S${index + 1}`, kind: 'file' as const, title: `${ref}.md`, ref }));
    const { view, events } = await run(script, [[], { text: 'summarize each of these, then write one digest', sources }], { files });
    expect(view.answer).toMatch(/^Text 4\./);
    expect(events.find((event) => event.type === 'call.broken')).toMatchObject({ usage: USAGE });
  });
});

it('a text about thoughts that no model wrote is quoted as it is', async () => {
  const files = { a: '# Tags\n\nAn answer may begin with [THINK] so\n\n# More\n\nand go on.' };
  const sources = [{ id: 'S1', kind: 'file' as const, title: 'a.md', ref: 'a' }];
  const lab = createLab({ model: createOfflineModel(), files });
  const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: 'summarize this', sources })));
  expect(view.answer).toContain('[THINK]');
});
