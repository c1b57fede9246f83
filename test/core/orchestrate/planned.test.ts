import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { createPlanningModel } from '#test/core/plan/planning-model.ts';
import { createLab } from '#test/fakes/lab.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const CAT = "what's a good name for a black cat?";
const TWO = {
  kind: 'fan_out',
  why: 'two',
  stages: [{ lanes: ['Tea', 'Salt'].map((title) => ({ title, objective: `Find out about ${title}.` })) }],
};
const about = (call: ModelCall): string => `All of ${/(Tea|Salt|Paris|Rome|Oslo)/.exec(call.instruction)?.[1]}.`;
const lines = (answer: string | null): readonly string[] => (answer ?? '').split('\n').filter((line) => line !== '');

async function toEnd(model: ReturnType<typeof createPlanningModel>, text: string, usd: number | null = null) {
  const lab = createLab({ model, prices: { usd: async () => usd } });
  return await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text })));
}

describe('a planned run, read from its answer', () => {
  it('is there with one call where the planner answers itself, and its receipt counts it', async () => {
    const model = createPlanningModel([{ kind: 'one_call', why: 'small', answer: '**Onyx**, short and black.', from_memory: true }]);
    const view = await toEnd(model, CAT);
    expect(lines(view.answer)).toEqual([
      '**Onyx**, short and black.',
      '---',
      '**1 lane = 1 done**',
      expect.stringContaining('From the model’s memory: nothing was looked up.'),
    ]);
    expect([model.plans.length, model.calls.length]).toEqual([1, 0]);
    expect(view.usage).toEqual({ inputTokens: 100, outputTokens: 50, costUsd: 0.01 });
    expect(view.outcome).toBe('done');
  });

  it('counts the planner beside its lanes', async () => {
    const view = await toEnd(createPlanningModel([TWO], about), 'research tea and salt');
    expect(lines(view.answer)).toEqual(['## Tea', 'All of Tea.', '## Salt', 'All of Salt.', '---', '**2 lanes = 2 done**']);
    expect(view.usage).toMatchObject({ inputTokens: 120, outputTokens: 60 });
  });

  it.each([
    [
      'is down',
      [new FanoutError('bad_key', 'the key was refused')],
      /The planner could not be asked \(.*refused.*\), so it was cut by its form alone\./,
    ],
    ['says nonsense twice', ['Sure!', 'Here you go!'], /The planner’s answer could not be used, so it was cut by its form alone\./],
    ['says nothing', ['hang'], /The planner could not be asked \(.+\), so it was cut by its form alone\./],
  ] as const)('is what form sees where the planner %s, and owns up to it', async (_, steps, sentence) => {
    const view = await toEnd(createPlanningModel(steps, about), 'write a slogan for each of Paris, Rome and Oslo');
    expect(view.lanes.map(({ title, status }) => `${title} ${status}`)).toEqual(['Paris done', 'Rome done', 'Oslo done']);
    expect(lines(view.answer)).toContain('All of Rome.');
    expect(view.answer?.split('\n---\n')[1]).toMatch(sentence);
  });

  it('owns up to what can not be done', async () => {
    const said = { cannot: ['Nothing can be sent.'], from_memory: true };
    const view = await toEnd(createPlanningModel([{ ...TWO, ...said }], about), 'research tea and salt and mail it to Bob');
    expect(view.answer?.split('\n---\n')[1]).toMatch(/Can’t be done here: Nothing can be sent\.[\s\S]*From the model’s memory/);
  });

  it('keeps a budget that was said in words', async () => {
    const said = { ...TWO, budget_usd: 0.5 };
    const within = await toEnd(createPlanningModel([said], about), 'research tea and salt for 50 cents', 0.1);
    expect([within.budgetUsd, within.outcome]).toEqual([0.5, 'done']);
    const beyond = await toEnd(createPlanningModel([said], about), 'research tea and salt for 50 cents', 0.4);
    expect(beyond.budgetUsd).toBe(0.5);
    expect(beyond.ledger).toMatchObject({ asked: 2, done: 1 });
    const form = await toEnd(createPlanningModel(['x'], about), 'translate into French and German for 1 dollar: Tea', 0.1);
    expect([form.budgetUsd, form.outcome]).toEqual([1, 'done']);
  });

  it('has every column of a table that was pasted, before what is new', async () => {
    const text =
      'Classify each row as spam or ham:\n\n| id | text | dept |\n| --- | --- | --- |\n| 1 | Buy now | Sales |\n| 2 | Lunch? | Ops |';
    const isSpam = ({ materials }: ModelCall): boolean => materials.some((it) => it.text.includes('Buy now'));
    const model = createPlanningModel([], (call) => (isSpam(call) ? 'spam' : 'ham'));
    expect(lines((await toEnd(model, text)).answer).slice(0, 4)).toEqual([
      '| id | text | dept | Label |',
      '| --- | --- | --- | --- |',
      '| 1 | Buy now | Sales | spam |',
      '| 2 | Lunch? | Ops | ham |',
    ]);
    expect(model.plans).toHaveLength(0);
  });
});
