import type { CutText, KnownSource, Work } from './plan.ts';
import { mask } from './read/mask.ts';
import { workOf } from './work.ts';

/** One step of a request, read but not yet cut: most requests are one, a chain has several. */
export interface Step {
  /** The instruction: without politeness and without the material that stood in the request. */
  readonly words: string;
  /** The same, as long, with everything hidden that rules must not look into. */
  readonly masked: string;
  readonly work: Work;
  readonly texts: readonly CutText[];
  readonly sources: readonly KnownSource[];
  /** Id of the merged result of the stage before; null for the first. */
  readonly before: string | null;
}

export type StepGiven = Pick<Step, 'texts' | 'sources' | 'before'>;

export function toStep(words: string, given: StepGiven): Step {
  const masked = mask(words);
  return { ...given, words, masked, work: workOf(masked) };
}

/** Ids of all material of a step, the stage before first. */
export function materialOf(step: StepGiven): readonly string[] {
  return [...(step.before === null ? [] : [step.before]), ...step.sources.map((source) => source.id), ...step.texts.map((text) => text.id)];
}
