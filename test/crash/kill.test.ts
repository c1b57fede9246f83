import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openStore } from '#adapters/sqlite/open-store.ts';
import type { RunEvent } from '#core/run/events.ts';
import { COMPILE_CACHE } from '#test/fakes/compile-cache.ts';
import { startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { carryOut, QUESTION_ID, RUN_ID, type Scenario, WIDE } from '#test/fixtures/crash/scenario.ts';

const CHILD = join(import.meta.dirname, '../fixtures/crash/child.ts');

/** `digest`: b fails once and c is asked to wait once. `steered`: b and c hang. What the endpoint says depends on the prompt alone. */
async function openScene(scenario: Scenario) {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-kill-'));
  mkdirSync(join(folder, 'sources'));
  for (const name of NAMES[scenario]) writeFileSync(join(folder, 'sources', name), `The text of ${name}.`);
  if (scenario === 'wide') writeFileSync(join(folder, 'sources', 'all.zip'), zipOf(WIDE));
  const seen = new Map<string, number>();
  const endpoint = await startModelEndpoint({
    answer: (request) => {
      const prompt = JSON.stringify(request.messages);
      const who = prompt.includes('one digest of the material') ? 'digest' : (/The text of (\w)\.md/.exec(prompt)?.[1] ?? '?');
      const times = (seen.get(who) ?? 0) + 1;
      seen.set(who, times);
      if (scenario === 'wide') return 'a summary';
      if (scenario === 'steered') return who === 'a' ? 'summary of a' : { kind: 'hang', after: 'half' };
      if (who === 'b' && times === 1) return { kind: 'status', status: 500, body: { error: { message: 'boom' } } };
      if (who === 'c' && times === 1)
        return { kind: 'status', status: 429, headers: { 'retry-after-ms': '20' }, body: { error: { message: 'slow down' } } };
      return `summary of ${who}`;
    },
  });

  return {
    calls: () => new Map(seen),
    goOn: () => carryOut(scenario, folder, endpoint.baseUrl, (runLog) => runLog),
    async kill(kind: string, nth: number): Promise<{ readonly signal: NodeJS.Signals | null; readonly stderr: string }> {
      const child = spawn(process.execPath, [CHILD, scenario, folder, endpoint.baseUrl, kind, String(nth)], {
        env: { ...process.env, ...COMPILE_CACHE },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
      const [stderr, signal] = await Promise.all([readText(child.stderr), ended]);
      return { signal, stderr };
    },
    async readLog(runId = RUN_ID): Promise<RunEvent[]> {
      using store = openStore(join(folder, 'fanout.db'), 'reader');
      return await store.runLog.read(runId, 0);
    },
    async [Symbol.asyncDispose]() {
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NAMES: Readonly<Record<Scenario, readonly string[]>> = {
  digest: ['a.md', 'b.md', 'c.md', 'd.md'],
  steered: ['a.md', 'b.md', 'c.md'],
  wide: [],
};

const zipOf = (count: number): Uint8Array =>
  zipSync(Object.fromEntries(Array.from({ length: count }, (_, n) => [`file ${n + 1}.md`, strToU8(`The text of file ${n + 1}.`)])));

const KILLS_IN_DIGEST = [
  ['run.asked', 1],
  ['source.read', 1],
  ['source.read', 4],
  ['run.planned', 1],
  ['lane.started', 1],
  ['lane.started', 3],
  ['lane.attempt_failed', 1],
  ['lane.deferred', 1],
  ['lane.done', 1],
  ['lane.done', 4],
  ['digest.part', 1],
  ['stage.merged', 1],
  ['run.ended', 1],
  ['lanes.retried', 1],
  ['stage.merged', 2],
  ['run.ended', 2],
] as const;

const KILLS_IN_STEERED = [
  ['source.unreadable', 1],
  ['lane.ended', 1],
  ['lane.skip_asked', 1],
  ['lane.dropped', 1],
  ['run.merge_asked', 1],
  ['lane.dropped', 2],
  ['run.ended', 1],
  ['run.stop_asked', 1],
  ['lane.dropped', 3],
  ['run.questioned', 1],
] as const;

describe.concurrent('a process killed (SIGKILL) right after', () => {
  it.each(KILLS_IN_DIGEST)(
    '%s number %i goes on at the next start: same answer, no finished lane called again, nothing doubled',
    async (kind, nth) => {
      await using scene = await openScene('digest');
      const killed = await scene.kill(kind, nth);
      expect(killed.signal, killed.stderr).toBe('SIGKILL');
      const before = await scene.readLog();
      const callsBefore = scene.calls();

      const view = await scene.goOn();
      expect(view.outcome).toBe('done');
      expect(view.revision).toBe(2);
      expect(view.answer).toBe('summary of digest\n\n---\n\n**4 lanes = 4 done**');
      expect(view.lanes.map((lane) => lane.status)).toEqual(['done', 'done', 'done', 'done']);

      const log = await scene.readLog();
      // Lane a is asked for twice (it is retried), the others once; each start has one end.
      const done = log.filter((event) => event.type === 'lane.done').map((event) => event.lane);
      expect(done.sort()).toEqual([1, 1, 2, 3, 4]);
      const starts = log.flatMap((event) => ('start' in event && event.type !== 'lane.started' ? [`${event.lane}:${event.start}`] : []));
      expect(new Set(starts).size).toBe(starts.length);
      expect(log.filter((event) => event.type === 'lanes.retried')).toHaveLength(1);
      expect(log.filter((event) => event.type === 'run.ended')).toHaveLength(2);
      expect(log.slice(0, before.length)).toEqual(before);

      // What was finished before the kill was not asked of the model again.
      const retried = before.some((event) => event.type === 'lanes.retried');
      for (const [lane, who] of [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ] as const) {
        const times = before.filter((event) => event.type === 'lane.done' && event.lane === lane).length;
        const after = (scene.calls().get(who) ?? 0) - (callsBefore.get(who) ?? 0);
        const stillToDo = (lane === 1 ? 2 : 1) - times;
        if (stillToDo === 0) expect(after, `calls of ${who} after the kill`).toBe(0);
        else expect(after).toBeGreaterThanOrEqual(stillToDo);
        if (lane === 1 && times === 1 && !retried) expect(after).toBe(1);
      }
    },
  );

  it.each(KILLS_IN_STEERED)('%s number %i goes on with what people pressed before, each press once', async (kind, nth) => {
    await using scene = await openScene('steered');
    const killed = await scene.kill(kind, nth);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    const before = await scene.readLog();

    const view = await scene.goOn();
    expect(view.outcome).toBe('stopped');
    expect(view.lanes.map((lane) => lane.status)).toEqual(['done', 'skipped', 'cancelled', 'failed']);
    expect(view.answer).toContain('summary of a');
    const log = await scene.readLog();
    expect(log.slice(0, before.length)).toEqual(before);
    for (const type of ['lane.skip_asked', 'run.merge_asked', 'lanes.retried', 'run.stop_asked', 'source.unreadable', 'lane.done']) {
      expect(
        log.filter((event) => event.type === type),
        type,
      ).toHaveLength(1);
    }
    expect(log.filter((event) => event.type === 'run.ended')).toHaveLength(2);
    expect((await scene.readLog(QUESTION_ID)).map((event) => event.type)).toEqual(['run.asked', 'run.questioned']);
  });

  it.each([
    ['source.read', 20],
    ['source.expanded', 1],
    ['run.planned', 1],
    ['run.approved', 1],
    ['lane.done', 30],
  ] as const)('%s number %i of an archive that needs a yes goes on: every entry once', async (kind, nth) => {
    await using scene = await openScene('wide');
    const killed = await scene.kill(kind, nth);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    const view = await scene.goOn();
    expect(view.outcome).toBe('done');
    expect(view.ledger).toMatchObject({ asked: WIDE, done: WIDE });
    const log = await scene.readLog();
    for (const [type, times] of [
      ['source.read', WIDE],
      ['source.expanded', 1],
      ['run.approved', 1],
      ['lane.done', WIDE],
    ] as const) {
      expect(
        log.filter((event) => event.type === type),
        type,
      ).toHaveLength(times);
    }
  });

  it('lane.interrupted, so dead twice, goes on all the same', async () => {
    await using scene = await openScene('digest');
    expect((await scene.kill('lane.started', 2)).signal).toBe('SIGKILL');
    expect((await scene.kill('lane.interrupted', 1)).signal).toBe('SIGKILL');
    const view = await scene.goOn();
    expect(view.answer).toBe('summary of digest\n\n---\n\n**4 lanes = 4 done**');
  });
});
