import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { asksForChange, laneCalls, steered, toTold } from '#test/fakes/change-answer.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT = 'translate into French, German and Dutch: Good morning';

async function open(script: (call: ModelCall) => ScriptStep, text = TEXT) {
  const model = createScriptedModel(steered(script));
  const lab = createLab({ model });
  const runId = await lab.fanout.ask(toTestRequest([], { text }));
  await lab.toEnd(runId);
  const say = async (text: string) => {
    const before = laneCalls(model.calls).length;
    await lab.fanout.steer(runId, { kind: 'tell', text }, 'bob');
    const view = await lab.toEnd(runId);
    return { view, calls: laneCalls(model.calls).slice(before) };
  };
  return { lab, runId, model, say };
}

const retry = async (lab: Lab, runId: string, lanes: readonly number[], prompt: string | null = null) => {
  await lab.fanout.steer(runId, { kind: 'retry', lanes, prompt, budgetUsd: null }, 'ann');
  return await lab.toEnd(runId);
};
const idsOf = (call: ModelCall | undefined): readonly string[] => call?.materials.map(({ id }) => id) ?? [];
let nth = 0;
const numbered = (call: ModelCall): string => `text ${++nth} of ${/into (\w+)/.exec(call.instruction)?.[1] ?? 'it'}`;

describe('a wish about texts that are there', () => {
  it('has each lane change its own text, and says so', async () => {
    const { say, model } = await open((call) => `long ${/into (\w+)/.exec(call.instruction)?.[1]}`);
    const { view, calls } = await say('shorter');
    expect(view).toMatchObject({ revision: 2, replies: [{ text: 'All lanes again: shorter.' }] });
    expect(calls).toHaveLength(3);
    for (const [index, language] of ['French', 'German', 'Dutch'].entries()) {
      const call = calls.find(({ instruction }) => instruction.includes(language));
      const id = `L${index + 1}.1`;
      expect(call?.materials.find((it) => it.id === id)).toEqual({ id, title: language, text: `long ${language}`, picture: null });
      expect(call?.instruction).toMatch(
        new RegExp(`- shorter\\n\\n${id} is no material to work on but your text so far\\. Change that as was wished`),
      );
    }
    expect(model.calls.filter(asksForChange)).toHaveLength(1);
  });

  it('holds for a lane that the same words add', async () => {
    const both = toTold({
      add: [{ title: 'Korean', prompt: 'Translate the material into Korean.' }],
      amend: { all: true, lanes: [1, 2, 3], words: 'more formal' },
    });
    const model = createScriptedModel((call) => (asksForChange(call) ? both : numbered(call)));
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'tell', text: 'also Korean, and make all of them more formal' }, 'bob');
    expect((await lab.toEnd(runId)).lanes).toHaveLength(4);
    const korean = laneCalls(model.calls).find(({ instruction }) => instruction.includes('Korean'));
    expect(korean?.instruction.match(/- more formal/g)).toHaveLength(1);
  });

  it('leaves a lane that gave nothing with the words alone', async () => {
    let fails = true;
    const { say } = await open((call) =>
      fails && call.instruction.includes('German') ? new FanoutError('bad_request', 'no') : numbered(call),
    );
    fails = false;
    const { view, calls } = await say('shorter');
    expect(view.ledger.done).toBe(3);
    const german = calls.find(({ instruction }) => instruction.includes('German'));
    expect(german?.instruction).toMatch(/- shorter$/);
    expect(idsOf(german)).toEqual(['T1']);
    expect(idsOf(calls.find(({ instruction }) => instruction.includes('Dutch')))).toEqual(['T1', 'L3.1']);
  });

  it('has the newest text in the place of an older one, and a retry the same one again', async () => {
    const { lab, runId, model, say } = await open(numbered);
    await say('lane 2: shorter');
    const { calls } = await say('lane 2: warmer');
    expect(idsOf(calls[0])).toEqual(['T1', 'L2.2']);
    expect(calls[0]?.instruction).toMatch(/- shorter\n- warmer\n\nL2\.2 is no material to work on but your text so far/);
    await retry(lab, runId, [2]);
    expect(idsOf(laneCalls(model.calls).at(-1))).toEqual(['T1', 'L2.2']);
  });

  it('is over where a person words the lane anew', async () => {
    const { lab, runId, model, say } = await open(numbered);
    await say('lane 2: shorter');
    await retry(lab, runId, [2], 'Translate the material into Bavarian.');
    const call = laneCalls(model.calls).at(-1);
    expect(call?.instruction).toBe('Translate the material into Bavarian.');
    expect(idsOf(call)).toEqual(['T1']);
  });

  it('does the text anew where both it and its material are too long for the model', async () => {
    const refusal = ({ materials }: ModelCall) =>
      materials.some(({ id }) => id.startsWith('L')) ? ({ code: 'prompt_too_long', reason: 'too long' } as const) : null;
    const model = createScriptedModel(steered(numbered), { refusal });
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'tell', text: 'lane 1: shorter' }, 'bob');
    expect(await lab.toEnd(runId)).toMatchObject({ ledger: { done: 3 }, revision: 2 });
    expect(idsOf(laneCalls(model.calls).at(-1))).toEqual(['T1']);
  });

  it('of several stages is about what the answer shows, and what is made of something else begins anew', async () => {
    const { lab, runId, model, say } = await open(
      (call) => `made of ${call.materials.map(({ text }) => text).join('+') || 'nothing'}`,
      'research tea, then draft a post, then review it',
    );
    const { view, calls } = await say('shorter');
    expect(view.replies.at(-1)?.text).toMatch(/^3 .* again: shorter\.$/);
    expect(calls.map(idsOf)).toEqual([['R2', 'L3.1']]);
    // The draft is another one: what was made of the old one is no text of this one.
    await retry(lab, runId, [2]);
    const after = laneCalls(model.calls).at(-1);
    expect(idsOf(after)).toEqual(['R2']);
    expect(after?.instruction).toContain('- shorter');
  });
});

describe('a wish about all texts', () => {
  it('holds for lanes that come later: it is in their words, once', async () => {
    const { say, lab, runId } = await open(numbered);
    await say('more formal');
    await say('more formal');
    const { calls } = await say('also Korean');
    expect(calls).toHaveLength(1);
    expect(calls[0]?.instruction.match(/more formal/g)).toHaveLength(1);
    expect(calls[0]?.instruction).toMatch(/into Korean\.[\s\S]*\n- more formal$/);
    // It has no text so far.
    expect(idsOf(calls[0])).toEqual(['T1']);
    expect((await lab.fanout.watch.prompt(runId, 4)).match(/more formal/g)).toHaveLength(1);
  });

  it('is told to the planner as one that holds, so that it is not said twice', async () => {
    const { say, model } = await open(numbered);
    await say('more formal');
    await say('also Korean');
    const wishes = model.calls.filter(asksForChange).map((call) => call.materials.find(({ id }) => id === 'WISHES')?.text);
    expect(wishes).toEqual([undefined, '- more formal']);
  });

  it('about some lanes does not hold for others', async () => {
    const { say } = await open(numbered);
    await say('lane 1: more formal');
    const { calls } = await say('also Korean');
    expect(calls[0]?.instruction).toContain('Korean');
    expect(calls[0]?.instruction).not.toContain('formal');
  });

  it('is kept where a yes is wanted first, and holds from that yes on', async () => {
    const model = createScriptedModel(steered(numbered));
    const lab = createLab({ model, prices: { usd: async () => 0.1 } });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 0.45 }));
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'tell', text: 'more formal' }, 'bob');
    await lab.until(runId, (view) => view.card?.kind === 'change');
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    await lab.toEnd(runId);
    await lab.fanout.steer(runId, { kind: 'tell', text: 'also Korean' }, 'bob');
    await lab.until(runId, (view) => view.card?.change === 'Added Korean');
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    await lab.toEnd(runId);
    expect(laneCalls(model.calls).at(-1)?.instruction).toMatch(/into Korean\.[\s\S]*\n- more formal$/);
  });
});
