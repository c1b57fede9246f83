import { expect, it } from 'vitest';
import type { Budgets } from '#core/ports/poster.ts';
import { createDeliveryLab } from '#test/fakes/delivery-lab.ts';
import { NO_LIMITS } from '#test/fakes/fake-place.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';

const EDIT_GAP_MS = 1_100;
/** What the fake place asks for where it puts a call off. */
const PUT_OFF_MS = 2_000;
const STEP_MS = 50;
/** So old a view may be, and so long people wait for the next step of this test. */
const LOOK_MS = 250 + STEP_MS;
const NARROW: Budgets = { ...NO_LIMITS, replace: ({ place }) => ({ scope: `replace ${place}`, gapMs: EDIT_GAP_MS, burst: 1 }) };

/** Runs in one place whose lanes take about a second each, so that no board is ever up to date: how old each lane's end was when a board counted it. */
async function agesOf(sizes: readonly number[], putOff: (edits: number) => boolean = () => false): Promise<readonly number[]> {
  const endsAtMs = new Map<string, number[]>(sizes.map((_, run) => [`run${run + 1}`, []]));
  let calls = 0;
  const model = createScriptedModel(async ({ instruction }) => {
    calls += 1;
    await lab.clock.sleep(700 + ((calls * 377) % 900), new AbortController().signal);
    endsAtMs.get(/run\d+/.exec(instruction)?.[0] ?? '')?.push(lab.clock.now());
    return 'said';
  });
  const lab = createDeliveryLab(model, NARROW);
  let edits = 0;
  lab.place.fault = (method) => {
    if (method !== 'replace') return 'ok';
    edits += 1;
    return putOff(edits) ? 'later' : 'ok';
  };
  const process = lab.start();
  const boards = new Map<string, string>();
  for (const [run, lanes] of sizes.entries()) {
    const name = `run${run + 1}`;
    const prompts = Array.from({ length: lanes }, (_, at) => `${name} lane ${at + 1}`);
    boards.set(await lab.ask(process, prompts), name);
    await lab.clock.advance(STEP_MS);
  }
  const ages: number[] = [];
  const shown = new Map<string, number>();
  for (let step = 0; step < 4_000 && (await lab.unsettled()).length > 0; step += 1) {
    await lab.clock.advance(STEP_MS);
    for (const { tag, text } of lab.place.messages.filter((message) => message.tag.key === 'board')) {
      const name = boards.get(tag.runId) ?? '';
      const done = Number(/(\d+)\/\d+/.exec(text)?.[1] ?? 0);
      for (const atMs of endsAtMs.get(name)?.slice(shown.get(name) ?? 0, done) ?? []) ages.push(lab.clock.now() - atMs);
      shown.set(name, done);
    }
  }
  expect(await lab.unsettled()).toEqual([]);
  expect(ages).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
  return ages;
}

/** Each of the four boards once, and once more for a run that ended meanwhile. */
const ROUND_MS = 4 * EDIT_GAP_MS;
const MOST_MS = ROUND_MS + EDIT_GAP_MS + LOOK_MS;

it.each([[[60, 60, 60, 60]], [[90, 40, 13, 30]], [[70, 14, 18, 22]]])(
  'has no board that is behind for longer than a round of all boards takes, while runs of %j lanes end',
  async (sizes) => {
    expect(Math.max(...(await agesOf(sizes)))).toBeLessThanOrEqual(MOST_MS);
  },
);

it('lets a board that the platform put off go first once it may, and not behind all others', async () => {
  const ages = await agesOf([60, 60, 60, 60], (edits) => edits % 9 === 0);
  expect(Math.max(...ages)).toBeLessThanOrEqual(MOST_MS + PUT_OFF_MS);
});
