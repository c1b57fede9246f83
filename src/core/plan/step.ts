import type { CutText, KnownSource, Work } from './plan.ts';
import { mask } from './read/mask.ts';
import { findReferences, type Reference } from './read/reference.ts';
import { type Shape, toShape } from './shape.ts';
import { workOf } from './work.ts';

/** One step of a request, read but not yet cut: most requests are one, a chain has several. */
export interface Step {
  /** The instruction: without politeness and without the material that stood in the request. */
  readonly words: string;
  /** The same, as long, with everything hidden that rules must not look into. */
  readonly masked: string;
  readonly work: Work;
  readonly shape: Shape;
  readonly texts: readonly CutText[];
  readonly sources: readonly KnownSource[];
  /** Id of the merged result of the stage before; null for the first. */
  readonly before: string | null;
}

export type StepGiven = Pick<Step, 'texts' | 'sources' | 'before'>;

export function toStep(words: string, given: StepGiven): Step {
  const masked = mask(words);
  const hasMany = given.sources.length > 1 || given.sources.some((source) => source.rows > 0);
  return { ...given, words, masked, work: workOf(masked), shape: toShape(words, masked, hasMany) };
}

/** Where the words name the many things, without what is wanted of them: in "label each one good or bad" no noun follows "each one". */
export function referencesOf({ masked, shape }: Step): readonly Reference[] {
  return findReferences(masked).map((reference) => {
    if (shape.end === 0 || reference.end <= shape.start || reference.start >= shape.start) return reference;
    const end = reference.start + masked.slice(reference.start, shape.start).trimEnd().length;
    return { ...reference, end, noun: '' };
  });
}

/** Ids of all material of a step, the stage before first. */
export function materialOf(step: StepGiven): readonly string[] {
  return [...(step.before === null ? [] : [step.before]), ...step.sources.map((source) => source.id), ...step.texts.map((text) => text.id)];
}
