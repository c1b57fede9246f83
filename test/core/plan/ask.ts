import { readForm } from '#core/plan/form/read-form.ts';
import type { KnownSource, LanePlan, Plan, PlanDeps, Planned, QuestionCode } from '#core/plan/plan.ts';
import { planOne } from '#core/plan/plan-form.ts';
import { planRequest, type RequestPlan } from '#core/plan/plan-request.ts';
import type { Request } from '#core/request.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

export interface Given {
  readonly files?: readonly string[];
  readonly sources?: readonly KnownSource[];
  readonly request?: Partial<Request>;
  readonly maxLanes?: number;
  readonly maxMaterialChars?: number;
  /** The first source is a table with these columns, each with its cells. */
  readonly table?: Readonly<Record<string, readonly string[]>>;
  /** ISO code of every source. */
  readonly language?: string;
}

/** Tells English and German by a word each, and nothing else. */
async function detectLanguage(text: string): Promise<string | null> {
  if (/\bthe\b/i.test(text)) return 'en';
  return /\bund\b/.test(text) ? 'de' : null;
}

const toFile = (title: string, index: number): KnownSource => ({
  id: `S${index + 1}`,
  title,
  kind: 'file',
  readable: true,
  chars: 1_000,
  columns: [],
  rows: 0,
  isPicture: false,
});

function toSources({ sources, files = [], table }: Given): readonly KnownSource[] {
  if (sources !== undefined) return sources;
  if (table === undefined) return files.map(toFile);
  const rows = Math.max(0, ...Object.values(table).map((cells) => cells.length));
  return ['table.csv', ...files].map(toFile).map((file, index) => (index === 0 ? { ...file, columns: Object.keys(table), rows } : file));
}

const toDeps = (given: Given): PlanDeps => ({
  detectLanguage,
  sourceLanguage: async () => given.language ?? null,
  column: async (_, name) => given.table?.[name] ?? [],
  maxLanes: given.maxLanes ?? 1_000,
  maxMaterialChars: given.maxMaterialChars ?? 200_000,
});

/** A file that is known by its name and length only. */
export const toLongFile = (title: string, chars: number, index = 0): KnownSource => ({ ...toFile(title, index), chars });

/** What code makes of a request: its plan, and whether that decides. */
export const read = (text: string, given: Given = {}): Promise<RequestPlan> =>
  planRequest({ ...toTestRequest([], { text }), ...given.request }, toSources(given), toDeps(given));

const plan = async (text: string, given: Given = {}): Promise<Planned> => (await read(text, given)).planned;

/** Who says what becomes of it. */
export const decides = async (text: string, given: Given = {}): Promise<'form' | 'model'> =>
  (await read(text, given)).undecided ? 'model' : 'form';

/** The request as one call. */
export const planOneOf = (text: string, given: Given = {}): Promise<Planned> =>
  planOne({ form: readForm(text), sources: toSources(given), deps: toDeps(given) });

export async function planOf(text: string, given: Given = {}): Promise<Plan> {
  const planned = await plan(text, given);
  if (planned.kind === 'question') throw new Error(`a question instead of a plan: ${planned.question}`);
  return planned.plan;
}

/** The lanes of a plan's only stage. */
export async function lanesOf(text: string, given: Given = {}): Promise<readonly LanePlan[]> {
  const { stages } = await planOf(text, given);
  if (stages.length !== 1) throw new Error(`${stages.length} stages instead of one`);
  return stages[0]?.lanes ?? [];
}

export const titlesOf = async (text: string, given: Given = {}): Promise<readonly string[]> =>
  (await lanesOf(text, given)).map((lane) => lane.title);

export const promptsOf = async (text: string, given: Given = {}): Promise<readonly string[]> =>
  (await lanesOf(text, given)).map((lane) => lane.prompt);

export async function questionOf(text: string, given: Given = {}): Promise<{ readonly code: QuestionCode; readonly question: string }> {
  const planned = await plan(text, given);
  if (planned.kind === 'plan') throw new Error(`a plan instead of a question: ${planned.plan.why}`);
  return { code: planned.code, question: planned.question };
}
