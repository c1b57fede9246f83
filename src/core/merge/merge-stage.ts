import { FanoutError } from '../errors.ts';
import type { MergeKind } from '../request.ts';
import { endKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import { toFanoutError } from '../run/retry.ts';
import type { RunState } from '../run/state.ts';
import { type AskDeps, createAsk } from './ask.ts';
import { dedupe, toFoundList } from './dedupe.ts';
import { mergeDigest } from './digest.ts';
import { findNearEqual, MAX_DISTINCT_ROUNDS, toDistinctPrompt } from './distinct.ts';
import { mergeOrdered } from './ordered.ts';
import { mergeTable, type Row, toMarkdownTable } from './table.ts';

type Merged = {
  readonly kind: MergeKind;
  readonly text: string;
  readonly note: string | null;
  readonly table: ReturnType<typeof mergeTable> | null;
};

/** Merges one stage and appends `stage.merged`. A digest that can't be written becomes an ordered answer that says so: what lanes cost is never lost. */
export async function mergeStage(
  run: LiveRun,
  action: Extract<Action, { type: 'merge' }>,
  deps: AskDeps,
  signal: AbortSignal,
): Promise<void> {
  const { stage, round } = action;
  const rows = await toRows(run.state(), stage, deps);
  const fact = { type: 'stage.merged', stage, round } as const;
  if (rows.length === 0) {
    await run.append({ ...fact, kind: action.kind, text: null, table: null, note: null });
    return;
  }
  const alike = run.state().plan?.stages[stage - 1]?.distinct === true ? findNearEqual(rows) : [];
  if (await askForDistinct(run, stage, rows, alike)) return;
  const merged = await merge(run, stage, action.kind, rows, deps, signal);
  const note = merged.note ?? (alike.length === 0 ? null : `${alike.length} of ${rows.length} variants stayed much like another one.`);
  await run.append({ ...fact, ...merged, note });
}

async function toRows(state: RunState, stage: number, { runLog }: AskDeps): Promise<Row[]> {
  const done = state.lanes.filter((lane) => lane.stage === stage && lane.status === 'done');
  return await Promise.all(
    done.map(async ({ lane, starts, plan }) => {
      const event = await runLog.get(state.runId, endKey(lane, starts));
      if (event?.type !== 'lane.done') throw new Error(`lane ${lane} is done but its result is not in the log`);
      return { lane, title: plan.title, text: event.text, truncated: event.truncated, output: plan.output };
    }),
  );
}

/** Has variants that are nearly equal done again; false when there are none, or it was tried often enough, or the run is being stopped. */
async function askForDistinct(run: LiveRun, stage: number, rows: readonly Row[], lanes: readonly number[]): Promise<boolean> {
  const state = run.state();
  if (lanes.length === 0 || state.stopping || state.distinctRounds >= MAX_DISTINCT_ROUNDS) return false;
  const others = rows.filter((row) => !lanes.includes(row.lane)).map((row) => row.text);
  const prompts = lanes.map((lane) => toDistinctPrompt(state.lanes.at(lane - 1)?.prompt ?? '', others));
  const press = `distinct:${stage}:${state.round}`;
  await run.append({ type: 'lanes.retried', lanes, prompts, budgetUsd: null, why: 'too alike', by: 'fanout' }, press);
  return true;
}

async function merge(
  run: LiveRun,
  stage: number,
  kind: MergeKind,
  rows: readonly Row[],
  deps: AskDeps,
  signal: AbortSignal,
): Promise<Merged> {
  const state = run.state();
  const plan = state.plan?.stages[stage - 1];
  const asked = state.lanes.filter((lane) => lane.stage === stage).length;
  const inOrder = (note: string | null): Merged => ({
    kind: 'ordered',
    text: mergeOrdered(rows.map(toReadable), asked),
    table: null,
    note,
  });
  switch (kind) {
    case 'ordered':
    case 'vote':
    case 'best':
      return inOrder(null);
    case 'table': {
      const table = mergeTable(rows, plan?.rowName ?? '');
      return { kind, table, text: toMarkdownTable(table), note: null };
    }
    case 'dedupe':
      return { kind, text: toFoundList(dedupe(rows.map(toReadable)), asked), table: null, note: null };
    case 'digest': {
      // One result has nothing to be merged with.
      if (rows.length === 1) return inOrder(null);
      try {
        const { request } = state;
        const ask = createAsk(run, deps, signal);
        const text = await mergeDigest(rows.map(toReadable), plan?.mergePrompt ?? request.text, {
          model: deps.model,
          ask,
          modelName: request.model,
        });
        return { kind, text, table: null, note: null };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof FanoutError)) deps.log.error({ err: error, runId: run.runId, stage }, 'a digest met a bug');
        return inOrder(
          `No digest: ${toFanoutError(error, run.runId).userMessage.replace(/\.$/, '')}. The results stand one after another instead.`,
        );
      }
    }
    default:
      throw new Error(`unknown merge ${JSON.stringify(kind satisfies never)}`);
  }
}

/** Fields are JSON in the log; people and models get them as lines. */
function toReadable(row: Row): Row {
  if (row.output.kind !== 'fields') return row;
  const { columns, rows } = mergeTable([row], '');
  return {
    ...row,
    text: columns
      .slice(1)
      .map((column, index) => `- ${column}: ${rows[0]?.[index + 1] ?? ''}`)
      .join('\n'),
  };
}
