import type { PlanDeps, Question } from './plan.ts';
import type { Step } from './step.ts';

/** Puts `text` in the place of [start, end) of a step's words. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One thing of many: what makes a lane differ from the next. */
export interface Part {
  readonly title: string;
  /** What make the step's words speak of this part only. */
  readonly edits: readonly Edit[];
  /** Text of its own that is too long to stand in the words; empty for none. */
  readonly passage: string;
  /** The only sources of its lane beside those that all share; null: it takes none away. */
  readonly sources: readonly string[] | null;
}

/** One dimension a step can be fanned over: languages, items, files. */
export interface Cut {
  readonly one: string;
  readonly many: string;
  /** At least one. */
  readonly parts: readonly Part[];
  readonly notes: readonly string[];
  /** Its parts are what the work is done to, so that the step needs no further material. */
  readonly holdsMaterial: boolean;
}

/** Looks for one dimension in a step: a cut, a question where it is plainly meant but something is missing, null where it is not there. */
export type Finder = (step: Step, deps: PlanDeps) => Promise<Cut | Question | null>;

/** Where the first of the edits that overlap wins; the order given does not matter otherwise. */
export function applyEdits(words: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let text = '';
  let from = 0;
  for (const edit of sorted) {
    if (edit.start < from) continue;
    text += words.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + words.slice(from);
}
