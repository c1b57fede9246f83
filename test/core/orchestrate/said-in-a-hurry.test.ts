import { describe, expect, it } from 'vitest';
import { answerChange, asksForChange, laneCalls, wordsOf } from '#test/fakes/change-answer.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT = 'translate into French, German, Dutch, Danish and Polish: Good morning';
const tell = (lab: Lab, runId: string, text: string) => lab.fanout.steer(runId, { kind: 'tell', text }, 'bob');

/** One lane at a time, and a question about the run whose call takes for ever. */
async function open() {
  const slow = Promise.withResolvers<string>();
  const first = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  const model = createScriptedModel((call) => {
    if (!asksForChange(call)) return first.promise;
    if (!wordsOf(call).startsWith('why')) return answerChange(call);
    asked.resolve();
    return slow.promise;
  });
  const lab = createLab({ model });
  const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, cap: 1 }));
  await lab.until(runId, (view) => view.lanes.some(({ status }) => status === 'running'));
  await tell(lab, runId, 'why is German slow?');
  await asked.promise;
  return { lab, runId, model, slow, first };
}

describe('a stop behind words that a model is still asked about', () => {
  it.each(['stop it', 'never mind', 'arrête', 'やめて'])('is taken at once: “%s”', async (words) => {
    const { lab, runId, model, slow, first } = await open();
    await tell(lab, runId, words);
    await lab.until(runId, (view) => view.lanes.at(-1)?.status === 'cancelled');
    first.resolve('x');
    const view = await lab.until(runId, (it) => it.outcome !== null);
    expect(view.outcome).toBe('stopped');
    expect(laneCalls(model.calls)).toHaveLength(1);
    slow.resolve('{}');
  });

  it('is the last word: what was said before it opens nothing again, what was said behind it may', async () => {
    const { lab, runId, model, slow, first } = await open();
    await tell(lab, runId, 'also Korean');
    await tell(lab, runId, 'stop');
    first.resolve('x');
    await lab.until(runId, (it) => it.outcome === 'stopped');
    slow.resolve('no answer');
    const unheard = 'The run was stopped before that could be done.';
    const view = await lab.until(runId, ({ replies }) => replies.some(({ text }) => text === unheard));
    expect(view.lanes).toHaveLength(5);
    expect(view.outcome).toBe('stopped');
    await tell(lab, runId, 'also Thai');
    await lab.until(runId, ({ phase, lanes }) => phase === 'ended' && lanes.length === 6);
    expect(laneCalls(model.calls)).toHaveLength(2);
  });

  it('waits for no plan either', async () => {
    const planning = Promise.withResolvers<string>();
    const asked = Promise.withResolvers<void>();
    const model = createScriptedModel(
      (call) => {
        asked.resolve();
        return call.schema?.name === 'plan' ? planning.promise : 'x';
      },
      { plans: true },
    );
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(
      toTestRequest([], { text: 'Write what our three founders would want to know', mode: 'orchestrate' }),
    );
    await asked.promise;
    await tell(lab, runId, 'never mind');
    expect(await lab.toEnd(runId)).toMatchObject({ outcome: 'stopped', lanes: [] });
    expect(model.calls.map((call) => call.schema?.name)).toEqual(['plan']);
  });
});

describe('an order to answer now', () => {
  it('does not wait for words that a model is still asked about', async () => {
    const { lab, runId, slow, first } = await open();
    first.resolve('x');
    await tell(lab, runId, 'answer with what you have');
    const view = await lab.until(runId, (it) => it.outcome !== null);
    expect(view.ledger.done).toBeLessThan(5);
    slow.resolve('{}');
  });
});
