import { REQUEST_DEFAULTS, type Request } from '../request.ts';
import type { KnownSource, PlanDeps, QuestionCode } from './plan.ts';
import { planRequest } from './plan-request.ts';

/** A planner that knows nothing of the material yet, and sets no limits: those are the real plan's to ask about. */
const DRY: PlanDeps = {
  detectLanguage: async () => null,
  sourceLanguage: async () => null,
  column: async () => [],
  maxLanes: Number.MAX_SAFE_INTEGER,
  maxMaterialChars: Number.MAX_SAFE_INTEGER,
};

const toDrySource = (index: number): KnownSource => ({
  id: `S${index + 1}`,
  title: `file ${index + 1}`,
  kind: 'file',
  readable: true,
  chars: 1_000,
  columns: [],
  rows: 0,
  isPicture: false,
});

const toDryRequest = (text: string): Request => ({
  text,
  sources: [],
  mode: 'auto',
  merge: null,
  laneList: [],
  cap: 1,
  model: null,
  budgetUsd: null,
  approved: true,
  ...REQUEST_DEFAULTS,
  fresh: true,
  laneTimeoutMs: 1,
  asker: '',
  place: '',
});

/**
 * What would be asked back if this were typed with that many files, all readable; null where it can be planned. A dry run that reads nothing and keeps nothing, so that a chat can ask for
 * files, or take the thread, before there is a run.
 */
export async function missingMaterial(text: string, sources: number, deps: Partial<PlanDeps> = {}): Promise<QuestionCode | null> {
  const known = Array.from({ length: sources }, (_, index) => toDrySource(index));
  const planned = await planRequest(toDryRequest(text), known, { ...DRY, ...deps });
  return planned.kind === 'question' ? planned.code : null;
}

/** Whether this is plainly a whole request of its own: more than one call with nothing to work on, so several lanes, several stages, or a text of its own. A dry run too. */
export async function isWholeRequest(text: string): Promise<boolean> {
  const planned = await planRequest(toDryRequest(text), [], DRY);
  if (planned.kind === 'question') return planned.code !== 'material_missing' && planned.code !== 'task_missing';
  const { stages, texts } = planned.plan;
  return stages.length > 1 || texts.length > 0 || stages.some((stage) => stage.lanes.length > 1);
}
