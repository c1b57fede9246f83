import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { headline } from '#core/view/headline.ts';
import { laneSaying } from '#core/view/lane-saying.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { ASKED_AT_MS, doneLane, laneView, runView } from '#test/fakes/views.ts';

const wait = (afterMs: number) => new FanoutError('rate_limited', 'it takes no more', { retry: { kind: 'wait', afterMs } });

describe('a run whose lanes wait for their provider', () => {
  it('says for how long, on each lane that could start, and no longer than it lasts', async () => {
    // The second lane is refused; the others were not begun by then.
    const model = createScriptedModel((_, n) => (n === 2 ? wait(34_000) : 'fine'));
    const lab = createLab({ model, concurrency: 1 });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three', 'four', 'five', 'six'], { cap: 3 }));
    const view = await lab.until(runId, ({ lanes }) => lanes[0]?.status === 'done' && lanes[1]?.waitsUntilMs != null);
    expect(view.provider).toMatchObject({ why: 'asked' });
    const untilMs = view.provider?.untilMs ?? 0;
    expect(untilMs - lab.clock.now()).toBeGreaterThanOrEqual(33_000);
    expect(untilMs - lab.clock.now()).toBeLessThanOrEqual(40_000);
    expect(view.lanes[2]?.waitsUntilMs).toBe(untilMs);
    // Beyond the cap they wait for their turn.
    expect(view.lanes[5]).toMatchObject({ status: 'waiting', waitsUntilMs: null });
    expect(model.calls).toHaveLength(2);
    const end = await lab.toEnd(runId);
    expect(end).toMatchObject({ outcome: 'done', provider: null });
    expect(end.lanes.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('says nothing where another run is the one that waits', async () => {
    const model = createScriptedModel((call) => (call.model === 'busy' ? wait(60_000) : 'fine'));
    const lab = createLab({ model });
    const one = await lab.fanout.ask(toTestRequest(['one'], { model: 'busy' }));
    const other = await lab.fanout.ask(toTestRequest(['a', 'b'], { model: 'idle' }));
    expect(await lab.toEnd(other)).toMatchObject({ outcome: 'done', provider: null });
    expect((await lab.fanout.watch.now(one)).phase).toBe('running');
    await lab.fanout.close();
  });
});

describe('the words for it', () => {
  const lanes = [doneLane(1), laneView(2, { waitsUntilMs: ASKED_AT_MS + 34_000 })];

  it('are in the headline and on the lane, in steps that do not flicker', () => {
    const view = runView(lanes, { provider: { untilMs: ASKED_AT_MS + 34_000, why: 'asked' } });
    expect(headline(view, ASKED_AT_MS)).toContain('waiting for the provider, 35 s');
    expect(headline(view, ASKED_AT_MS + 3_000)).toContain('waiting for the provider, 35 s');
    expect(lanes[1] === undefined ? '' : laneSaying(lanes[1], ASKED_AT_MS, 100)).toBe('waiting for the provider, 35 s');
  });

  it('tell a provider that is down, and nothing of one that is not waited for', () => {
    const down = runView(lanes, { provider: { untilMs: ASKED_AT_MS + 29_000, why: 'down' } });
    expect(headline(down, ASKED_AT_MS)).toContain('the provider is down, asked again in 30 s');
    expect(headline(runView(lanes), ASKED_AT_MS)).not.toContain('provider');
  });
});
