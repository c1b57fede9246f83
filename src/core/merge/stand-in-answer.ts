import { isShown, type Plan } from '../plan/plan.ts';
import type { RunLog } from '../ports/run-log.ts';
import type { Table } from '../ports/source-reader.ts';
import type { RunState } from '../run/state.ts';
import { closeFence } from '../text/close-fence.ts';
import { toInline } from '../text/inline.ts';
import { moveHeadings } from '../text/move-headings.ts';
import { type CitedSource, createNumbering, toMissingNote, toSourceList } from './claims/cited-source.ts';
import { mapGiven, type OwnPart, toTableText } from './own-rows.ts';
import { readMerged, type StageMerged } from './read-rows.ts';

/** The result of one stage on its way into an answer. */
export interface StageResult extends Pick<StageMerged, 'table' | 'cited' | 'own'> {
  readonly stage: number;
  readonly text: string;
}

/** A table of the answer, as a file gives it. */
export interface AnswerTable {
  /** Of its stage. Untrusted. */
  readonly title: string;
  readonly table: Table;
  /** Which part of it is a person's own. Null: none. */
  readonly own: OwnPart | null;
}

export interface Standing {
  /** The results that stand in the answer, as one text; null where there is none. */
  readonly text: string | null;
  /** In the order of the stages. */
  readonly tables: readonly AnswerTable[];
  readonly notes: readonly string[];
}

/**
 * Stages (1-based) whose results stand in the answer. `has`: those that have one. Where no stage that is to be shown
 * has any, it is the last that has: a run that broke off still gives what it got to.
 */
export function toStanding(
  { plan, merges }: RunState,
  has: (stage: number) => boolean = (stage) => merges[stage - 1]?.empty === false,
): number[] {
  const stages = merges.map((_, index) => index + 1).filter(has);
  const shown = stages.filter((stage) => plan !== null && isShown(plan, stage));
  return shown.length > 0 ? shown : stages.slice(-1);
}

/** Whether more than one result is to stand in the answer. */
export const showsSeveral = (plan: Plan | null): boolean =>
  plan !== null && plan.stages.filter((_, index) => isShown(plan, index + 1)).length > 1;

/**
 * What stands in the answer of a run; `now` is the result of a stage that is not merged yet, of those that are done.
 */
export async function readStanding(state: RunState, runLog: RunLog, now: StageResult | null = null): Promise<Standing> {
  const stages = toStanding(state, (stage) => stage === now?.stage || state.merges[stage - 1]?.empty === false);
  const results = await Promise.all(
    stages.map(async (stage) => {
      if (stage === now?.stage) return now;
      const merged = await readMerged(state, stage, runLog);
      if (merged === null) throw new Error(`stage ${stage} is merged but its result is not in the log`);
      return merged;
    }),
  );
  return compose(results, state);
}

/**
 * Pure. Several results stand under the titles of their stages; marks are numbered over all of them, and what they
 * cite is listed once, at the end.
 */
function compose(results: readonly StageResult[], { plan }: RunState): Standing {
  const numbering = createNumbering();
  const titleOf = (stage: number): string => plan?.stages[stage - 1]?.title ?? `Stage ${stage}`;
  const several = showsSeveral(plan);
  const numbered = results.map((result) => ({ stage: result.stage, ...toNumbered(result, numbering.number) }));
  if (numbered.length === 0) return { text: null, tables: [], notes: [] };
  const texts = numbered.map(({ stage, text }) => {
    const closed = closeFence(text);
    return several ? `## ${toInline(titleOf(stage))}\n\n${moveHeadings(closed.trim(), 3)}` : closed;
  });
  const missing = toMissingNote(numbering.cited);
  return {
    text: `${texts.join('\n\n')}${toSourceList(numbering.cited)}`,
    tables: numbered.flatMap(({ stage, table, own }) => (table === null ? [] : [{ title: titleOf(stage), table, own }])),
    notes: missing === null ? [] : [missing],
  };
}

type ToNumbers = (text: string, cited: readonly CitedSource[]) => string;

/** Only where its lanes cite: elsewhere what looks like a mark is text. */
function toNumbered({ text, table, cited, own: part }: StageResult, number: ToNumbers) {
  const own = part ?? null;
  if (cited === undefined) return { text, table, own };
  if (table === null) return { text: number(text, cited), table, own };
  const numbered = mapGiven(table, own, (cell) => number(cell, cited));
  return { text: toTableText(numbered, own), table: numbered, own };
}
