import type { CutText, KnownSource, Plan, Planned } from '#core/plan/plan.ts';
import { planByModel } from '#core/plan/planner/plan-by-model.ts';
import type { Request } from '#core/request.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { createStrictPlanner, type StrictPlanner } from './strict-planner.ts';

export interface LabGiven {
  readonly text?: string;
  readonly request?: Partial<Request>;
  readonly sources?: readonly KnownSource[];
  readonly texts?: readonly CutText[];
  readonly headings?: Readonly<Record<string, number>>;
  readonly maxLanes?: number;
  readonly secrets?: readonly string[];
}

type Loose = Readonly<Record<string, unknown>>;

const LANE = { boundaries: '', sources: [], tools: [], work: 'write', output: 'text', fields: [], count: null, needs: [] };
const EACH = { sources: [], work: 'write', output: 'text', fields: [] };
const STAGE = { title: '', each: null, merge_prompt: '', key: null };

/** A whole answer out of one with the usual fields left out; a text is an answer as it is. */
function toPlannerAnswer(short: unknown): string {
  if (typeof short === 'string') return short;
  const { stages = [], ...rest } = short as Loose & { stages?: readonly Loose[] };
  const whole = stages.map((stage) => ({
    ...STAGE,
    ...stage,
    lanes: ((stage.lanes ?? []) as readonly Loose[]).map((lane) => ({ ...LANE, ...lane })),
    each: stage.each == null ? null : { ...EACH, ...(stage.each as Loose) },
  }));
  return JSON.stringify({ why: '', question: null, brief: 'none', ...rest, stages: whole });
}

export const toFile = (id: string, change: Partial<KnownSource> = {}): KnownSource => ({
  id,
  title: `${id.toLowerCase()}.md`,
  kind: 'file',
  readable: true,
  chars: 1_000,
  columns: [],
  rows: 0,
  isPicture: false,
  ...change,
});

/** What the rules have where they cut nothing. */
const RULES_PLAN: Plan = {
  mode: 'simple',
  why: '1 call: no list, languages or files to split it by',
  notes: [],
  texts: [],
  stages: [
    {
      title: 'all of it',
      lanes: [{ title: 'all of it', prompt: 'Do all of it.', sources: [], work: 'write', output: { kind: 'text' } }],
      merge: 'ordered',
      mergePrompt: 'all of it',
      distinct: false,
      rowName: '',
    },
  ],
};

export interface Asked {
  readonly planned: Planned;
  readonly calls: StrictPlanner['calls'];
}

/** Has these answers settled into a plan: short ones, whole texts, or errors that the call ends with. */
export async function ask(answers: readonly unknown[], given: LabGiven = {}): Promise<Asked> {
  const { text = 'Research tea', request = {}, sources = [], texts = [], headings = {}, maxLanes = 100, secrets = [] } = given;
  const planner = createStrictPlanner(
    answers.map((answer) => (answer instanceof Error ? answer : toPlannerAnswer(answer))),
    secrets,
  );
  const planned = await planByModel(
    { request: toTestRequest([], { text, ...request }), sources, texts, headings },
    { ask: planner.ask, maxLanes, maxMaterialChars: 50_000, model: null, fallback: async () => ({ kind: 'plan', plan: RULES_PLAN }) },
  );
  return { planned, calls: planner.calls };
}

export async function planOf(answers: readonly unknown[], given: LabGiven = {}): Promise<Plan> {
  const { planned } = await ask(answers, given);
  if (planned.kind === 'question') throw new Error(`a question instead of a plan: ${planned.question}`);
  return planned.plan;
}

/** Lanes as a planner gives them: each by its title, with an objective of its own. */
export const lanes = (...titles: readonly string[]) => titles.map((title) => ({ title, objective: `Find out about ${title}.` }));

export const fanOut = (stages: readonly unknown[], more: object = {}) => ({ kind: 'fan_out', why: 'it has parts', stages, ...more });
