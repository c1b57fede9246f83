import type { Materials } from '../lanes/materials.ts';
import type { RunLog } from '../ports/run-log.ts';
import { endKey, mergeKey, type RunEvent } from '../run/events.ts';
import type { RunState, StageMerge } from '../run/state.ts';
import type { Answered } from './answered.ts';
import { type CitedSource, toIdentity } from './claims/cited-source.ts';
import { type EarlierMarks, NO_EARLIER } from './claims/citing.ts';
import type { OwnRow } from './own-rows.ts';

/** What the lanes of a stage gave that are done, in the order asked. */
export async function readRows(state: RunState, stage: number, runLog: RunLog): Promise<Answered[]> {
  const done = state.lanes.filter((lane) => lane.stage === stage && lane.status === 'done');
  return await Promise.all(
    done.map(async ({ lane, starts, plan }) => {
      const event = await runLog.get(state.runId, endKey(lane, starts));
      if (event?.type !== 'lane.done') throw new Error(`lane ${lane} is done but its result is not in the log`);
      return { lane, title: plan.title, text: event.text, truncated: event.truncated, output: plan.output, shown: plan.sources };
    }),
  );
}

/** The same with the row of a person's table that each lane was over, where it was over one. */
export async function withOwnRows(rows: readonly Answered[], state: RunState, materials: Materials): Promise<Answered[]> {
  return await Promise.all(
    rows.map(async (row) => {
      const own = await readOwnRow(row.shown, state, materials);
      return own === null ? row : { ...row, own };
    }),
  );
}

async function readOwnRow(shown: readonly string[], state: RunState, materials: Materials): Promise<OwnRow | null> {
  const pasted = state.plan?.texts ?? [];
  const isRow = (it: string): boolean => /^S[\d.]+#\d+$/.test(it) || pasted.some((text) => text.id === it && text.row !== undefined);
  const [id, second] = shown.filter(isRow);
  // What is over two rows is not about one of them.
  if (id === undefined || second !== undefined) return null;
  const text = pasted.find((it) => it.id === id);
  if (text?.row !== undefined) return { id, ...text.row };
  const [source = '', row] = id.split('#');
  const table = await materials.table(state, source);
  const cells = table?.rows[Number(row) - 1];
  return table === null || cells === undefined ? null : { id, columns: table.columns, cells };
}

export type StageMerged = Extract<RunEvent, { type: 'stage.merged' }>;

/** What a stage was merged to; null where it is not, or has no result. */
export async function readMerged(
  state: RunState,
  stage: number,
  runLog: RunLog,
): Promise<(StageMerged & { readonly text: string }) | null> {
  const merge = state.merges[stage - 1];
  if (merge == null || merge.empty) return null;
  const event = await runLog.get(state.runId, mergeKey(stage, merge.round));
  return event?.type !== 'stage.merged' || event.text === null ? null : { ...event, text: event.text };
}

/** The run with the newest result of each stage, also of those that are to be merged again. */
export async function withNewestMerges(state: RunState, runLog: RunLog): Promise<RunState> {
  const newest = async (stage: number): Promise<StageMerge | null> => {
    for (let round = state.round; round > 0; round -= 1) {
      const event = await runLog.get(state.runId, mergeKey(stage, round));
      if (event?.type === 'stage.merged') return { round, empty: event.text === null, note: event.note };
    }
    return null;
  };
  return { ...state, merges: await Promise.all(state.merges.map(async (merge, index) => merge ?? (await newest(index + 1)))) };
}

/**
 * What was cited before this merge. Marks are numbered over the run and its rounds, so that one is never taken for
 * another.
 */
export async function readEarlier(state: RunState, stage: number, runLog: RunLog): Promise<EarlierMarks> {
  if (state.lanes.filter(({ plan }) => plan.output.kind === 'claims').length === 0) return NO_EARLIER;
  const cited = new Map<string, readonly CitedSource[]>();
  const given = new Map<string, string>();
  for (let at = 1; at <= state.merges.length; at += 1) {
    for (let round = 1; round <= state.round; round += 1) {
      const event = await runLog.get(state.runId, mergeKey(at, round));
      const marks = event?.type === 'stage.merged' ? (event.cited ?? []) : [];
      for (const source of marks) given.set(toIdentity(source), source.mark);
      if (marks.length > 0 && at < stage && state.merges[at - 1]?.round === round) cited.set(`R${at}`, marks);
    }
  }
  return { cited, given };
}
