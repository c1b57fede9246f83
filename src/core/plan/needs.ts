import { readForm } from './form/read-form.ts';
import type { KnownSource, PlanDeps, QuestionCode } from './plan.ts';
import { planForm } from './plan-form.ts';

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

/**
 * What would be asked back by form if this were typed with that many files, all readable; null where it can be
 * planned, or a model is to say. A dry run that reads nothing and keeps nothing, so that
 * a chat can ask for files, or take the thread, before there is a run.
 */
export async function missingMaterial(text: string, files: number): Promise<QuestionCode | null> {
  if (!/[\p{L}\p{N}\p{S}]/u.test(text)) return 'request_empty';
  const sources = Array.from({ length: files }, (_, index) => toDrySource(index));
  const { planned, sure } = await planForm({ form: readForm(text), sources, deps: DRY });
  return sure && planned.kind === 'question' ? planned.code : null;
}

/** Whether this orders something by its form: a plain order, or something for each thing of a list. */
export async function isOrder(text: string): Promise<boolean> {
  const { plain, list } = readForm(text);
  return plain || list?.each === true;
}

/**
 * Whether this is plainly a request of its own: an order with the text or the list that it is about, or questions one
 * a line.
 */
export async function isWholeRequest(text: string): Promise<boolean> {
  const { plain, texts, list, questions } = readForm(text);
  return (plain && (texts.length > 0 || questions !== null)) || (list?.each === true && !list.argued);
}
