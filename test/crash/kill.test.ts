import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Left, type Moment, openScene, type Scene } from '#test/fixtures/crash/life.ts';
import { QUESTION_ID, WIDE } from '#test/fixtures/crash/scenario.ts';

const IN_DIGEST: readonly Moment[] = [
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
];

const IN_STEERED: readonly Moment[] = [
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
];

const IN_WIDE: readonly Moment[] = [
  ['source.read', 20],
  ['source.expanded', 1],
  ['run.planned', 1],
  ['run.approved', 1],
  ['lane.done', 30],
];

/** Goes on at the next start: same answer, no finished lane called again, nothing doubled. */
async function expectOneDigest(scene: Scene, left: Left): Promise<void> {
  const before = await scene.readLog(left);
  const { view, asked } = await scene.goOn(left);
  expect(view.outcome).toBe('done');
  expect(view.revision).toBe(2);
  expect(view.answer).toBe('summary of digest\n\n---\n\n**4 lanes = 4 done**');
  expect(view.lanes.map((lane) => lane.status)).toEqual(['done', 'done', 'done', 'done']);

  const log = await scene.readLog(left);
  // Lane a is asked for twice (it is retried), the others once; each start has one end.
  const done = log.filter((event) => event.type === 'lane.done').map((event) => event.lane);
  expect(done.sort()).toEqual([1, 1, 2, 3, 4]);
  const starts = log.flatMap((event) => ('start' in event && event.type !== 'lane.started' ? [`${event.lane}:${event.start}`] : []));
  expect(new Set(starts).size).toBe(starts.length);
  expect(log.filter((event) => event.type === 'lanes.retried')).toHaveLength(1);
  expect(log.filter((event) => event.type === 'run.ended')).toHaveLength(2);
  expect(log.slice(0, before.length)).toEqual(before);

  // What was finished before the death was not asked of the model again.
  const retried = before.some((event) => event.type === 'lanes.retried');
  for (const [lane, who] of [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
    [4, 'd'],
  ] as const) {
    const times = before.filter((event) => event.type === 'lane.done' && event.lane === lane).length;
    const after = (asked.get(who) ?? 0) - (left.asked.get(who) ?? 0);
    const stillToDo = (lane === 1 ? 2 : 1) - times;
    if (stillToDo === 0) expect(after, `calls of ${who} after the death`).toBe(0);
    else expect(after).toBeGreaterThanOrEqual(stillToDo);
    if (lane === 1 && times === 1 && !retried) expect(after).toBe(1);
  }
}

/** Goes on with what people pressed before, each press once. */
async function expectEachPressOnce(scene: Scene, left: Left): Promise<void> {
  const before = await scene.readLog(left);
  const { view } = await scene.goOn(left);
  expect(view.outcome).toBe('stopped');
  expect(view.lanes.map((lane) => lane.status)).toEqual(['done', 'skipped', 'cancelled', 'failed']);
  expect(view.answer).toContain('summary of a');
  const log = await scene.readLog(left);
  expect(log.slice(0, before.length)).toEqual(before);
  for (const type of ['lane.skip_asked', 'run.merge_asked', 'lanes.retried', 'run.stop_asked', 'source.unreadable', 'lane.done'])
    expect(
      log.filter((event) => event.type === type),
      type,
    ).toHaveLength(1);
  expect(log.filter((event) => event.type === 'run.ended')).toHaveLength(2);
  expect((await scene.readLog(left, QUESTION_ID)).map((event) => event.type)).toEqual(['run.asked', 'run.questioned']);
}

/** Goes on with an archive that needs a yes: every entry once. */
async function expectEveryEntryOnce(scene: Scene, left: Left): Promise<void> {
  const { view } = await scene.goOn(left);
  expect(view.outcome).toBe('done');
  expect(view.ledger).toMatchObject({ asked: WIDE, done: WIDE });
  const log = await scene.readLog(left);
  for (const [type, times] of [
    ['source.read', WIDE],
    ['source.expanded', 1],
    ['run.approved', 1],
    ['lane.done', WIDE],
  ] as const)
    expect(
      log.filter((event) => event.type === type),
      type,
    ).toHaveLength(times);
}

describe.each([
  ['digest', IN_DIGEST, expectOneDigest],
  ['steered', IN_STEERED, expectEachPressOnce],
  ['wide', IN_WIDE, expectEveryEntryOnce],
] as const)('what a process leaves that dies in the scenario %s right after', (scenario, moments, expectWhole) => {
  const scene = openScene(scenario);
  let leftAt: Awaited<ReturnType<Scene['live']>>;
  beforeAll(async () => {
    leftAt = await scene.live(moments);
  });
  afterAll(() => scene[Symbol.dispose]());

  it.concurrent.each(moments)('%s number %i is all that the next one needs', async (...moment) => {
    const left = leftAt(moment);
    const all = [...(await scene.readLog(left)), ...(await scene.readLog(left, QUESTION_ID))];
    // It is there, and maybe what was written with it.
    expect(all.filter(({ type }) => type === moment[0]).length).toBeGreaterThanOrEqual(moment[1]);
    await expectWhole(scene, left);
  });
});

describe.concurrent('a process killed (SIGKILL) right after', () => {
  it.each([
    ['lane.done', 1, 'digest', expectOneDigest],
    ['stage.merged', 1, 'digest', expectOneDigest],
    ['lane.dropped', 1, 'steered', expectEachPressOnce],
    ['lane.done', 30, 'wide', expectEveryEntryOnce],
  ] as const)('%s number %i of the scenario %s leaves the same', async (kind, nth, scenario, expectWhole) => {
    using scene = openScene(scenario);
    await expectWhole(scene, await scene.kill([kind, nth]));
  });

  it('lane.interrupted, so dead twice, goes on all the same', async () => {
    using scene = openScene('digest');
    const once = await scene.kill(['lane.started', 2]);
    const { view } = await scene.goOn(await scene.kill(['lane.interrupted', 1], once));
    expect(view.answer).toBe('summary of digest\n\n---\n\n**4 lanes = 4 done**');
  });
});
