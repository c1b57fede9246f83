import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { MAX_INTERRUPTIONS } from '#core/limits.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const hangs: ScriptStep = { hang: true };

describe('after the death of a process', () => {
  it('every unfinished run goes on: what was done is not called again, what was in flight is', async () => {
    const runLog = createMemoryStore().runLog;
    const first = createLab({
      runLog,
      model: createScriptedModel((call) => (call.instruction === 'two' ? hangs : `did ${call.instruction}`)),
    });
    const runId = await first.fanout.ask(toTestRequest(['one', 'two', 'three']));
    await first.until(runId, (view) => view.ledger.done === 2);
    // The first process is not closed: it just never does anything again.
    const model = createScriptedModel((call) => `did ${call.instruction}`);
    const second = createLab({ runLog, model });
    expect(await second.fanout.resume()).toEqual([runId]);
    const view = await second.toEnd(runId);
    expect(view.outcome).toBe('done');
    expect(model.calls.map((call) => call.instruction)).toEqual(['two']);
    expect(view.lanes[1]?.attempts).toBe(1);
    expect(await second.fanout.resume()).toEqual([]);
  });

  it('one that can not be read keeps no other from going on, and says so when it is the one asked for', async () => {
    const { runLog } = createMemoryStore();
    const model = createScriptedModel((call) => (call.instruction === 'hang' ? hangs : 'x'));
    const first = createLab({ runLog, model });
    const damaged = await first.fanout.ask(toTestRequest(['hang']));
    const sound = await first.fanout.ask(toTestRequest(['hang']));
    for (const runId of [damaged, sound]) await first.until(runId, ({ lanes }) => lanes[0]?.status === 'running');
    const read: typeof runLog.read = async (runId, after) => {
      if (runId === damaged) throw new Error('it is damaged');
      return await runLog.read(runId, after);
    };
    const second = createLab({ runLog: { ...runLog, read }, model: createScriptedModel(() => 'x') });
    expect(await second.fanout.resume()).toEqual([sound]);
    expect((await second.toEnd(sound)).outcome).toBe('done');
    expect(second.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    await expect(second.fanout.resume(damaged)).rejects.toThrow('damaged');
  });

  it('a lane that was in flight at every death is given up, and the others are not', async () => {
    const runLog = createMemoryStore().runLog;
    const request = toTestRequest(['poison', 'fine'], { cap: 1 });
    let runId = '';
    for (let death = 0; death < MAX_INTERRUPTIONS; death += 1) {
      const lab = createLab({ runLog, model: createScriptedModel(() => hangs) });
      if (death === 0) runId = await lab.fanout.ask(request);
      else await lab.fanout.resume();
      await lab.until(runId, (view) => view.lanes[0]?.status === 'running');
    }
    const last = createLab({ runLog, model: createScriptedModel((call) => `did ${call.instruction}`) });
    await last.fanout.resume();
    const view = await last.toEnd(runId);
    expect(view.lanes.map((lane) => [lane.status, lane.code])).toEqual([
      ['failed', 'died_repeatedly'],
      ['done', null],
    ]);
  });

  it('the late end of a call of the dead process changes nothing', async () => {
    const runLog = createMemoryStore().runLog;
    const first = createLab({ runLog, model: createScriptedModel(() => hangs) });
    const runId = await first.fanout.ask(toTestRequest(['one']));
    await first.until(runId, (view) => view.lanes[0]?.status === 'running');
    const second = createLab({ runLog, model: createScriptedModel(() => 'the new result') });
    await second.fanout.resume();
    const late = {
      type: 'lane.done',
      lane: 1,
      start: 1,
      text: 'late',
      truncated: false,
      model: null,
      usage: { inputTokens: 0, outputTokens: 0, costUsd: null },
      fingerprint: '',
      reusedFrom: null,
      ms: 1,
    } as const;
    expect(await runLog.append(runId, 'lane:1:start:1:end', late, 1)).toBeNull();
    expect((await second.toEnd(runId)).answer).toContain('the new result');
  });
});

describe('closing', () => {
  it('aborts what is in flight without counting it as an attempt or a death, and the next start goes on', async () => {
    const runLog = createMemoryStore().runLog;
    const model = createScriptedModel((call) => (call.instruction === 'two' ? hangs : 'x'));
    const first = createLab({ runLog, model });
    const runId = await first.fanout.ask(toTestRequest(['one', 'two']));
    await first.until(runId, (view) => view.lanes[1]?.status === 'running');
    await first.fanout.close();
    expect(model.inFlight()).toBe(0);
    expect(first.clock.pending).toBe(0);
    const types = (await runLog.read(runId, 0)).map((event) => event.type);
    expect(types.at(-1)).toBe('lane.dropped');
    const second = createLab({ runLog, model: createScriptedModel(() => 'y') });
    await second.fanout.resume();
    expect(await second.toEnd(runId)).toMatchObject({ outcome: 'done', lanes: [{ attempts: 1 }, { attempts: 1 }] });
  });
});

describe('a store that fails', () => {
  it('stops the run loudly and leaves a log that the next start takes up', async () => {
    const inner = createMemoryStore().runLog;
    let broken = false;
    const runLog: typeof inner = {
      ...inner,
      append: async (...args) => {
        if (broken) throw new Error('disk on fire');
        return await inner.append(...args);
      },
    };
    const first = createLab({
      runLog,
      model: createScriptedModel(() => {
        broken = true;
        return 'x';
      }),
    });
    const runId = await first.fanout.ask(toTestRequest(['one']));
    const views = first.fanout.watch.views(runId, 0, new AbortController().signal);
    const watching = Array.fromAsync(views);
    await Promise.all([first.clock.advance(1_000), expect(watching).rejects.toThrow('disk on fire')]);
    expect(first.log.lines.some((line) => line.level === 'error')).toBe(true);
    broken = false;
    const second = createLab({ runLog: inner, model: createScriptedModel(() => 'y') });
    await second.fanout.resume();
    expect((await second.toEnd(runId)).outcome).toBe('done');
  });
});
