import { describe, expect, it } from 'vitest';
import { toVersion } from '#core/deliver/version.ts';
import { laneCalls, steered } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const LANGUAGES = 'French, German, Dutch, Polish and Thai';
const asked = (change = {}) =>
  toTestRequest([], { text: `translate into ${LANGUAGES}: Good morning`, approved: false, card: true, ...change });

async function toCard(lab: Lab, change = {}): Promise<string> {
  const runId = await lab.fanout.ask(asked(change));
  await lab.until(runId, (view) => view.phase === 'asking');
  return runId;
}

describe('a card', () => {
  it('stands before a run that was to be planned first, whatever it costs, and says what it takes', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model, prices: FAKE_PRICES });
    const runId = await toCard(lab, { approved: true });
    const { card } = await lab.fanout.watch.now(runId);
    expect(card).toMatchObject({ kind: 'plan', lanes: 5, guessed: false, most: 5, cap: 16 });
    expect(card?.tokens.low).toBeGreaterThan(0);
    expect(card?.tokens.high).toBeGreaterThan(card?.tokens.low ?? 0);
    expect(card?.usd?.high).toBeGreaterThan(0);
    expect(card?.ms.low).toBeGreaterThanOrEqual(1_000);
    expect(model.calls).toHaveLength(0);
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'ann')).toBeNull();
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ asked: 5, done: 5 });
  });

  it('asks above the amount that is set, and not below', async () => {
    const prices = { usd: async () => 0.3 };
    const lab = createLab({ model: createScriptedModel(() => 'x'), prices });
    const dear = await lab.fanout.ask(asked({ card: false, askUsd: 1 }));
    expect((await lab.until(dear, (view) => view.phase === 'asking')).card?.kind).toBe('plan');
    const cheap = await lab.fanout.ask(asked({ card: false, askUsd: 2 }));
    expect((await lab.toEnd(cheap)).outcome).toBe('done');
  });
});

describe('praise of a card', () => {
  it.each(['sounds good', 'LGTM', 'passt', '好的'])('is no yes, and is told what the run waits for: “%s”', async (text) => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const runId = await toCard(lab);
    await lab.fanout.steer(runId, { kind: 'tell', text }, 'bob');
    const view = await lab.until(runId, ({ replies }) => replies.length > 0);
    expect(view).toMatchObject({ phase: 'asking', replies: [{ text: 'It waits for a yes to go on: say `yes`.' }] });
    expect(model.calls).toHaveLength(0);
  });
});

describe('editing the lanes', () => {
  it('drops, rewords, reorders and adds, and shows the card again', async () => {
    const model = createScriptedModel((call) => `did ${call.instruction.slice(0, 40)}`);
    const lab = createLab({ model });
    const runId = await toCard(lab);
    const lines = ((await lab.fanout.watch.editable(runId, 3_000)) ?? '').split('\n');
    expect(lines).toHaveLength(5);
    const text = [lines[4], lines[0]?.replace(/French/g, 'French (Canada)'), lines[1], 'Translate the material into Latin.'].join('\n');
    expect(await lab.fanout.steer(runId, { kind: 'edit', text, mostChars: 3_000 }, 'bob')).toBeNull();
    const view = await lab.until(runId, (it) => it.lanes.length === 4);
    expect(view.phase).toBe('asking');
    expect(view.lanes.map(({ title }) => title.slice(0, 6))).toEqual(['Thai', 'French', 'German', 'Transl']);
    expect(view.why).toContain('edited');
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    const end = await lab.toEnd(runId);
    expect(end.ledger).toMatchObject({ asked: 4, done: 4 });
    expect(model.calls.map((call) => call.instruction).some((it) => it.includes('French (Canada)'))).toBe(true);
    expect(model.calls.every((call) => call.materials.some((it) => it.text.includes('Good morning')))).toBe(true);
  });

  it('says what is wrong and changes nothing, and is no more possible once lanes have begun', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    const runId = await toCard(lab);
    const before = await lab.fanout.watch.now(runId);
    expect(await lab.fanout.steer(runId, { kind: 'edit', text: '9: what', mostChars: 3_000 }, 'bob')).toMatch(/9/);
    expect(await lab.fanout.steer(runId, { kind: 'edit', text: '\n\n', mostChars: 3_000 }, 'bob')).toMatch(/No lane/);
    expect(await lab.fanout.watch.now(runId)).toEqual(before);
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    await lab.toEnd(runId);
    expect(await lab.fanout.steer(runId, { kind: 'edit', text: '1: x', mostChars: 3_000 }, 'bob')).toMatch(/before the first/);
    expect(await lab.fanout.watch.editable(runId, 3_000)).toBeNull();
  });

  it('is no edit where the lanes stay as they were, and none of lanes that are others by now', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    const runId = await toCard(lab);
    const before = await lab.fanout.watch.now(runId);
    const text = (await lab.fanout.watch.editable(runId, 3_000)) ?? '';
    const edit = (lanes: string, press?: string) =>
      lab.fanout.steer(runId, { kind: 'edit', text: lanes, mostChars: 3_000, shown: toVersion(text) }, 'bob', press);
    expect(await edit(`${text.replaceAll('\n', ' \n\n')}\n`)).toMatch(/nothing in them was changed/);
    expect(await lab.fanout.watch.now(runId)).toEqual(before);
    const four = text.split('\n').slice(1).join('\n');
    expect(await edit(four, 'form')).toBeNull();
    expect(await edit('2: \n3: write a song')).toMatch(/^The lanes have changed since this form was opened/);
    // Told again it is the same wish, and no wish about what came of it.
    expect(await edit(four, 'form')).toBeNull();
    expect((await lab.fanout.watch.now(runId)).lanes).toHaveLength(4);
  });
});

describe('a sample', () => {
  it('runs three lanes, waits, and puts what people say into every lane', async () => {
    const model = createScriptedModel((call) => `did ${call.instruction}`);
    const lab = createLab({ model });
    const runId = await toCard(lab);
    expect(await lab.fanout.steer(runId, { kind: 'sample' }, 'ann')).toBeNull();
    const shown = await lab.until(runId, (view) => view.card?.kind === 'sample');
    expect(shown.phase).toBe('asking');
    expect(shown.sample).toHaveLength(3);
    expect(shown.ledger.done).toBe(3);
    expect(shown.card?.lanes).toBe(2);
    await lab.clock.advance(600_000);
    expect(model.calls).toHaveLength(3);
    expect(await lab.fanout.steer(runId, { kind: 'release', correction: 'keep it informal' }, 'bob')).toBeNull();
    const end = await lab.toEnd(runId);
    expect(end.ledger).toMatchObject({ asked: 5, done: 5 });
    expect(model.calls).toHaveLength(8);
    expect(model.calls.slice(3).every((call) => call.instruction.includes('keep it informal'))).toBe(true);
  });

  it('without a word about it pays for nothing twice', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model });
    const runId = await toCard(lab);
    await lab.fanout.steer(runId, { kind: 'sample' }, 'ann');
    await lab.until(runId, (view) => view.card?.kind === 'sample');
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect((await lab.toEnd(runId)).ledger.done).toBe(5);
    expect(model.calls).toHaveLength(5);
  });

  it('is told in the thread what should be different', async () => {
    const model = createScriptedModel(steered((call) => call.instruction));
    const lab = createLab({ model });
    const runId = await toCard(lab);
    await lab.fanout.steer(runId, { kind: 'sample' }, 'ann');
    await lab.until(runId, (view) => view.card?.kind === 'sample');
    await lab.fanout.steer(runId, { kind: 'tell', text: 'please use the formal you' }, 'bob', 'press-1');
    const end = await lab.toEnd(runId);
    const after = laneCalls(model.calls).slice(3);
    expect(after).toHaveLength(5);
    expect(after.every((call) => call.instruction.includes('formal you'))).toBe(true);
    expect(end.replies).toMatchObject([{ person: 'bob' }]);
  });

  it('can be stopped, and then answers with what is there', async () => {
    const lab = createLab({ model: createScriptedModel(() => 'x') });
    const runId = await toCard(lab);
    await lab.fanout.steer(runId, { kind: 'sample' }, 'ann');
    await lab.until(runId, (view) => view.card?.kind === 'sample');
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ asked: 5, done: 3, cancelled: 2 });
  });
});

describe('the cap', () => {
  it('ends with what there is, and one press raises it and goes on', async () => {
    const prices = { usd: async (_model: string, usage: { inputTokens: number; outputTokens: number }) => usage.outputTokens / 1_000_000 };
    const model = createScriptedModel((call) => ({
      text: call.instruction,
      usage: { inputTokens: 10, outputTokens: call.maxOutputTokens ?? 0, costUsd: null },
    }));
    const lab = createLab({ model, prices });
    const runId = await lab.fanout.ask(asked({ card: false, approved: true, budgetUsd: 0.0011, cap: 1 }));
    const poor = await lab.toEnd(runId);
    expect(poor.ledger).toMatchObject({ asked: 5, done: 2, skipped: 3 });
    expect(poor.usage.costUsd).toBeLessThanOrEqual(0.0011);
    expect(poor.raiseUsd).toBeGreaterThan(0.0011);
    expect(await lab.fanout.steer(runId, { kind: 'raise', budgetUsd: 0.001 }, 'ann')).toMatch(/already/);
    expect(await lab.fanout.steer(runId, { kind: 'raise', budgetUsd: null }, 'ann')).toBeNull();
    const rich = await lab.toEnd(runId);
    expect(rich.ledger).toMatchObject({ asked: 5, done: 5 });
    expect(rich.revision).toBe(2);
    expect(await lab.fanout.steer(runId, { kind: 'raise', budgetUsd: null }, 'ann')).toMatch(/No lane/);
  });
});
