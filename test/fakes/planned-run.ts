import { createMemoryStore, type MemoryStore } from '#adapters/memory/memory-store.ts';
import { type EachPlan, type LanePlan, type Plan, type StagePlan, TEXT } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/source-reader.ts';
import type { Request } from '#core/request.ts';
import { type RunFact, toKey } from '#core/run/events.ts';
import type { RunView } from '#core/view/run-view.ts';
import { createLab, type Lab, type LabOptions } from './lab.ts';
import { createScriptedModel, type Script, type ScriptedModel, type ScriptedModelOptions } from './scripted-model.ts';
import { toTestRequest } from './test-request.ts';

/** A lane as a plan has it. */
export const toLanePlan = (title: string, change: Partial<LanePlan> = {}): LanePlan => ({
  title,
  prompt: `${title}.`,
  sources: [],
  work: 'write',
  output: TEXT,
  ...change,
});

export const toStagePlan = (title: string, change: Partial<StagePlan> = {}): StagePlan => ({
  title,
  lanes: change.each == null ? [toLanePlan(title)] : [],
  merge: 'ordered',
  mergePrompt: title,
  distinct: false,
  rowName: '',
  ...change,
});

export const toEachPlan = (change: Partial<EachPlan> = {}): EachPlan => ({
  prompt: 'Sum up {item}.',
  one: 'item',
  sources: [],
  work: 'write',
  output: TEXT,
  limit: 20,
  likely: 3,
  ...change,
});

export interface PlannedRun extends Pick<Lab, 'fanout' | 'until' | 'clock'> {
  readonly runId: string;
  readonly model: ScriptedModel;
  readonly store: MemoryStore;
  toEnd(): Promise<RunView>;
  retry(...lanes: readonly number[]): Promise<RunView>;
}

export interface PlannedRunOptions {
  /** What was read, by id. */
  readonly sources?: Readonly<Record<string, { readonly title: string; readonly text?: string; readonly table?: Table }>>;
  readonly plan?: Partial<Plan>;
  readonly request?: Partial<Request>;
  readonly model?: ScriptedModelOptions;
  readonly lab?: Partial<LabOptions>;
}

const ESTIMATE = { inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null, maxOutputTokens: 500 };

/** Carries out a plan that stands in the log already, as a planner may have made it. */
export async function carryOut(stages: readonly StagePlan[], script: Script, options: PlannedRunOptions = {}): Promise<PlannedRun> {
  const { sources = {}, request = {} } = options;
  const store = createMemoryStore();
  const plan: Plan = { mode: 'orchestrate', why: 'a test', notes: [], texts: [], stages, ...options.plan };
  const refs = Object.entries(sources).map(([id, { title }]) => ({ id, kind: 'file' as const, title, ref: title }));
  const facts: readonly RunFact[] = [
    { type: 'run.asked', request: toTestRequest([], { text: 'the request', sources: refs, ...request }) },
    ...Object.entries(sources).map(([id, { title, text = '', table = null }]): RunFact => {
      return { type: 'source.read', source: id, title, text: table === null ? text : JSON.stringify(table), table, picture: null };
    }),
    { type: 'run.planned', plan, estimates: stages.flatMap((stage) => stage.lanes.map(() => ESTIMATE)) },
  ];
  const model = createScriptedModel(script, options.model);
  const lab = createLab({ model, store, hedge: false, ...options.lab });
  for (const fact of facts) await store.runLog.append('run9', toKey(fact, ''), fact, lab.clock.now());
  await lab.fanout.resume();
  const toEnd = () => lab.toEnd('run9');
  return {
    runId: 'run9',
    model,
    store,
    ...lab,
    toEnd,
    async retry(...lanes) {
      await lab.fanout.steer('run9', { kind: 'retry', lanes, prompt: null, budgetUsd: null }, 'ann');
      return await toEnd();
    },
  };
}
