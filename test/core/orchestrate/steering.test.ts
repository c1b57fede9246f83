import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import { toMessages } from '#core/lanes/prompt.ts';
import { asksForChange, laneCalls, steered, toTold } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createHeldLog } from '#test/fakes/held-log.ts';
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
    const model = createScriptedModel(steered((call) => `did ${call.instruction}`));
    const { lab, runId } = await ended(model);
    expect(await tell(lab, runId, 'also Korean')).toBeNull();
    const view = await lab.toEnd(runId);
    const calls = laneCalls(model.calls);
    expect(calls).toHaveLength(4);
    // Worded like its sisters, with the same material.
    expect(calls[3]?.instruction).toBe(calls[0]?.instruction.replace('French', 'Korean'));
    expect(calls[3]?.materials).toEqual(calls[0]?.materials);
    expect(view.lanes.map(({ title }) => title)).toEqual(['French', 'German', 'Dutch', 'Korean']);
    expect(view).toMatchObject({ revision: 2, outcome: 'done', ledger: { asked: 4, done: 4 } });
    expect(view.answer).toContain('## Korean');
    expect(view.replies).toEqual([{ id: expect.any(String), person: 'bob', text: 'Added Korean.' }]);
    expect(view.notes).toContain('Added Korean');
  });

  it('drops lanes while it runs; they stay in the ledger with the reason', async () => {
    const held = Promise.withResolvers<string>();
    const model = createScriptedModel(steered((call) => (call.instruction.includes('Dutch') ? held.promise : 'x')));
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

  it('takes the same words once, however often they are delivered', async () => {
    const model = createScriptedModel(steered(() => 'x'));
    const { lab, runId } = await ended(model);
    for (let times = 0; times < 3; times += 1) await tell(lab, runId, 'also Korean', 'event-7');
    const view = await lab.toEnd(runId);
    expect(view.lanes).toHaveLength(4);
    expect(view.replies).toHaveLength(1);
    expect(model.calls).toHaveLength(5);
  });

  it('asks no model about lane numbers and whole phrases', async () => {
    let fails = true;
    const model = createScriptedModel((call) => {
      if (asksForChange(call)) throw new Error('nobody needs to be asked');
      return fails && call.instruction.includes('German') ? new FanoutError('bad_request', 'no') : 'x';
    });
    const { lab, runId } = await ended(model);
    fails = false;
    await tell(lab, runId, 'thanks!');
    expect((await lab.toEnd(runId)).replies).toEqual([]);
    await tell(lab, runId, 'only the ones that failed');
    expect(await lab.toEnd(runId)).toMatchObject({ ledger: { done: 3 }, replies: [{ text: 'Again: 2 German.' }] });
    await tell(lab, runId, 'lane 3: in capitals');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toBe('3 Dutch again: in capitals.');
    await tell(lab, runId, 'drop 1-2');
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ done: 1, skipped: 2 });
    await tell(lab, runId, 'retry 9');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toBe('There is no lane 9 to be changed: lanes go from 1 to 3.');
    await tell(lab, runId, 'drop 3');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toBe('That would leave no lane. `stop` ends the run.');
    await tell(lab, runId, 'stopp');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toMatch(/ended already/);
  });

  it('shows the planner how lanes are and what one is asked, in a fence, and no text that any gave', async () => {
    const model = createScriptedModel((call) => {
      if (asksForChange(call)) return toTold({ amend: { lanes: [1, 3, 99], words: 'say Q3 wherever Q2 stands' } });
      return call.instruction.includes('German') ? new FanoutError('bad_request', 'the endpoint is asleep') : 'SECRET RESULT';
    });
    const { lab, runId } = await ended(model, { text: `${TEXT}, says the bard` });
    await tell(lab, runId, 'the romance and the low-country ones for the third quarter, everything else stays as it is');
    const view = await lab.toEnd(runId);
    const asked = model.calls.find(asksForChange);
    if (asked === undefined) throw new Error('nobody was asked');
    const [standing, said] = toMessages(asked, '==fence').map(({ content }) => content);
    expect(standing).toContain('PLANNER');
    expect(`${standing}${said}`).not.toContain('SECRET');
    expect(said).toContain('2 | stage 1 | failed | German | the endpoint is asleep');
    expect(said).toMatch(/==fence BEGIN SAMPLE [^\n]*\nTranslate the material into \w+\./);
    // The text that stood in the request is somebody's, too.
    expect(said).not.toContain('says the bard');
    expect(said).toMatch(/==fence END SAMPLE\n\nSomebody says: the romance/);
    expect(view.replies[0]?.text).toMatch(/1 French, 3 Dutch again: say Q3/);
    expect(laneCalls(model.calls).filter((call) => call.instruction.includes('say Q3 wherever Q2'))).toHaveLength(2);
  });

  it('says so where it can not be told what is meant, and how to say it', async () => {
    const model = createScriptedModel((call) => (call.standing === undefined ? 'x' : 'no JSON at all'));
    const { lab, runId } = await ended(model);
    await tell(lab, runId, 'what would your grandmother think of it, hm');
    const view = await lab.toEnd(runId);
    expect(view).toMatchObject({ phase: 'ended', revision: 1, outcome: 'done' });
    expect(view.replies[0]?.text).toMatch(/^I could not tell what that means for this run: \S.*“drop 3”.*“run: …” starts a new run\.$/);
  });

  it('without a model does what rules read, and says of all else that it takes lane numbers', async () => {
    const model = { ...createScriptedModel(() => 'x'), name: null };
    const { lab, runId } = await ended(model);
    await tell(lab, runId, 'also Korean');
    expect((await lab.toEnd(runId)).replies.at(-1)?.text).toMatch(
      /^No model is set up .*“drop 3”, “retry 2-4”.*“run: …” starts a new run\.$/,
    );
    await tell(lab, runId, 'drop 3, please');
    expect(await lab.toEnd(runId)).toMatchObject({ ledger: { done: 2, skipped: 1 }, replies: [{}, { text: 'Dropped 3 Dutch.' }] });
    expect(model.calls).toHaveLength(3);
  });

  it('waits for a yes where a change goes beyond what was approved, and a no leaves the run as it was', async () => {
    const model = createScriptedModel(steered(() => 'x'));
    const lab = createLab({ model, prices: { usd: async () => 0.3 } });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 1 }));
    await lab.toEnd(runId);
    await tell(lab, runId, 'also Korean', 'e1');
    const asked = await lab.until(runId, (view) => view.card !== null);
    expect(asked).toMatchObject({ phase: 'ended', revision: 1 });
    expect(asked.card).toMatchObject({ kind: 'change', lanes: 4, change: 'Added Korean' });
    expect(laneCalls(model.calls)).toHaveLength(3);
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
    const answer = toTold({ kind: 'talk', reply: 'Nothing to change.' });
    const second = createLab({ model: createScriptedModel((call) => (call.standing === undefined ? 'y' : answer)), store });
    expect(await second.fanout.resume()).toEqual([runId]);
    const view = await second.toEnd(runId);
    expect(view).toMatchObject({ revision: 1, outcome: 'done', replies: [{ person: 'bob', text: 'Nothing to change.' }] });
    expect(await second.fanout.resume()).toEqual([]);
  });

  it('changes a plan that still waits for a yes, and the card shows it', async () => {
    const model = createScriptedModel(steered(() => 'x'));
    const lab = createLab({ model, prices: FAKE_PRICES });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, card: true }));
    const before = await lab.until(runId, (view) => view.phase === 'asking');
    await tell(lab, runId, 'also Korean and Thai');
    const view = await lab.until(runId, (it) => it.lanes.length === 5);
    expect(view.phase).toBe('asking');
    expect(view.card?.tokens.high).toBeGreaterThan(before.card?.tokens.high ?? 0);
    expect(laneCalls(model.calls)).toHaveLength(0);
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect((await lab.toEnd(runId)).ledger).toMatchObject({ asked: 5, done: 5 });
  });

  it('waits for the plan where it is said before there is one', async () => {
    const store = createMemoryStore();
    const runLog = createHeldLog(store.runLog);
    const model = createScriptedModel(steered(() => 'x'));
    const lab = createLab({ model, store, runLog });
    const planned = runLog.hold('run.planned');
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await planned.reached;
    expect(await lab.fanout.watch.steers(runId, 'also Korean')).toBe(true);
    await tell(lab, runId, 'also Korean');
    await lab.clock.advance(120_000);
    expect(model.calls).toEqual([]);
    planned.release();
    await lab.until(runId, (view) => view.replies.length === 1);
    const view = await lab.toEnd(runId);
    expect(view.lanes.map(({ title }) => title)).toEqual(['French', 'German', 'Dutch', 'Korean']);
    expect(view).toMatchObject({ ledger: { asked: 4, done: 4 }, replies: [{ person: 'bob', text: 'Added Korean.' }] });
  });
});
