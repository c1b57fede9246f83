import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import type { Plan } from '#core/plan/plan.ts';
import { toToday } from '#core/text/today.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createLab } from '#test/fakes/lab.ts';
import { storeWith, toPlannedLane as toLane, toPlanOf } from '#test/fakes/planned.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';

const DAY_MS = 24 * 3_600_000;

/** Plans carried out in one store, a day apart; which call was made on which day, and what it was told. */
async function onDays(plans: readonly Plan[]): Promise<(readonly [day: string, told: string | undefined])[]> {
  const [store, clock] = [createMemoryStore(), createFakeClock()];
  const calls: (readonly [string, string | undefined])[] = [];
  const model = createScriptedModel((call) => {
    calls.push([toToday(clock.now()), call.today]);
    return 'Text.';
  });
  for (const [nth, plan] of plans.entries()) {
    await storeWith(plan, { runId: `r${nth}`, store, fresh: false });
    const lab = createLab({ model, store, clock, hedge: false });
    await lab.fanout.resume(`r${nth}`);
    await lab.toEnd(`r${nth}`);
    await lab.fanout.close();
    await clock.advance(DAY_MS);
  }
  return calls;
}

async function run(plan: Plan) {
  const model = createScriptedModel((call) => (/^Write one/.test(call.instruction) ? 'Alles.' : 'Text.'));
  const lab = createLab({ model, store: await storeWith(plan), hedge: false });
  await lab.fanout.resume();
  return { model, view: await lab.toEnd('r') };
}

describe('the day', () => {
  const first = toToday(createFakeClock().now());
  const second = toToday(createFakeClock().now() + DAY_MS);

  it('does not make a translation of yesterday be paid for again', async () => {
    const plan = toPlanOf([toLane('x', { work: 'translate', sources: ['T1'] })]);
    expect(await onDays([plan, plan])).toEqual([[first, first]]);
  });

  it.each([
    ['a question', toLane('what is due today', { work: 'answer' })],
    ['a summary of what may be due today', toLane('x', { work: 'summarize', sources: ['T1'] })],
    ['a translation without material', toLane('x', { work: 'translate' })],
  ])('is told, and %s is asked anew on another one', async (_, lane) => {
    const plan = toPlanOf([lane]);
    expect(await onDays([plan, plan])).toEqual([
      [first, first],
      [second, second],
    ]);
  });

  it('is told to a digest, whose parts of yesterday are not paid for again', async () => {
    const [store, clock] = [createMemoryStore(), createFakeClock()];
    await storeWith(toPlanOf([toLane('a'), toLane('b')], {}, { merge: 'digest' }), { store });
    const model = createScriptedModel(() => 'Text.');
    const onward = async () => {
      const lab = createLab({ model, store, clock, hedge: false });
      await lab.fanout.resume();
      const { revision } = await lab.toEnd('r');
      await lab.fanout.close();
      return revision;
    };
    expect(await onward()).toBe(1);
    expect(model.calls.map(({ today }) => today)).toEqual([first, first, first]);
    await clock.advance(DAY_MS);
    await store.runLog.append('r', 'press:1', { type: 'run.remerge_asked', by: 'ann' }, clock.now());
    expect(await onward()).toBe(2);
    expect(model.calls).toHaveLength(3);
  });
});

describe('the language', () => {
  const lanes = [toLane('a'), toLane('b')];

  it('of the plan is told to lanes and to what is written out of them', async () => {
    const { model, view } = await run(toPlanOf(lanes, { language: 'German' }, { merge: 'digest' }));
    expect(view.answer).toMatch(/^Alles\./);
    expect(model.calls.map(({ language }) => language)).toEqual(['German', 'German', 'German']);
  });

  it('is the instruction’s own where the plan has none; a digest, whose instruction is not the person’s, is told of none', async () => {
    const { model } = await run(toPlanOf(lanes, {}, { merge: 'digest' }));
    expect(model.calls.map(({ language }) => language)).toEqual([null, null, undefined]);
  });
});

it('a lane without material is not told of any, in whatever form it answers', async () => {
  const output = { kind: 'fields', fields: ['size'] } as const;
  const { model } = await run(toPlanOf([toLane('a', { output }), toLane('b', { output, sources: ['T1'] })]));
  const told = (materials: number) => model.calls.find((call) => call.materials.length === materials)?.instruction;
  expect(told(0)).toContain('from what you know');
  expect(told(1)).toContain('where the material does not tell');
});
