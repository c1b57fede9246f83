import type { MergeKind } from '../request.ts';
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
  /** A sentence that only its lane is told, after the words; empty for none. */
  readonly aside: string;
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
  /** Of a table with a row for each part: the heading of the titles. */
  readonly rowName: string;
  /** What makes the words speak of all its parts at once, so that one lane does them all; null where each is a call's worth of work. */
  readonly joined: readonly Edit[] | null;
  /** Its parts have so much material that they never share a lane with anything. */
  readonly long: boolean;
  /** Its parts are one thing written anew each time, to be told apart. */
  readonly distinct: boolean;
  /** Its parts are texts to be written out of all the material, so that none can be written from a piece of it. */
  readonly creates: boolean;
  /** Each part is an instruction of its own in the place of the words. */
  readonly asks: boolean;
  /** Its parts are rows of a table. */
  readonly rows: boolean;
  /** Ids of sources that no lane gets, since they are not among those that were asked for. */
  readonly leaves: readonly string[];
  /** How its lanes must merge; null where they may stand one after the other. */
  readonly merge: MergeKind | null;
}

/** What most cuts are; a finder says only where its own differs. */
export const PLAIN_CUT = {
  notes: [],
  holdsMaterial: false,
  joined: null,
  long: false,
  distinct: false,
  creates: false,
  asks: false,
  rows: false,
  leaves: [],
  merge: null,
} as const;

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

/** "A, B and C", as a sentence lists them. */
export const enumerate = (titles: readonly string[]): string =>
  titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
