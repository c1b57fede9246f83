import type { PlanDeps, Question } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { shorten } from '../title.ts';
import type { Over, Piece } from './over.ts';

/** Share of a chunk that it has in common with the one before, so that nothing is lost at a seam. */
const OVERLAP = 0.03;
const MAX_NAME_CHARS = 50;

/** What may be too long for one call: a source, or a text that stood in the request. */
export interface LongText {
  readonly id: string;
  readonly title: string;
  readonly chars: number;
}

const group = (count: number): string => count.toLocaleString('en-US');

/**
 * A text that is longer than one call takes, in equal parts; null for one that fits. `goesThrough`: the work goes
 * through it from beginning to end, as a translation does, so that the parts share
 * nothing and stand one after the other.
 */
export function overChunks({ id, title, chars }: LongText, goesThrough: boolean, deps: PlanDeps): Over | Question | null {
  const most = Math.floor(deps.maxMaterialChars);
  if (!Number.isFinite(most) || most < 1 || chars <= most) return null;
  const overlap = goesThrough ? 0 : Math.floor(most * OVERLAP);
  const count = Math.ceil((chars - overlap) / (most - overlap));
  if (count > deps.maxLanes) return tooManyLanes(count, deps.maxLanes);
  const stride = Math.ceil((chars - overlap) / count);
  const spans = Array.from({ length: count }, (_, index) => [index * stride, Math.min(chars, (index + 1) * stride + overlap)] as const);
  const filled = spans.filter(([from, to]) => from < to);
  const name = shorten(title, MAX_NAME_CHARS) || id;
  const pieces = filled.map(
    ([from, to], index): Piece => ({
      title: `${name}, part ${index + 1} of ${filled.length}`,
      item: 'the material',
      isNamed: false,
      sources: [`${id}@${from}-${to}`],
      aside: { kind: 'part', nth: index + 1, of: filled.length },
    }),
  );
  const seams = overlap === 0 ? '' : ` that overlap by ${group(overlap)}`;
  const note = `${name} has ${group(chars)} characters and one call takes ${group(most)}: it is cut into ${filled.length} parts${seams}.`;
  const one = `part of ${name}, which is too long for one call`;
  return { one, many: 'parts', pieces, texts: [], rowName: 'Part', notes: [note], account: [], parted: [id], long: true };
}
