import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { headline } from '#core/view/headline.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const GRACE_MS = 20_000;

/** A model whose answers come when the test says so. */
function createHeldModel() {
  const held = new Map<string, PromiseWithResolvers<ScriptStep>>();
  const model = createScriptedModel(({ instruction }) => {
    const step = Promise.withResolvers<ScriptStep>();
    held.set(instruction, step);
    return step.promise;
  });
  return { model, letGo: (instruction: string) => held.get(instruction)?.resolve(`did ${instruction}`) };
}

async function begin(lanes: readonly string[], cap: number) {
  const store = createMemoryStore();
  const { model, letGo } = createHeldModel();
  const lab = createLab({ store, model });
  const runId = await lab.fanout.ask(toTestRequest(lanes, { cap }));
  await lab.until(
    runId,
    (view) => view.ledger.asked === lanes.length && view.lanes.filter(({ status }) => status === 'running').length === cap,
  );
  const next = () => createLab({ store, model: createScriptedModel(({ instruction }) => `did ${instruction}`) });
  return { store, model, letGo, lab, runId, next };
}

describe('a Fanout that drains', () => {
  it('starts no lane any more, lets those in flight end, says that it pauses, and the next process goes on', async () => {
    const { store, model, letGo, lab, runId, next } = await begin(['one', 'two', 'three', 'four'], 2);
    let left: number | null = null;
    const draining = lab.fanout.drain(GRACE_MS).then((runs) => {
      left = runs;
    });
    await lab.clock.advance(500);
    const view = await lab.fanout.watch.now(runId);
    expect(view.pausing).toBe(true);
    expect(headline(view, lab.clock.now())).toMatch(/^Paused for restart · 0 of 4 done/);
    expect(left).toBeNull();
    for (const lane of ['one', 'two']) letGo(lane);
    await lab.clock.advance(500);
    await draining;
    expect(left).toBe(1);
    expect(model.calls.map(({ instruction }) => instruction)).toEqual(['one', 'two']);
    await lab.fanout.close();
    expect(lab.clock.pending).toBe(0);
    expect((await store.runLog.read(runId, 0)).map(({ type }) => type)).not.toContain('lane.dropped');

    const second = next();
    expect(await second.fanout.resume()).toEqual([runId]);
    const ended = await second.toEnd(runId);
    expect([ended.outcome, ended.pausing]).toEqual(['done', false]);
    expect(ended.lanes.map(({ starts }) => starts)).toEqual([1, 1, 1, 1]);
  });

  it('waits no longer than the grace; what is left is dropped then, and costs no attempt', async () => {
    const { store, lab, runId, next } = await begin(['one', 'two'], 2);
    const draining = lab.fanout.drain(GRACE_MS);
    await lab.clock.advance(GRACE_MS);
    expect(await draining).toBe(1);
    await lab.fanout.close();
    expect(lab.clock.pending).toBe(0);
    expect((await store.runLog.read(runId, 0)).slice(-2).map(({ type }) => type)).toEqual(['lane.dropped', 'lane.dropped']);
    const second = next();
    await second.fanout.resume();
    expect((await second.toEnd(runId)).lanes.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('has nothing to wait for where nothing is in flight', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    expect(await lab.fanout.drain(GRACE_MS)).toBe(0);
    expect(lab.clock.pending).toBe(0);
  });

  it('lets a run end that has only its answer to make', async () => {
    const { letGo, lab, runId } = await begin(['one', 'two'], 2);
    const draining = lab.fanout.drain(GRACE_MS);
    for (const lane of ['one', 'two']) letGo(lane);
    await lab.clock.advance(500);
    expect(await draining).toBe(0);
    expect(await lab.fanout.watch.now(runId)).toMatchObject({ phase: 'ended', outcome: 'done', pausing: false });
  });

  it('does not do again what fails meanwhile, and keeps a request for the next process', async () => {
    const { store, model, letGo, lab, runId, next } = await begin(['one'], 1);
    const draining = lab.fanout.drain(GRACE_MS);
    const asked = await lab.fanout.ask(toTestRequest(['new']));
    expect((await lab.fanout.watch.now(asked)).pausing).toBe(true);
    await lab.fanout.steer(runId, { kind: 'stop' }, 'me');
    letGo('one');
    await lab.clock.advance(500);
    await draining;
    expect(model.calls).toHaveLength(1);
    await lab.fanout.close();
    const second = next();
    expect(await second.fanout.resume()).toContain(asked);
    expect((await second.toEnd(asked)).outcome).toBe('done');
    expect((await store.runLog.list({ unfinished: true })).length).toBe(0);
  });
});
