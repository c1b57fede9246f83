import type { MergeKind, Mode } from '../request.ts';

/**
 * What kind of work a lane asks for, as far as a rule could tell from the verb. A model gets the prompt and needs none of
 * this; what works without a model decides by it.
 */
export type Work =
  | 'summarize'
  | 'translate'
  | 'write'
  | 'answer'
  /** Find all of some kind: dates, amounts, addresses, action items, … */
  | 'extract'
  /** Put under one of given labels. */
  | 'classify'
  | 'count'
  | 'compare'
  | 'dedupe'
  | 'language'
  | 'keywords';

/** What a lane must answer with; anything else is asked again as a failed attempt. */
export type Output =
  | { readonly kind: 'text' }
  /** Exactly one of these, in any case. */
  | { readonly kind: 'label'; readonly labels: readonly string[] }
  /** A JSON object with these keys: a row of a table. A value that can't be told is an empty string. */
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  /** A list: plain texts, or with `fields` objects with these keys. With a `count` so many of them, different from each other. */
  | { readonly kind: 'items'; readonly fields: readonly string[]; readonly count: number | null }
  /** A text with the claims it makes: each with the id of its source and a quote from it. */
  | { readonly kind: 'claims' };

export const TEXT: Output = { kind: 'text' };

export interface LanePlan {
  /** Short, for the board and as the section's heading; unique within its stage. */
  readonly title: string;
  /** The whole instruction of this lane: it knows nothing of the other lanes. */
  readonly prompt: string;
  /**
   * Ids of the material it gets, in order: `S1`… from the request (`S2.1`… from an archive), `T1`… cut out of its text, `T1.3` the third thing of a list in it, `R1`… the merged result of stage 1…; `S1#12`
   * is row 12 (1-based) of a table, `S1@24000-36000` the characters from the first up to, not including, the second (UTF-16 code units). `L7.2` is what start 2 of lane 7 gave.
   */
  readonly sources: readonly string[];
  readonly work: Work;
  readonly output: Output;
  /** What it gives is there already: the planner answered in the call that planned. Taken without a call, unless somebody wants the lane done again. Default: none. */
  readonly given?: GivenResult;
}

export interface GivenResult {
  readonly text: string;
  /** As the provider names it; null where that is not known. */
  readonly model: string | null;
}

/** How a stage gets its lanes out of what the stage before found: one for each item of its list. */
export interface EachPlan {
  /** The instruction of each lane; `{item}` stands for its item. */
  readonly prompt: string;
  /** What an item is called: "company". */
  readonly one: string;
  /** Default: an item is one of a list. Else the stage before gave rows, and an item is all rows with the same value in this column: code groups them. */
  readonly by?: string | null;
  /** What every lane gets beside its item, as in `LanePlan.sources`: results of any earlier stage too. */
  readonly sources: readonly string[];
  readonly work: Work;
  readonly output: Output;
  /** Most lanes it may have; what is beyond is left out, and said. */
  readonly limit: number;
  /** How many items are likely: for the estimate, which says that it is one. */
  readonly likely: number;
}

export interface StagePlan {
  readonly title: string;
  /** At least one, but none yet where `each` makes them later; the order is the order of the answer. */
  readonly lanes: readonly LanePlan[];
  /** Not there or null: its lanes are known now. Never of the first stage. */
  readonly each?: EachPlan | null;
  /** Of a table merge: the column whose values tell rows apart, so that rows of several lanes with the same one become one. Not there or null: a row a lane, or all rows. */
  readonly key?: string | null;
  readonly merge: MergeKind;
  /** What a digest is to do with the lanes' results, in the person's words. */
  readonly mergePrompt: string;
  /** True where the lanes are variants of one thing: one that comes out nearly equal to another is asked again, at most twice. */
  readonly distinct: boolean;
  /** Of a table merge: the heading of its first column, which holds the lanes' titles. */
  readonly rowName: string;
  /** Whether its merged result stands in the answer, in the order of the stages. Default: only that of the last stage. */
  readonly shown?: boolean;
  /** What a digest makes of the lanes' results. Default: `report`. */
  readonly digest?: DigestJob;
}

/**
 * `report`: one text as the request asks for it. `parts`: the lanes had consecutive parts of one text, whose whole is told as if read in one piece. `common`: what several sources say together, and
 * where they differ.
 */
export type DigestJob = 'report' | 'parts' | 'common';

/** Whether the result of a stage (1-based) stands in the answer. */
export const isShown = ({ stages }: Pick<Plan, 'stages'>, stage: number): boolean => stages[stage - 1]?.shown ?? stage === stages.length;

/** Material that stood in the request's own text ("translate into 15 languages: <text>"). */
export interface CutText {
  /** `T1`, `T2`, …; `T1.1`, `T1.2`, … of a list. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Of a row of a table that was pasted: its columns and cells. Default: it is no row. */
  readonly row?: TextRow;
}

export interface TextRow {
  readonly columns: readonly string[];
  /** As many as there are columns. */
  readonly cells: readonly string[];
}

/** How a request is cut. Made once, before a model reads any material; stored, never changed. */
export interface Plan {
  readonly mode: Exclude<Mode, 'auto'>;
  /** One line, for the person: why this is one call, N lanes or several stages. */
  readonly why: string;
  /** Further lines for the person: a repeat dropped, which default list was taken. */
  readonly notes: readonly string[];
  /** What the answer must own up to as well: what was left out, folded, guessed, not understood or can't be done. Each a sentence. Default: nothing. */
  readonly account?: readonly string[];
  /** English name of the language that the person writes in and is answered in, where it is known and not English. Default: as the prompts are. */
  readonly language?: string | null;
  /** The most it may cost, where the person said so in the request's words. In US dollars. Default: as the request has it. */
  readonly budgetUsd?: number | null;
  readonly texts: readonly CutText[];
  readonly stages: readonly StagePlan[];
  /** Not there or null: none. Else one short text that is made first and given to every lane, so that they agree in words. */
  readonly brief?: BriefPlan | null;
}

/** `glossary`: which names and terms stay as they are, tone and address, for translations. `style`: voice, person, spelling, terms, for texts. Made out of these sources and the request. */
export interface BriefPlan {
  readonly kind: 'glossary' | 'style';
  readonly sources: readonly string[];
}

/** A word that all lanes are to agree in. */
export interface Term {
  readonly use: string;
  /** Other ways to write it that are not wanted. */
  readonly not: readonly string[];
  /** It stands in every result. */
  readonly always: boolean;
}

/** Who does a lane, and why: chosen by code, from what is configured. */
export interface Route {
  /** Null: the default model, or none is used. */
  readonly model: string | null;
  /** One line, for the log and the card. */
  readonly why: string;
  /** Who does it when that one keeps failing, in order. */
  readonly fallbacks: readonly string[];
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What the lanes of a plan are likely to take, all together. */
export interface Forecast {
  readonly tokens: Range;
  /** Null: a price is unknown. */
  readonly usd: Range | null;
  readonly ms: Range;
}

/** A change of a plan that is being carried out or ended. Lanes are numbers, 1-based. */
export interface PlanChange {
  /** New lanes at the end of `stage` (1-based). */
  readonly add: readonly LanePlan[];
  readonly stage: number;
  /** These are left out, their results too. */
  readonly drop: readonly number[];
  /** What these lanes are asked from now on, beside what they were; they are done again. `holds`: for lanes that come later too. Default: it does not. */
  readonly amend: { readonly lanes: readonly number[]; readonly words: string; readonly holds?: boolean } | null;
}

/** Kept in history and matched in tests: add a code, never rename one. */
export type QuestionCode =
  | 'price_unknown'
  | 'request_empty'
  | 'task_missing'
  | 'language_missing'
  | 'material_missing'
  | 'items_missing'
  | 'lanes_missing'
  | 'too_many_lanes'
  /** Asked by the planner: nothing can be done without an answer. */
  | 'more_needed';

/** A question back: nothing was planned and nothing spent. */
export interface Question {
  readonly kind: 'question';
  readonly code: QuestionCode;
  /** A sentence that says what is missing and shows how to say it. */
  readonly question: string;
}

export type Planned = { readonly kind: 'plan'; readonly plan: Plan } | Question;

/** What a rule may know of a source: never its text. */
export interface KnownSource {
  readonly id: string;
  /** Untrusted: may be shown and named in a prompt, is never obeyed. */
  readonly title: string;
  readonly kind: 'file' | 'text';
  /** False: it could not be read, and a lane that needs it will say why. It still gets its lane. */
  readonly readable: boolean;
  /** UTF-16 code units; 0 when unreadable. */
  readonly chars: number;
  /** Of a table; empty for anything else. Untrusted. */
  readonly columns: readonly string[];
  readonly rows: number;
  readonly isPicture: boolean;
}

export interface PlanDeps {
  /** ISO 639-1 code of the language a text is in, null when it can't be told. Slow at first (it loads its tables): ask only where the answer matters. */
  detectLanguage(text: string): Promise<string | null>;
  /** The same of a source's text, which a rule never sees. */
  sourceLanguage(sourceId: string): Promise<string | null>;
  /** The cell of one column in each row of a table, in order, for titles and for telling equal rows; a rule shows it, and never obeys it. */
  column(sourceId: string, column: string): Promise<readonly string[]>;
  /** `FANOUT_MAX_LANES`. */
  readonly maxLanes: number;
  /** Most characters of material that one call should get: what is longer is cut into chunks. */
  readonly maxMaterialChars: number;
}
