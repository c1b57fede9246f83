import { expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

it('gives what each lane of an ended run came to without reading its log for every one of them', async () => {
  const store = createMemoryStore();
  let reads = 0;
  const runLog: RunLog = {
    ...store.runLog,
    read: async (runId, afterSeq) => {
      reads += 1;
      return await store.runLog.read(runId, afterSeq);
    },
  };
  const { fanout, toEnd } = createLab({ model: createScriptedModel(() => 'said'), store, runLog });
  const runId = await fanout.ask(toTestRequest(Array.from({ length: 30 }, (_, at) => `lane ${at + 1}`)));
  const { lanes } = await toEnd(runId);
  reads = 0;
  for (const { index, starts } of lanes) expect(await fanout.watch.lane(runId, index, starts)).toBe('said');
  expect(reads).toBe(0);
  await expect(fanout.watch.lane(runId, 31, 1)).rejects.toMatchObject({ code: 'unknown_lane' });
  await expect(fanout.watch.lane('nobody', 1, 1)).rejects.toMatchObject({ code: 'unknown_run' });
});
