import { describe, expect, it } from 'vitest';
import type { RunLog } from '#core/ports/run-log.ts';
import type { RunFact } from '#core/run/events.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const asked = (text: string, place = 'here'): RunFact => ({ type: 'run.asked', request: toTestRequest([], { text, place }) });
const started = (lane: number): RunFact => ({ type: 'lane.started', lane, start: 1 });
const all = { unfinished: false, place: null, words: [], limit: 100 } as const;

export function runLogContract(name: string, open: () => RunLog): void {
  describe(`RunLog contract: ${name}`, () => {
    it('gives events back in the order appended, numbered from 1 without gaps', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('one'), 10);
      await log.append('r1', 'a', started(1), 20);
      await log.append('r1', 'b', started(2), 30);
      const events = await log.read('r1', 0);
      expect(events.map(({ seq, type, atMs, runId }) => [seq, type, atMs, runId])).toEqual([
        [1, 'run.asked', 10, 'r1'],
        [2, 'lane.started', 20, 'r1'],
        [3, 'lane.started', 30, 'r1'],
      ]);
      expect((await log.read('r1', 2)).map((event) => event.seq)).toEqual([3]);
      expect(await log.read('r1', 3)).toEqual([]);
      expect(await log.read('unknown', 0)).toEqual([]);
    });

    it('takes a key once, and keeps what it had', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('one'), 10);
      expect(await log.append('r1', 'a', started(1), 20)).toMatchObject({ type: 'lane.started', lane: 1, seq: 2, atMs: 20, runId: 'r1' });
      expect(await log.append('r1', 'a', started(2), 30)).toBeNull();
      expect(await log.append('r1', 'asked', asked('two'), 40)).toBeNull();
      expect(await log.get('r1', 'a')).toMatchObject({ lane: 1, atMs: 20 });
      expect(await log.read('r1', 0)).toHaveLength(2);
      expect((await log.list(all)).map((it) => it.title)).toEqual(['one']);
    });

    it('takes a key once also when many append it at the same time', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('one'), 10);
      const results = await Promise.all(Array.from({ length: 20 }, (_, n) => log.append('r1', `key ${n % 5}`, started(n), n)));
      expect(results.filter((event) => event !== null)).toHaveLength(5);
      expect((await log.read('r1', 0)).map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('keeps runs apart', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('one'), 10);
      await log.append('r2', 'asked', asked('two'), 20);
      expect(await log.append('r2', 'a', started(1), 30)).toMatchObject({ seq: 2 });
      expect(await log.get('r1', 'a')).toBeNull();
      expect(await log.read('r1', 0)).toHaveLength(1);
    });

    it('keeps a fact whole, in any script', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('one'), 10);
      const text = 'naïve 日本語 🏳️‍🌈 "quoted" \\ \u0000 \n\t end';
      await log.append('r1', 'source:S1', { type: 'source.read', source: 'S1', title: text, text, table: null, picture: null }, 20);
      expect(await log.get('r1', 'source:S1')).toEqual({
        type: 'source.read',
        source: 'S1',
        title: text,
        text,
        table: null,
        picture: null,
        runId: 'r1',
        seq: 2,
        atMs: 20,
      });
    });

    it('is not changed by what its callers do to their objects afterwards', async () => {
      const log = open();
      const laneList = ['one'];
      await log.append('r1', 'asked', { type: 'run.asked', request: toTestRequest(laneList) }, 10);
      laneList.push('two');
      expect(await log.get('r1', 'asked')).toMatchObject({ request: { laneList: ['one'] } });
    });

    it('lists what is unfinished, oldest first, and forgets it when it ends', async () => {
      const log = open();
      await log.append('new', 'asked', asked('new'), 20);
      await log.append('old', 'asked', asked('old'), 10);
      await log.append('asks', 'asked', asked('asks'), 5);
      await log.append('asks', 'planned', { type: 'run.questioned', code: 'language_missing', question: '?' }, 6);
      const unfinished = async () => (await log.list({ unfinished: true })).map((it) => it.runId);
      expect(await unfinished()).toEqual(['old', 'new']);
      await log.append('old', 'ended:1', { type: 'run.ended', round: 1, outcome: 'partial', revision: 1, answer: 'x' }, 30);
      expect(await unfinished()).toEqual(['new']);
      expect((await log.list(all)).find((it) => it.runId === 'old')).toMatchObject({ status: 'partial', endedAtMs: 30, askedAtMs: 10 });
      await log.append(
        'old',
        'press:1',
        { type: 'lanes.retried', lanes: [1], prompts: [null], budgetUsd: null, why: 'asked', by: 'ann' },
        40,
      );
      expect(await unfinished()).toEqual(['old', 'new']);
      expect((await log.list(all)).find((it) => it.runId === 'old')).toMatchObject({ status: 'open', endedAtMs: null });
    });

    it('finds runs by place and by words, newest first, up to a limit', async () => {
      const log = open();
      await log.append('r1', 'asked', asked('Translate the press release'), 10);
      await log.append('r2', 'asked', asked('translate 100% of it'), 20);
      await log.append('r3', 'asked', asked('research tea', 'elsewhere'), 30);
      const find = async (words: string[], place: string | null = null, limit = 10) =>
        (await log.list({ unfinished: false, place, words, limit })).map((it) => it.runId);
      expect(await find([])).toEqual(['r3', 'r2', 'r1']);
      expect(await find([], null, 2)).toEqual(['r3', 'r2']);
      expect(await find([], 'here')).toEqual(['r2', 'r1']);
      expect(await find(['TRANSLATE'])).toEqual(['r2', 'r1']);
      expect(await find(['release', 'press'])).toEqual(['r1']);
      expect(await find(['100%'])).toEqual(['r2']);
      expect(await find(['_'])).toEqual([]);
    });
  });
}
