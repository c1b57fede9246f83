import { describe, expect, it } from 'vitest';
import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import type { RunFact } from '#core/run/events.ts';
import { NO_USAGE } from '#core/usage.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

export interface StoreUnderTest {
  readonly runLog: RunLog;
  readonly finished: FinishedLanes;
  readonly retention: Retention;
}

const asked = (text: string): RunFact => ({ type: 'run.asked', request: toTestRequest([], { text }) });
const ended: RunFact = { type: 'run.ended', round: 1, outcome: 'done', revision: 1, answer: 'x' };
const done = (lane: number, text: string, fingerprint: string): Extract<RunFact, { type: 'lane.done' }> => ({
  type: 'lane.done',
  lane,
  start: 1,
  text,
  truncated: false,
  model: 'm',
  usage: NO_USAGE,
  ms: 1,
  fingerprint,
  reusedFrom: null,
});

export function storeContract(name: string, open: () => StoreUnderTest): void {
  describe(`FinishedLanes contract: ${name}`, () => {
    it('finds the newest result of an equal call, and none for another', async () => {
      const { runLog, finished } = open();
      await runLog.append('r1', 'asked', asked('one'), 1);
      await runLog.append('r1', 'a', done(1, 'old', 'f1'), 10);
      await runLog.append('r1', 'b', done(2, 'new', 'f1'), 20);
      expect(await finished.find('f1')).toEqual({ runId: 'r1', lane: 2, text: 'new', truncated: false, model: 'm' });
      expect(await finished.find('f2')).toBeNull();
    });

    it('never gives what was itself taken from another lane', async () => {
      const { runLog, finished } = open();
      await runLog.append('r1', 'asked', asked('one'), 1);
      await runLog.append('r1', 'a', { ...done(1, 'x', 'f1'), reusedFrom: { runId: 'r0', lane: 1 } }, 10);
      expect(await finished.find('f1')).toBeNull();
    });
  });

  describe(`Retention contract: ${name}`, () => {
    it('forgets a run whole: its log, its heading, its results, its words', async () => {
      const { runLog, finished, retention } = open();
      for (const runId of ['r1', 'r2']) {
        await runLog.append(runId, 'asked', asked(`about ${runId}`), 1);
        await runLog.append(runId, 'a', done(1, `zebra of ${runId}`, `f-${runId}`), 10);
        await runLog.append(runId, 'ended:1', ended, 20);
      }
      const find = async (words: string[]) =>
        (await runLog.list({ unfinished: false, place: null, words, limit: 9 })).map((it) => it.runId);
      expect((await find(['zebra'])).sort()).toEqual(['r1', 'r2']);
      expect(await retention.forget('r1')).toBe(true);
      expect(await retention.forget('r1')).toBe(false);
      expect(await runLog.read('r1', 0)).toEqual([]);
      expect(await finished.find('f-r1')).toBeNull();
      expect(await finished.find('f-r2')).not.toBeNull();
      expect(await find(['zebra'])).toEqual(['r2']);
      // What comes after a forgotten run is found too.
      await runLog.append('r3', 'asked', asked('about r3'), 30);
      await runLog.append('r3', 'a', done(1, 'zebra again', 'f3'), 40);
      expect(await find(['zebra', 'again'])).toEqual(['r3']);
    });

    it('forgets what ended before a time, and nothing that is unfinished', async () => {
      const { runLog, retention } = open();
      await runLog.append('old', 'asked', asked('old'), 1);
      await runLog.append('old', 'ended:1', ended, 10);
      await runLog.append('open', 'asked', asked('open'), 1);
      await runLog.append('new', 'asked', asked('new'), 1);
      await runLog.append('new', 'ended:1', ended, 100);
      expect(await retention.forgetEndedBefore(50)).toBe(1);
      const left = await runLog.list({ unfinished: false, place: null, words: [], limit: 9 });
      expect(left.map((it) => it.runId).sort()).toEqual(['new', 'open']);
    });
  });

  describe(`searching: ${name}`, () => {
    it('finds words of requests, lane titles and results, all of them needed, in any case, and takes no word as an operator', async () => {
      const { runLog } = open();
      await runLog.append('r1', 'asked', asked('Compare the vendors'), 1);
      await runLog.append('r1', 'a', done(1, 'Ångström Ltd is the cheapest "by far"', 'f'), 10);
      await runLog.append('r2', 'asked', asked('Compare the weather'), 20);
      const find = async (...words: string[]) =>
        (await runLog.list({ unfinished: false, place: null, words, limit: 9 })).map((it) => it.runId);
      expect(await find('COMPARE')).toEqual(['r2', 'r1']);
      expect(await find('compare', 'cheapest')).toEqual(['r1']);
      expect(await find('cheap')).toEqual(['r1']);
      expect(await find('NOT')).toEqual([]);
      for (const odd of ['"', '*', 'a OR b', 'NEAR(', "'; drop table runs", 'compare*', '-'])
        await expect(find(odd)).resolves.toBeDefined();
      expect(await find('Compare')).toHaveLength(2);
    });
  });
}
