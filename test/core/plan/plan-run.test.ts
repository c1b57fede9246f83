import { describe, expect, it } from 'vitest';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import { FanoutError } from '#core/errors.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { Request } from '#core/request.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { createPlanningModel, type PlannerStep } from './planning-model.ts';

const CENTS: Prices = { usd: async () => 0.001 };
const CAT = "what's a good name for a black cat?";
const TWO = {
  kind: 'fan_out',
  why: 'two',
  stages: [{ lanes: ['Tea', 'Salt'].map((title) => ({ title, objective: `Find out about ${title}.` })) }],
};

async function run(model: Model, text: string, change: Partial<Request> = {}): Promise<{ readonly lab: Lab; readonly runId: string }> {
  const lab = createLab({ model, prices: CENTS });
  const runId = await lab.fanout.ask(toTestRequest([], { text, ...change }));
  await lab.toEnd(runId);
  return { lab, runId };
}

async function planOf({ lab, runId }: Awaited<ReturnType<typeof run>>): Promise<Plan> {
  for (const event of await lab.runLog.read(runId, 0)) if (event.type === 'run.planned') return event.plan;
  throw new Error(`nothing was planned: ${JSON.stringify(await lab.fanout.watch.now(runId))}`);
}

const planned = async (steps: readonly PlannerStep[], text: string, change: Partial<Request> = {}): Promise<Plan> =>
  await planOf(await run(createPlanningModel(steps), text, change));

describe('a run is planned', () => {
  it('by form alone where that decides: no planner is asked', async () => {
    const model = createPlanningModel(['nonsense']);
    const plan = await planOf(await run(model, 'translate into French and German: Good morning'));
    expect(plan.stages[0]?.lanes.map(({ title }) => title)).toEqual(['French', 'German']);
    expect([model.plans.length, plan.account]).toEqual([0, undefined]);
  });

  it('by the planner where it does not, with one call', async () => {
    const model = createPlanningModel([TWO]);
    const plan = await planOf(await run(model, 'research tea and salt'));
    expect(plan.stages[0]?.lanes.map(({ prompt }) => prompt)).toEqual(['Find out about Tea.', 'Find out about Salt.']);
    expect([model.plans.length, plan.account]).toEqual([1, []]);
  });

  it('with its own answer, where the planner gives one', async () => {
    const plan = await planned([{ kind: 'one_call', why: 'small', answer: '**Onyx**', from_memory: true }], CAT);
    expect(plan.stages[0]?.lanes[0]?.given).toMatchObject({ text: '**Onyx**' });
    expect(plan.why).toBe('1 call, answered at once, the planner says: “small”');
  });

  it.each([
    [
      'is down',
      [new FanoutError('bad_key', 'the key was refused')],
      /^The planner could not be asked \(.*refused.*\), so it was cut by its form alone\.$/,
    ],
    ['says nonsense twice', ['Sure!', 'Here you go!'], /^The planner’s answer could not be used, so it was cut by its form alone\.$/],
    ['says nothing', ['hang'], /^The planner could not be asked \(.+\), so it was cut by its form alone\.$/],
  ] as const)('by its form where the planner %s, and that is owned up to', async (_, steps, account) => {
    const plan = await planned(steps, 'write a slogan for each of Paris, Rome and Oslo');
    expect(plan.stages[0]?.lanes.map(({ prompt }) => prompt)).toEqual(
      ['Paris', 'Rome', 'Oslo'].map((city) => `Write a slogan for ${city}.`),
    );
    expect(plan.account).toEqual([expect.stringMatching(account)]);
  });

  it('without a model by its form, and that nobody has read it is told', async () => {
    const plan = await planOf(await run(createOfflineModel(), 'extract the dates from: it was on 3 May 2024, and sort them'));
    expect(plan.notes).toEqual([]);
    const open = await planOf(await run(createOfflineModel(), 'write a slogan for each of Paris, Rome and Oslo'));
    expect(open.stages[0]?.lanes).toHaveLength(3);
    expect(open.notes.at(-1)).toMatch(/^No model is there to read the request, so only its form counts/);
  });

  it('with what was owned up to, in its account', async () => {
    const said = { cannot: ['Nothing can be sent.'], from_memory: true };
    const plan = await planned([{ ...TWO, ...said }], 'research tea and salt and mail it to Bob');
    expect(plan.account).toEqual(['Can’t be done here: Nothing can be sent.', 'From the model’s memory: nothing was looked up.']);
  });

  it('with a budget that the words name, by form or by the planner', async () => {
    expect((await planned([TWO], 'translate into French and German for 1 dollar: Good morning')).budgetUsd).toBe(1);
    expect((await planned([{ ...TWO, budget_usd: 2 }], 'research tea and salt for two dollars')).budgetUsd).toBe(2);
    expect((await planned([{ ...TWO, budget_usd: 2 }], 'research tea and salt')).budgetUsd).toBeUndefined();
  });

  it('not at all where something is missing: a question is asked back', async () => {
    const lab = createLab({ model: createPlanningModel([{ kind: 'question', question: 'Which event' }]) });
    const asked = await lab.fanout.ask(toTestRequest([], { text: 'plan the event' }));
    expect((await lab.toEnd(asked)).question).toBe('Which event?');
    const form = await lab.fanout.ask(toTestRequest([], { text: 'summarize this' }));
    expect((await lab.toEnd(form)).question).toMatch(/^There is nothing to work on yet/);
  });
});
