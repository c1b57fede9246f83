import { createMemoryStore, type MemoryStore } from '#adapters/memory/memory-store.ts';
import { type LanePlan, type Plan, type StagePlan, TEXT } from '#core/plan/plan.ts';
import type { Priced } from '#core/run/events.ts';
import { toTestRequest } from './test-request.ts';

export const toPlannedLane = (title: string, change: Partial<LanePlan> = {}): LanePlan => ({
  title,
  prompt: `Say ${title}.`,
  sources: [],
  work: 'write',
  output: TEXT,
  ...change,
});

/** A plan of one stage with these lanes; the text T1 is there to be given to them. */
export const toPlanOf = (lanes: readonly LanePlan[], change: Partial<Plan> = {}, stage: Partial<StagePlan> = {}): Plan => ({
  mode: 'orchestrate',
  why: '',
  notes: [],
  texts: [{ id: 'T1', title: 'Text', text: 'hello' }],
  stages: [{ title: '', lanes, merge: 'ordered', mergePrompt: 'wish', distinct: false, rowName: '', ...stage }],
  ...change,
});

/** A store with a run that was planned, and then its process died: whoever resumes goes on with it. */
export async function storeWith(
  plan: Plan,
  {
    runId = 'r',
    store = createMemoryStore(),
    priced = { estimates: [] },
    ...change
  }: Partial<Parameters<typeof toTestRequest>[1]> & {
    readonly runId?: string;
    readonly store?: MemoryStore;
    readonly priced?: Priced;
  } = {},
): Promise<MemoryStore> {
  await store.runLog.append(runId, 'asked', { type: 'run.asked', request: toTestRequest([], { text: 'x', ...change }) }, 0);
  await store.runLog.append(runId, 'planned', { type: 'run.planned', plan, ...priced }, 0);
  return store;
}
