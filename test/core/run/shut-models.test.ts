import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { type ErrorCode, FanoutError } from '#core/errors.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { cardOf, catalogueOf } from '../models/cards.ts';

const LANES = Array.from({ length: 12 }, (_, n) => `lane ${n + 1}`);
const RETRY = { kind: 'retry', lanes: [], prompt: null, budgetUsd: null } as const;
const REASON = 'the key is refused: check it';

describe('a model that takes no call of anybody', () => {
  it.each<ErrorCode>(['bad_key', 'unknown_model', 'quota_exhausted'])(
    'ends the lanes that have not started, with its reason and no call: %s',
    async (code) => {
      let isMended = false;
      const model = createScriptedModel((): ScriptStep => (isMended ? 'x' : new FanoutError(code, REASON)));
      const lab = createLab({ model });
      const runId = await lab.fanout.ask(toTestRequest(LANES, { cap: 2 }));
      const view = await lab.toEnd(runId);
      expect(view.ledger).toMatchObject({ asked: 12, failed: 12 });
      expect(view.lanes.map(({ note }) => note)).toEqual(LANES.map(() => REASON));
      expect(model.calls.length).toBeLessThanOrEqual(2);
      isMended = true;
      await lab.fanout.steer(runId, RETRY, 'ann');
      expect((await lab.toEnd(runId)).ledger.done).toBe(12);
    },
  );

  it('is no matter of what is asked: a lane that is refused for its words, or its address, leaves the others', async () => {
    for (const code of ['bad_request', 'content_filtered', 'prompt_too_long'] as const) {
      const model = createScriptedModel((call): ScriptStep => (call.instruction === 'lane 1' ? new FanoutError(code, 'not this') : 'x'));
      const lab = createLab({ model });
      const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(LANES, { cap: 1 })));
      expect(view.ledger).toMatchObject({ done: 11, failed: 1 });
    }
  });

  it('is passed over by lanes that have another to go to, and lanes of other models never ask it', async () => {
    const model = createScriptedModel((call): ScriptStep => (call.model === 'locked' ? new FanoutError('bad_key', REASON) : 'x'));
    const cards = [cardOf('locked', { price: { input: 0.1, output: 0.1 } }), cardOf('open')];
    const lab = createLab({ model, catalogue: catalogueOf(cards) });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(LANES, { cap: 1 })));
    expect(view.ledger.done).toBe(12);
    expect(model.calls.map((call) => call.model)).toEqual(['locked', ...LANES.map(() => 'open')]);
  });

  it('is asked again after a retry, whatever comes back late from before', async () => {
    const late = Promise.withResolvers<ScriptStep>();
    const first = Promise.withResolvers<ScriptStep>();
    const model = createScriptedModel((call, n) => {
      if (n === 2) return late.promise;
      if (n === 3) return first.promise;
      return n === 1 ? new FanoutError('quota_exhausted', REASON) : `did ${call.instruction}`;
    });
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(LANES, { cap: 2 }));
    await lab.until(runId, (view) => view.ledger.failed === 11);
    await lab.clock.advance(1_000);
    // Somebody topped it up.
    await lab.fanout.steer(runId, RETRY, 'ann');
    await lab.until(runId, () => model.calls.length === 3);
    late.resolve(new FanoutError('quota_exhausted', REASON));
    await lab.until(runId, (view) => view.lanes[1]?.status === 'failed');
    first.resolve('x');
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ done: 11, failed: 1 });
  });

  it('is asked again by what was in flight when Fanout was stopped: it may have been started with another key', async () => {
    const store = createMemoryStore();
    const model = createScriptedModel((_, n): ScriptStep => (n === 1 ? { hang: true } : new FanoutError('bad_key', REASON)));
    const first = createLab({ model, store });
    const runId = await first.fanout.ask(toTestRequest(LANES, { cap: 2 }));
    await first.until(runId, (view) => view.ledger.failed === 11);
    await first.fanout.close();
    const second = createLab({ model: createScriptedModel(() => 'y'), store });
    await second.fanout.resume();
    expect((await second.toEnd(runId)).ledger).toMatchObject({ done: 1, failed: 11 });
    await second.fanout.steer(runId, RETRY, 'ann');
    expect((await second.toEnd(runId)).ledger.done).toBe(12);
  });
});
