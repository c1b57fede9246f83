import { estimatePlan } from '../cost/estimate-plan.ts';
import type { Materials } from '../lanes/materials.ts';
import { CHARS_PER_TOKEN } from '../limits.ts';
import type { Model } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { RunLog } from '../ports/run-log.ts';
import { sourceKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { RunState } from '../run/state.ts';
import { detectLanguage } from '../text/language.ts';
import type { KnownSource } from './plan.ts';
import { planRequest } from './plan-request.ts';

/** Share of a model's window that one lane's material may fill; the rest is for the prompt and the answer. */
const WINDOW_SHARE = 0.5;

export interface PlanRunDeps {
  readonly runLog: RunLog;
  readonly model: Model;
  readonly prices: Prices;
  readonly materials: Materials;
  readonly maxLanes: number;
}

/** Plans a run from what was asked and what its material is, and keeps the plan, or the question back. */
export async function planRun(run: LiveRun, { runLog, model, prices, materials, maxLanes }: PlanRunDeps): Promise<void> {
  const read = async (id: string) => {
    const event = await runLog.get(run.runId, sourceKey(id));
    return event?.type === 'source.read' ? event : null;
  };
  // Tens of milliseconds of work in one piece, the first time: who waits for the event loop goes first, and a board can be shown before.
  await new Promise<void>((resolve) => setImmediate(resolve));
  const planned = await planRequest(run.state().request, toKnown(run.state()), {
    detectLanguage,
    async sourceLanguage(id) {
      const source = await read(id);
      return source === null ? null : await detectLanguage(source.text);
    },
    async column(id, name) {
      const table = (await read(id))?.table ?? null;
      const index = table?.columns.indexOf(name) ?? -1;
      return table === null || index === -1 ? [] : table.rows.map((row) => row[index] ?? '');
    },
    maxLanes,
    maxMaterialChars: Math.floor(model.windowTokens * WINDOW_SHARE * CHARS_PER_TOKEN),
  });
  if (planned.kind === 'question') {
    await run.append({ type: 'run.questioned', code: planned.code, question: planned.question });
    return;
  }
  const estimates = await estimatePlan(planned.plan, run.state(), { model, prices, materials });
  const unpriced = estimates.some((estimate) => estimate.inputTokens > 0 && estimate.mostUsd === null);
  if (run.state().budgetUsd !== null && unpriced) {
    const question = `What ${run.state().request.model ?? model.name} costs is not known, so no budget can be kept: give its price in FANOUT_MODELS, or leave the budget out.`;
    await run.append({ type: 'run.questioned', code: 'price_unknown', question });
    return;
  }
  await run.append({ type: 'run.planned', plan: planned.plan, estimates });
}

function toKnown({ request, sources }: RunState): KnownSource[] {
  return sources.map((source) => {
    const { id, title } = source;
    // An entry of an archive was not in the request; it is a file.
    const kind = request.sources.find((ref) => ref.id === id)?.kind ?? 'file';
    if (source.status !== 'read') return { id, title, kind, readable: false, chars: 0, columns: [], rows: 0, isPicture: false };
    const { chars, columns, rows, isPicture } = source;
    return { id, title, kind, readable: true, chars, columns, rows, isPicture };
  });
}
