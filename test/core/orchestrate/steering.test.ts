import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import type { Lab } from '#test/fakes/lab.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT = 'translate into French, German and Dutch: Good morning';
const tell = (lab: Lab, runId: string, text: string, press?: string) => lab.fanout.steer(runId, { kind: 'tell', text }, 'bob', press);

async function ended(model: ScriptedModel, change = {}) {
  const lab = createLab({ model });
  const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, ...change }));
  await lab.toEnd(runId);
  return { lab, runId };
}

describe('what people say in the thread of a run', () => {
  it('adds a lane after the end: only that lane is called, and a new revision has it', async () => {
    const model = createScriptedModel((call) => `did ${call.instruction}`);
    const { lab, runId } = await ended(model);
    expect(await tell(lab, runId, 'also Korean')).toBeNull();
    const view = await lab.toEnd(runId);
    expect(model.calls).toHaveLength(4);
    expect(model.calls[3]?.instruction).toContain('into Korean');
    expect(view.lanes.map(({ title }) => title)).toEqual(['French', 'German', 'Dutch', 'Korean']);
    expect(view).toMatchObject({ revision: 2, outcome: 'done', ledger: { asked: 4, done: 4 } });
    expect(view.answer).toContain('## Korean');
    expect(view.replies).toEqual([{ id: expect.any(String), person: 'bob', text: 'Added Korean.' }]);
    expect(view.notes).toContain('Added Korean');
  });

  it('drops lanes while it runs; they stay in the ledger with the reason', async () => {
    const held = Promise.withResolvers<string>();
    const model = createScriptedModel((call) => (call.instruction.includes('Dutch') ? held.promise : 'x'));
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.until(runId, (view) => view.ledger.done === 2);
    await tell(lab, runId, 'drop Dutch');
    const view = await lab.toEnd(runId);
    expect(view.ledger).toMatchObject({ asked: 3, done: 2, skipped: 1 });
    expect(view.outcome).toBe('done');
    expect(view.answer).toMatch(/3 Dutch: skipped \(dropped by a person\)/);
    expect(await lab.fanout.steer(runId, { kind: 'retry', lanes: [], prompt: null, budgetUsd: null }, 'ann')).toMatch(/Nothing to retry/);
  });

  it('has all lanes done again otherwise, and the words join their prompts', async () => {
    const model = createScriptedModel((call) => call.instruction);
    const { lab, runId } = await ended(model);
    await tell(lab, runId, 'shorter please');
    const view = await lab.toEnd(runId);
    expect(model.calls).toHaveLength(6);
    expect(model.calls.slice(3).every((call) => /shorter/.test(call.instruction))).toBe(true);
    expect(view.revision).toBe(2);
  });

  it('takes the same words once, however often they are delivered', async () => {
    const model = createScriptedModel(() => 'x');
    const { lab, runId } = await ended(model);
    for (let times = 0; times < 3; times += 1) await tell(lab, runId, 'also Korean', 'event-7');
    const view = await lab.toEnd(runId);
    expect(view.lanes).toHaveLength(4);
    expect(view.replies).toHaveLength(1);
    expect(model.calls).toHaveLength(4);
  });

  it('retries what failed, stops, and says nothing to thanks', async () => {
    let fails = true;
    const model = createScriptedModel((call) => {
      if (fails && call.instruction.includes('German')) throw new Error('a bug');
      return 'x';
    });
    const { lab, runId } = await ended(model);
    fails = false;
    await tell(lab, runId, 'thanks!');
    expect((await lab.toEnd(runId)).replies).toEqual([]);
    await tell(lab, runId, 'only the ones that failed');
    expect(await lab.toEnd(runId)).toMatchObject({ ledger: { done: 3 }, replies: [{ text: 'Again: 2 German.' }] });
    await tell(lab, runId, 'stop');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toMatch(/ended already/);
  });

  it('asks the planner where no rule understands it, with the plan and no text of any lane', async () => {
    const model = createScriptedModel((call) => {
      if (call.standing === undefined) return 'SECRET RESULT';
      return JSON.stringify({ add: [], drop: [], amend: { lanes: [1, 3, 99], words: 'say Q3 wherever Q2 stands' }, retry: [], reply: '' });
    });
    const { lab, runId } = await ended(model);
    await tell(lab, runId, 'the romance and the low-country ones for the third quarter, everything else stays as it is');
    const view = await lab.toEnd(runId);
    const asked = model.calls.find((call) => call.standing !== undefined);
    expect(asked?.standing).toContain('PLANNER');
    expect(asked?.schema?.name).toBe('change');
    expect(JSON.stringify(asked)).not.toContain('SECRET');
    expect(asked?.materials[0]?.text).toContain('2 | stage 1 | done | German');
    expect(view.replies[0]?.text).toMatch(/1 French, 3 Dutch again: say Q3/);
    expect(model.calls.filter((call) => call.instruction.includes('say Q3 wherever Q2'))).toHaveLength(2);
  });

  it('answers when it can not be told what is meant, and when the planner can not be asked', async () => {
    const model = createScriptedModel((call) => (call.standing === undefined ? 'x' : 'no JSON at all'));
    const { lab, runId } = await ended(model);
    await tell(lab, runId, 'what would your grandmother think of it, hm');
    const view = await lab.toEnd(runId);
    expect(view).toMatchObject({ phase: 'ended', revision: 1, outcome: 'done' });
    expect(view.replies[0]?.text).toMatch(/^I could not tell what that changes in this run: \S/);
    expect(view.replies[0]?.text).toContain('also Korean');
  });

  it('waits for a yes where a change goes beyond what was approved, and a no leaves the run as it was', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model, prices: { usd: async () => 0.3 } });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 1 }));
    await lab.toEnd(runId);
    await tell(lab, runId, 'also Korean', 'e1');
    const asked = await lab.until(runId, (view) => view.card !== null);
    expect(asked).toMatchObject({ phase: 'ended', revision: 1 });
    expect(asked.card).toMatchObject({ kind: 'change', lanes: 4, change: 'Added Korean' });
    expect(model.calls).toHaveLength(3);
    await lab.fanout.steer(runId, { kind: 'decline' }, 'ann');
    const left = await lab.fanout.watch.now(runId);
    expect(left).toMatchObject({ card: null, revision: 1 });
    expect(left.lanes).toHaveLength(3);
    await tell(lab, runId, 'also Korean', 'e2');
    await lab.until(runId, (view) => view.card !== null);
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect(await lab.toEnd(runId)).toMatchObject({ card: null, revision: 2, ledger: { done: 4 } });
  });

  it('is answered after a restart that came between the words and the answer', async () => {
    const store = createMemoryStore();
    const hanging = createScriptedModel((call) => (call.standing === undefined ? 'x' : { hang: true }));
    const first = createLab({ model: hanging, store });
    const runId = await first.fanout.ask(toTestRequest([], { text: TEXT }));
    await first.toEnd(runId);
    await tell(first, runId, 'something that only a planner understands, about the tone of it all', 'e1');
    await first.until(runId, () => hanging.inFlight() === 1);
    await first.fanout.close();
    const answer = JSON.stringify({ add: [], drop: [], amend: null, retry: [], reply: 'Nothing to change.' });
    const second = createLab({ model: createScriptedModel((call) => (call.standing === undefined ? 'y' : answer)), store });
    expect(await second.fanout.resume()).toEqual([runId]);
    const view = await second.toEnd(runId);
    expect(view).toMatchObject({ revision: 1, outcome: 'done', replies: [{ person: 'bob', text: 'Nothing to change.' }] });
    expect(await second.fanout.resume()).toEqual([]);
  });

  it('changes a plan that still waits for a yes, and the card shows it', async () => {
    const model = createScriptedModel(() => 'x');
    const lab = createLab({ model, prices: FAKE_PRICES });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, card: true }));
    const before = await lab.until(runId, (view) => view.phase === 'asking');
    await tell(lab, runId, 'also Korean and Thai');
    const view = await lab.until(runId, (it) => it.lanes.length === 5);
    expect(view.phase).toBe('asking');
    expect(view.card?.tokens.high).toBeGreaterThan(before.card?.tokens.high ?? 0);
    expect(model.calls).toHaveLength(0);
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ asked: 5, done: 5 });
  });
});
