import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const prices = FAKE_PRICES;
const prompts = (count: number) => Array.from({ length: count }, (_, n) => `lane ${n + 1}`);

describe('the cost of a run', () => {
  it('is estimated with the plan and added up from what was used', async () => {
    const model = createScriptedModel(() => ({ text: 'x', usage: { inputTokens: 900, outputTokens: 100, costUsd: null } }));
    const lab = createLab({ model, prices });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(3))));
    expect(view.estimate?.costUsd).toBeGreaterThan(0);
    expect(view.usage).toEqual({ inputTokens: 2_700, outputTokens: 300, costUsd: expect.closeTo(0.003, 9) });
  });

  it('is unknown, not nothing, when the price is', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(1))));
    expect([view.estimate?.costUsd, view.usage.costUsd]).toEqual([null, null]);
  });

  it('is what the provider says where it says it', async () => {
    const model = createScriptedModel(() => ({ text: 'x', usage: { inputTokens: 1, outputTokens: 1, costUsd: 0.25 } }));
    const lab = createLab({ model, prices });
    expect((await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(2))))).usage.costUsd).toBe(0.5);
  });

  it('counts what attempts used that came to nothing', async () => {
    const cut = new FanoutError('stream_cut', 'cut', { retry: { kind: 'again', afterMs: 0 } });
    const model = createScriptedModel((_, n) => (n === 1 ? cut : 'x'));
    const lab = createLab({ model, prices });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(1))));
    expect(view.usage.inputTokens).toBeGreaterThan(10);
  });
});

describe('a budget', () => {
  it('is never overshot: lanes reserve the most they can cost, and what has no room is skipped with that reason', async () => {
    let spent = 0;
    const model = createScriptedModel((call) => {
      const outputTokens = call.maxOutputTokens ?? 0;
      spent += (50 + outputTokens) / 1_000_000;
      return { text: 'x', usage: { inputTokens: 50, outputTokens, costUsd: null } };
    });
    const lab = createLab({ model, prices });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(10), { budgetUsd: 0.005 })));
    expect(view.outcome).toBe('partial');
    expect(view.ledger.done).toBeGreaterThan(0);
    expect(view.ledger.skipped).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(0.005);
    expect(view.answer).toContain('the budget has no room for it');
    expect(view.lanes.find((lane) => lane.status === 'skipped')).toMatchObject({ code: 'over_budget', attempts: 0 });
  });

  it('that is raised with a retry lets the run go on from there', async () => {
    const model = createScriptedModel(() => ({ text: 'x', usage: { inputTokens: 50, outputTokens: 900, costUsd: null } }));
    const lab = createLab({ model, prices });
    const runId = await lab.fanout.ask(toTestRequest(prompts(10), { budgetUsd: 0.005 }));
    const { ledger } = await lab.toEnd(runId);
    const calls = model.calls.length;
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [], prompt: null, budgetUsd: 1 }, 'ann');
    expect((await lab.toEnd(runId)).outcome).toBe('done');
    expect(model.calls.length - calls).toBe(ledger.skipped);
  });

  it('can not be kept when the price is unknown, so the run asks back before it spends anything', async () => {
    const model = createScriptedModel([]);
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(2), { budgetUsd: 1 })));
    expect(view.outcome).toBe('question');
    expect(view.question).toMatch(/FANOUT_MODELS/);
  });

  it('that is used up leaves the digest out, not the results', async () => {
    const model = createScriptedModel((call) => ({
      text: call.instruction,
      usage: { inputTokens: 50, outputTokens: call.maxOutputTokens ?? 0, costUsd: null },
    }));
    const lab = createLab({ model, prices });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(2), { budgetUsd: 0.0021, merge: 'digest' })));
    expect(view.ledger.done).toBe(2);
    expect(view.answer).toContain('what is left of the budget is too little');
  });
});

describe('before a wide or dear run', () => {
  it('a person is asked, and nothing runs until they say yes', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(prompts(51), { approved: false }));
    const view = await lab.until(runId, (it) => it.phase === 'asking');
    expect(view.estimate?.inputTokens).toBeGreaterThan(0);
    await lab.clock.advance(120_000);
    expect(model.calls).toHaveLength(0);
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'ann')).toBeNull();
    expect((await lab.toEnd(runId)).outcome).toBe('done');
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'ann')).toMatch(/does not wait/);
  });

  it('a no ends it with nothing spent', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model, prices: { usd: async () => 0.6 } });
    const runId = await lab.fanout.ask(toTestRequest(prompts(2), { approved: false }));
    await lab.until(runId, (it) => it.phase === 'asking');
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    expect(await lab.toEnd(runId)).toMatchObject({ outcome: 'stopped', answer: null, ledger: { cancelled: 2 } });
    expect(model.calls).toHaveLength(0);
  });

  it('nobody is asked for a small and cheap one', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x'), prices });
    expect((await lab.toEnd(await lab.fanout.ask(toTestRequest(prompts(50), { approved: false })))).outcome).toBe('done');
  });
});

describe('equal lanes', () => {
  it('are called once, at the same time and in later runs, and the answer says so', async () => {
    const store = createMemoryStore();
    const model = createScriptedModel(async (call) => {
      await new Promise((resolve) => setImmediate(resolve));
      return `did ${call.instruction}`;
    });
    const lab = createLab({ model, store });
    const first = await lab.toEnd(await lab.fanout.ask(toTestRequest(['same', 'same', 'other'], { fresh: false })));
    expect(model.calls).toHaveLength(2);
    expect(first.ledger.done).toBe(3);
    const second = await lab.toEnd(await lab.fanout.ask(toTestRequest(['other', 'new'], { fresh: false })));
    expect(model.calls).toHaveLength(3);
    expect(second.answer).toContain('did other');
    expect(second.answer).toMatch(/1 lane .*earlier/);
  });

  it('are called again when that is asked for, or a lane is retried', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one'], { fresh: false }));
    await lab.toEnd(runId);
    await lab.toEnd(await lab.fanout.ask(toTestRequest(['one'], { fresh: true })));
    expect(model.calls).toHaveLength(2);
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann');
    await lab.toEnd(runId);
    expect(model.calls).toHaveLength(3);
  });

  it('of another place are not found', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    await lab.toEnd(await lab.fanout.ask(toTestRequest(['one'], { fresh: false, place: 'here' })));
    await lab.toEnd(await lab.fanout.ask(toTestRequest(['one'], { fresh: false, place: 'elsewhere' })));
    expect(model.calls).toHaveLength(2);
  });
});
