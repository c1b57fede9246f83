import { FanoutError } from '../errors.ts';
import type { Materials } from '../lanes/materials.ts';
import type { Catalogue } from '../models/model-card.ts';
import { toRequestWords } from '../plan/request-words.ts';
import type { MergeKind } from '../request.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import { toFanoutError } from '../run/retry.ts';
import { isDropped, type RunState } from '../run/state.ts';
import { type Answered, toReadable } from './answered.ts';
import { type AskDeps, createAsk } from './ask.ts';
import type { SourceLook } from './claims/check-claims.ts';
import { findNearEqual, MAX_DISTINCT_ROUNDS, toDistinctPrompt, toOthers } from './distinct.ts';
import { type Merged, mergeResults } from './merge-results.ts';
import { readEarlier, readRows, withOwnRows } from './read-rows.ts';
import { showsSeveral } from './stand-in-answer.ts';

export interface MergeDeps extends AskDeps {
  /** Who judges answers and writes digests, where that is configured. */
  readonly catalogue?: Catalogue;
  readonly materials: Materials;
}

/**
 * Merges one stage and appends `stage.merged`. What needs a model and can't have one becomes an ordered answer that
 * says so: what lanes cost is never lost.
 */
export async function mergeStage(
  run: LiveRun,
  action: Extract<Action, { type: 'merge' }>,
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<void> {
  const { stage, round } = action;
  const rows = await readRows(run.state(), stage, deps.runLog);
  const fact = { type: 'stage.merged', stage, round } as const;
  if (rows.length === 0) {
    await run.append({ ...fact, kind: action.kind, text: null, table: null, note: null });
    return;
  }
  const alike = run.state().plan?.stages[stage - 1]?.distinct === true ? findNearEqual(rows) : [];
  if (await askForDistinct(run, stage, rows, alike)) return;
  const merged = await mergeRows(run, stage, action.kind, rows, deps, signal);
  const note = merged.note ?? (alike.length === 0 ? null : `${alike.length} of ${rows.length} variants stayed much like another one.`);
  await run.append({ ...fact, ...merged, note });
}

/**
 * Has variants that are nearly equal done again; false when there are none, or it was tried often enough, or the run
 * is being stopped.
 */
async function askForDistinct(run: LiveRun, stage: number, rows: readonly Answered[], lanes: readonly number[]): Promise<boolean> {
  const state = run.state();
  if (lanes.length === 0 || state.stopping || state.distinctRounds >= MAX_DISTINCT_ROUNDS) return false;
  const again = new Set(lanes);
  const kept = rows.filter((row) => !again.has(row.lane)).map((row) => toReadable(row).text);
  const others = toOthers(stage, state.round, kept);
  const prompts = lanes.map((lane) => toDistinctPrompt(state.lanes.at(lane - 1)?.prompt ?? '', others));
  const press = `distinct:${stage}:${state.round}`;
  await run.append({ type: 'lanes.retried', lanes, prompts, budgetUsd: null, why: 'too alike', by: 'fanout', others }, press);
  return true;
}

/**
 * These results of a stage as one, whatever else of it is still at work; appends nothing but the calls that it pays
 * for. Rejects with the signal's reason once aborted.
 */
export async function mergeRows(
  run: LiveRun,
  stage: number,
  kind: MergeKind,
  rows: readonly Answered[],
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<Merged> {
  const state = run.state();
  const { request } = state;
  const plan = state.plan?.stages[stage - 1];
  const lanes = state.lanes.filter((lane) => lane.stage === stage && !isDropped(lane));
  const outputs = lanes.map((lane) => lane.plan.output);
  const results = {
    rows: kind === 'table' ? await withOwnRows(rows, state, deps.materials) : rows,
    outputs,
    wish: plan?.mergePrompt ?? request.text,
    digest: {
      job: plan?.digest ?? 'report',
      request: toRequestWords(request.text, state.plan?.texts ?? []),
      step: plan === undefined || state.merges.length < 2 ? null : `step ${stage} of ${state.merges.length}, ${plan.title}`,
      language: state.plan?.language ?? null,
    },
    rowName: plan?.rowName ?? '',
    key: plan?.key ?? null,
    nested: showsSeveral(state.plan),
    earlier: await readEarlier(state, stage, deps.runLog),
  };
  return await mergeResults(kind, results, {
    ...createLook(state, deps.materials),
    asking: { model: deps.model, ask: createAsk(run, deps, signal), modelName: request.model ?? deps.catalogue?.judge ?? null },
    toReason(error) {
      signal.throwIfAborted();
      if (!(error instanceof FanoutError)) deps.log.error({ err: error, runId: run.runId, stage, merge: kind }, 'a merge met a bug');
      return toFanoutError(error, run.runId).userMessage.replace(/\.$/, '');
    },
  });
}

/** What claims say they are from. */
function createLook(state: RunState, materials: Materials): SourceLook {
  const gather = async (id: string) => {
    try {
      return (await materials.gather(state, [id]))[0] ?? null;
    } catch {
      return null; // it can't be read: said in the answer as not checked
    }
  };
  return {
    async sourceText(id) {
      const text = (await gather(id))?.text ?? '';
      return text === '' ? null : text;
    },
    sourceTitle: async (id) => (await gather(id))?.title ?? id,
  };
}
