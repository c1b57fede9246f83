import { applyEdits, type Cut, type Edit, type Part } from './cut.ts';
import type { LanePlan, Output } from './plan.ts';
import { toPrompt } from './prompt.ts';
import { mask } from './read/mask.ts';
import { materialOf, type Step } from './step.ts';
import { workOf } from './work.ts';

/** How the lanes of one stage are made out of a step. */
export interface LaneForm {
  readonly cuts: readonly Cut[];
  readonly output: Output;
  /** What every lane's words change by, beside its own parts. */
  readonly edits: readonly Edit[];
}

/** The id of the whole that a row or a chunk is part of. */
const wholeOf = (id: string): string => id.replace(/[#@].*$/, '');

/** Sources that are fanned over go to their own lane; what no cut takes goes to all. */
function toSources(step: Step, cutUp: ReadonlySet<string>, parts: readonly Part[]): string[] {
  const own = parts.flatMap((part) => part.sources ?? []);
  return materialOf(step).flatMap((id) => (cutUp.has(id) ? own.filter((part) => wholeOf(part) === id) : [id]));
}

/** Ids of all that some part takes for itself, or that none is to have. */
export const cutUpBy = (cuts: readonly Cut[]): ReadonlySet<string> =>
  new Set(cuts.flatMap((cut) => [...cut.leaves, ...cut.parts.flatMap((part) => (part.sources ?? []).map(wholeOf))]));

export function toLane(step: Step, form: LaneForm, cutUp: ReadonlySet<string>, parts: readonly Part[], title: string): LanePlan {
  const words = applyEdits(step.words, [...parts.flatMap((part) => part.edits), ...form.edits]);
  const sources = toSources(step, cutUp, parts);
  const { output } = form;
  const told = step.work === 'write' || form.cuts.some((cut) => cut.asks) ? workOf(mask(words)) : step.work;
  const work = output.kind === 'label' ? 'classify' : told;
  const asides = parts.map((part) => (part.aside === '' ? '' : ` ${part.aside}`)).join('');
  const passage = parts.map((part) => (part.passage === '' ? '' : `\n\nThe passage:\n${part.passage}`)).join('');
  return { title, prompt: toPrompt(words, work, sources.length > 0) + asides + passage, sources, work, output };
}
