import type { KnownSource, Plan, Planned } from '#core/plan/plan.ts';
import { planOne } from '#core/plan/plan-form.ts';
import { planRequest } from '#core/plan/plan-request.ts';
import { planByModel } from '#core/plan/planner/plan-by-model.ts';
import type { Request } from '#core/request.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { createStrictPlanner, type StrictPlanner } from './strict-planner.ts';

export interface LabGiven {
  readonly text?: string;
  readonly request?: Partial<Request>;
  readonly sources?: readonly KnownSource[];
  readonly headings?: Readonly<Record<string, number>>;
  /** Cells of every column with that name. Default: each source's are `<column> 1`, `<column> 2`, … */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly maxLanes?: number;
  readonly maxMaterialChars?: number;
  readonly secrets?: readonly string[];
}

/** An answer as it comes from a model: a text as it is, anything else as JSON. */
const toAnswer = (short: unknown): string => (typeof short === 'string' ? short : JSON.stringify(short));

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

export interface Asked {
  readonly planned: Planned;
  /** What form alone made of it. */
  readonly byForm: Planned;
  readonly calls: StrictPlanner['calls'];
}

/** Has these answers settled into a plan: short ones, whole texts, or errors that the call ends with. */
export async function ask(answers: readonly unknown[], given: LabGiven = {}): Promise<Asked> {
  const { text = 'Research tea', request: change = {}, sources = [], headings = {}, columns = {}, secrets = [] } = given;
  const planner = createStrictPlanner(
    answers.map((answer) => (answer instanceof Error ? answer : toAnswer(answer))),
    secrets,
  );
  const request = toTestRequest([], { text, ...change });
  const deps = {
    maxLanes: given.maxLanes ?? 100,
    maxMaterialChars: given.maxMaterialChars ?? 50_000,
    detectLanguage: async () => null,
    sourceLanguage: async () => null,
    column: async (id: string, name: string) =>
      columns[name] ?? Array.from({ length: sources.find((source) => source.id === id)?.rows ?? 0 }, (_, row) => `${name} ${row + 1}`),
  };
  const { planned: byForm, form } = await planRequest(request, sources, deps);
  const whole = { ...deps, ask: planner.ask, today: 'Tuesday, 1 December 2026', model: 'planner-1' };
  const planned = await planByModel(
    { request, form, sources, headings },
    { ...whole, fallback: async () => byForm, oneCall: () => planOne({ form, sources, deps }) },
  );
  return { planned, byForm, calls: planner.calls };
}

export async function planOf(answers: readonly unknown[], given: LabGiven = {}): Promise<Plan> {
  const { planned } = await ask(answers, given);
  if (planned.kind === 'question') throw new Error(`a question instead of a plan: ${planned.question}`);
  return planned.plan;
}

/** Lanes as a planner gives them: each by its title, with an objective of its own. */
export const lanes = (...titles: readonly string[]) => titles.map((title) => ({ title, objective: `Find out about ${title}.` }));

export const fanOut = (stages: readonly unknown[], more: object = {}) => ({ kind: 'fan_out', why: 'it has parts', stages, ...more });
