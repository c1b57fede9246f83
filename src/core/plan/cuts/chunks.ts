import type { MergeKind } from '../../request.ts';
import { type Finder, PLAIN_CUT } from '../cut.ts';
import { TRANSFORMING } from '../data/works.ts';
import type { PlanDeps, Question } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { oneOf } from '../read/pattern.ts';
import type { Step } from '../step.ts';
import { shorten } from '../title.ts';

/** Share of a chunk that it has in common with the one before, so that nothing is lost at a seam. */
const OVERLAP = 0.03;
const MAX_NAME_CHARS = 50;
const TRANSFORMS = new RegExp(`^${oneOf(TRANSFORMING)}(?![\\p{L}-])`, 'iu');

/** What may be too long for one call: a source, or a text that stood in the request. */
interface LongText {
  readonly id: string;
  readonly title: string;
  readonly chars: number;
}

export interface Chunks {
  /** `S1@0-24000`, in order; one after the other they cover the whole. */
  readonly ids: readonly string[];
  readonly titles: readonly string[];
  /** What was done and why, for the person. */
  readonly note: string;
  /** "report.pdf" */
  readonly name: string;
}

/** Whether a step goes through a text from beginning to end, so that chunks stand one after the other and share nothing. */
const goesThrough = (step: Step): boolean => step.work === 'translate' || TRANSFORMS.test(step.masked);

const group = (count: number): string => count.toLocaleString('en-US');

/** A text that is longer than one call takes, in equal parts; null for one that fits. */
export function toChunks({ id, title, chars }: LongText, step: Step, deps: PlanDeps): Chunks | Question | null {
  const most = Math.floor(deps.maxMaterialChars);
  if (!Number.isFinite(most) || most < 1 || chars <= most) return null;
  const overlap = goesThrough(step) ? 0 : Math.floor(most * OVERLAP);
  const count = Math.ceil((chars - overlap) / (most - overlap));
  if (count > deps.maxLanes) return tooManyLanes(count, deps.maxLanes);
  const stride = Math.ceil((chars - overlap) / count);
  const spans = Array.from({ length: count }, (_, index) => [index * stride, Math.min(chars, (index + 1) * stride + overlap)] as const);
  const filled = spans.filter(([from, to]) => from < to);
  const name = shorten(title, MAX_NAME_CHARS) || id;
  const seams = overlap === 0 ? '' : ` that overlap by ${group(overlap)}`;
  return {
    ids: filled.map(([from, to]) => `${id}@${from}-${to}`),
    titles: filled.map((_, index) => `${name}, part ${index + 1} of ${filled.length}`),
    note: `${name} has ${group(chars)} characters and one call takes ${group(most)}: it is cut into ${filled.length} parts${seams}.`,
    name,
  };
}

/** What a lane with a chunk must know. */
export const toChunkAside = (index: number, count: number): string => `The material is part ${index + 1} of ${count} of one text.`;

/** How the parts of one text become one answer. */
function mergeOf(step: Step): MergeKind {
  if (goesThrough(step)) return 'ordered';
  return step.work === 'extract' || step.work === 'keywords' ? 'dedupe' : 'digest';
}

/** One text that is too long for one call, as the parts it is cut into. Nothing else may be its material. */
export const findChunks: Finder = async (step, deps) => {
  const texts: readonly LongText[] = [...step.sources, ...step.texts.map(({ id, title, text }) => ({ id, title, chars: text.length }))];
  const [text] = texts;
  if (text === undefined || texts.length > 1 || step.before !== null) return null;
  const chunks = toChunks(text, step, deps);
  if (chunks === null || 'kind' in chunks) return chunks;
  const parts = chunks.ids.map((id, index) => ({
    title: chunks.titles[index] ?? id,
    edits: [],
    passage: '',
    aside: toChunkAside(index, chunks.ids.length),
    sources: [id],
  }));
  const one = `part of ${chunks.name}, which is too long for one call`;
  return {
    ...PLAIN_CUT,
    one,
    many: 'parts',
    rowName: 'Part',
    parts,
    notes: [chunks.note],
    holdsMaterial: true,
    long: true,
    merge: mergeOf(step),
  };
};
