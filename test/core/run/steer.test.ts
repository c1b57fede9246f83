import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

/** A model whose lanes hang while their name is in `hanging`; all else answers with what was asked. */
function createHangable(hanging: Set<string>) {
  return createScriptedModel((call): ScriptStep => (hanging.has(call.instruction) ? { hang: true } : `did ${call.instruction}`));
}

const isRunning =
  (lane: number) =>
  (view: Awaited<ReturnType<Lab['toEnd']>>): boolean =>
    view.lanes[lane - 1]?.status === 'running';

describe('retrying a lane of an ended run', () => {
  it('calls only that lane, merges again, and gives a new revision', async () => {
    const model = createScriptedModel((call, n) => `${call.instruction} #${n}`);
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three'], { cap: 1 }));
    expect(await lab.toEnd(runId)).toMatchObject({ revision: 1 });
    expect(await lab.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: null, budgetUsd: null }, 'ann')).toBeNull();
    const view = await lab.toEnd(runId);
    expect(view.revision).toBe(2);
    expect(view.answer).toBe('## one\n\none #1\n\n## two\n\ntwo #4\n\n## three\n\nthree #3\n\n---\n\n**3 lanes = 3 done**');
    expect(model.calls.map((call) => call.instruction)).toEqual(['one', 'two', 'three', 'two']);
  });

  it('asks the edited prompt when there is one, and keeps it for later retries', async () => {
    const model = createScriptedModel((call) => call.instruction);
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: 'one, but shorter', budgetUsd: null }, 'ann');
    expect((await lab.toEnd(runId)).answer).toContain('## one\n\none, but shorter');
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann');
    expect((await lab.toEnd(runId)).revision).toBe(3);
    expect(model.calls.at(-1)?.instruction).toBe('one, but shorter');
  });

  it('with no lane named does the missing ones, and says so when none is', async () => {
    let broken = true;
    const model = createScriptedModel((call) => {
      if (broken && call.instruction !== 'two') throw new Error('bug');
      return `did ${call.instruction}`;
    });
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three']));
    await lab.toEnd(runId);
    broken = false;
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [], prompt: null, budgetUsd: null }, 'ann');
    expect((await lab.toEnd(runId)).outcome).toBe('done');
    expect(model.calls.map((call) => call.instruction)).toEqual(['one', 'two', 'three', 'one', 'three']);
    expect(await lab.fanout.steer(runId, { kind: 'retry', lanes: [], prompt: null, budgetUsd: null }, 'ann')).toMatch(/nothing to retry/i);
  });

  it('is one retry however often the same press is delivered', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one']));
    await lab.toEnd(runId);
    await Promise.all(
      Array.from({ length: 11 }, () =>
        lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann', 'press'),
      ),
    );
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann', 'press');
    expect((await lab.toEnd(runId)).revision).toBe(2);
    expect(model.calls).toHaveLength(2);
  });

  it('does the stages after it again, since they stand on its result', async () => {
    const model = createScriptedModel((call, n) => `${call.instruction.split(' ')[0]}${n}(${call.materials[0]?.text ?? ''})`);
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest([], { text: 'research tea, then draft a post, then review it' }));
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: null, budgetUsd: null }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.answer?.split('\n')[0]?.toLowerCase()).toBe('review5(draft4(research1()))');
  });

  it('refuses runs and lanes that there are not', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    const runId = await lab.fanout.ask(toTestRequest(['one']));
    await lab.toEnd(runId);
    await expect(lab.fanout.steer('nobody', { kind: 'stop' }, 'ann')).rejects.toMatchObject({ code: 'unknown_run' });
    await expect(lab.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: null, budgetUsd: null }, 'ann')).rejects.toMatchObject({
      code: 'unknown_lane',
    });
    expect(await lab.fanout.steer(runId, { kind: 'stop' }, 'ann')).toMatch(/ended already/);
  });
});

describe('stopping a run', () => {
  it('aborts what is in flight, starts nothing more, and answers with what is there', async () => {
    const model = createHangable(new Set(['two', 'three']));
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three', 'four'], { cap: 2 }));
    await lab.until(runId, isRunning(3));
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.outcome).toBe('stopped');
    expect(view.ledger).toEqual({ asked: 4, done: 1, failed: 0, timedOut: 0, skipped: 0, cancelled: 3 });
    expect(view.answer).toContain('## one\n\ndid one');
    expect(view.answer).toContain('- 4 four: cancelled (the run was stopped)');
    expect(model.inFlight()).toBe(0);
    expect(model.calls).toHaveLength(3);
  });

  it('during a back-off ends the run at once, without waiting it out', async () => {
    const anHour = { kind: 'wait', afterMs: 3_600_000 } as const;
    const lab = createLab({ model: createScriptedModel(() => new FanoutError('rate_limited', 'wait', { retry: anHour })) });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
    await lab.until(runId, (view) => view.lanes.every((lane) => lane.waitsUntilMs !== null));
    const before = lab.clock.now();
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.ledger.cancelled).toBe(2);
    expect(lab.clock.now() - before).toBeLessThan(5_000);
  });

  it('can be taken back by a retry of what is missing', async () => {
    const hanging = new Set(['two']);
    const lab = createLab({ model: createHangable(hanging) });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
    await lab.until(runId, isRunning(2));
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    await lab.toEnd(runId);
    hanging.clear();
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [], prompt: null, budgetUsd: null }, 'ann');
    expect(await lab.toEnd(runId)).toMatchObject({ outcome: 'done', revision: 2 });
  });
});

describe('while a run is at work', () => {
  it('"merge now" answers with what is there and says what was left out', async () => {
    const lab = createLab({ model: createHangable(new Set(['two'])) });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
    await lab.until(runId, isRunning(2));
    await lab.fanout.steer(runId, { kind: 'merge' }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.outcome).toBe('partial');
    expect(view.ledger).toMatchObject({ done: 1, skipped: 1 });
    expect(view.answer).toContain('skipped (the answer was asked for before this lane ended)');
  });

  it('skipping a lane leaves out that lane alone, waiting or running', async () => {
    const lab = createLab({ model: createHangable(new Set(['one', 'two'])) });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three', 'four'], { cap: 2 }));
    await lab.until(runId, isRunning(2));
    await lab.fanout.steer(runId, { kind: 'skip', lane: 3 }, 'ann');
    await lab.fanout.steer(runId, { kind: 'skip', lane: 1 }, 'ann');
    await lab.until(runId, (view) => view.lanes[3]?.status === 'done');
    await lab.fanout.steer(runId, { kind: 'skip', lane: 2 }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.lanes.map((lane) => lane.status)).toEqual(['skipped', 'skipped', 'skipped', 'done']);
    expect(await lab.fanout.steer(runId, { kind: 'skip', lane: 4 }, 'ann')).toMatch(/ended already/);
  });

  it('editing a running lane aborts its call and asks the new prompt', async () => {
    const model = createHangable(new Set(['two']));
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
    await lab.until(runId, isRunning(2));
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: 'two, edited', budgetUsd: null }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.answer).toContain('did two, edited');
    expect(view.lanes[1]).toMatchObject({ status: 'done', attempts: 1 });
    expect(model.inFlight()).toBe(0);
  });
});
