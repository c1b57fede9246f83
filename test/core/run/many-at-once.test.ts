import { expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const RUNS = 12;
const IDS = Array.from({ length: RUNS }, (_, at) => `run${at + 1}`);

/** A log that knows in which turn of the event loop each run was read from its start, and in which its plan was kept. */
function timed(log: RunLog) {
  const read: number[] = [];
  const planned: number[] = [];
  let turn = 0;
  let counting = setImmediate(function count() {
    turn += 1;
    counting = setImmediate(count);
  });
  const runLog: RunLog = {
    ...log,
    async append(runId, key, fact, atMs) {
      if (fact.type === 'run.planned') planned.push(turn);
      return await log.append(runId, key, fact, atMs);
    },
    async read(runId, afterSeq) {
      if (afterSeq === 0) read.push(turn);
      return await log.read(runId, afterSeq);
    },
  };
  return { runLog, read, planned, [Symbol.dispose]: () => clearImmediate(counting) };
}

const turnOfLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !holds(); turn += 1) await turnOfLoop();
}

it('plans no two of the requests that come in one moment in one turn of the event loop', async () => {
  const store = createMemoryStore();
  using log = timed(store.runLog);
  const { fanout } = createLab({ model: createScriptedModel(() => 'said'), store, runLog: log.runLog });
  await Promise.all(IDS.map((runId) => fanout.ask(toTestRequest(['one', 'two']), runId)));
  await until(() => log.planned.length === RUNS);
  expect(log.planned).toHaveLength(RUNS);
  expect(new Set(log.planned).size).toBe(RUNS);
});

it('takes up no two runs in one turn of the event loop after a restart, and all of them', async () => {
  const store = createMemoryStore();
  const first = createLab({ model: createScriptedModel(() => ({ hang: true })), store });
  for (const runId of IDS) await first.fanout.ask(toTestRequest(['one', 'two']), runId);
  await first.clock.advance(1_000);
  await first.fanout.close();
  using log = timed(store.runLog);
  const second = createLab({ model: createScriptedModel(() => 'said'), store, runLog: log.runLog });
  expect(await second.fanout.resume()).toEqual(IDS);
  expect(log.read).toHaveLength(RUNS);
  expect(new Set(log.read).size).toBe(RUNS);
  for (const runId of IDS) expect((await second.toEnd(runId)).ledger.done).toBe(2);
});
