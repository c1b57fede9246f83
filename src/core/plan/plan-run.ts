import { CHARS_PER_TOKEN } from '../limits.ts';
import { toJudgeCalls } from '../merge/best.ts';
import type { SideCall } from '../merge/side-call.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunLog } from '../ports/run-log.ts';
import { sourceKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { RunState } from '../run/state.ts';
import { detectLanguage } from '../text/language.ts';
import { toToday } from '../text/today.ts';
import type { KnownSource, Plan, Planned } from './plan.ts';
import { planOne } from './plan-form.ts';
import { planRequest } from './plan-request.ts';
import type { PlannerAsk } from './planner/plan-by-model.ts';
import { type PricePlanDeps, pricePlan } from './price-plan.ts';

/** Share of a model's window that one lane's material may fill; the rest is for the prompt and the answer. */
const WINDOW_SHARE = 0.5;

/** A planner that sends nothing for so long is not waited for: what form can see is planned, and the answer says so. */
const PATIENCE_MS = 20_000;

/** Longest source whose headings are counted. */
const MAX_COUNTED_CHARS = 2_000_000;

export interface PlanRunDeps extends PricePlanDeps {
  readonly runLog: RunLog;
  readonly clock: Pick<Clock, 'now'>;
  readonly maxLanes: number;
  /** Makes a call beside the lanes. */
  ask(call: SideCall): Promise<string>;
}

/** Plans a run from what was asked and what its material is, and keeps the plan, or the question back. */
export async function planRun(run: LiveRun, planning: PlanRunDeps): Promise<void> {
  const { runLog, model, catalogue, clock, maxLanes, ask } = planning;
  const read = async (id: string) => {
    const event = await runLog.get(run.runId, sourceKey(id));
    return event?.type === 'source.read' ? event : null;
  };
  // Tens of milliseconds of work in one piece, the first time: who waits for the event loop goes first, and a board
  // can be shown before.
  await new Promise<void>((resolve) => setImmediate(resolve));
  const { request } = run.state();
  const sources = toKnown(run.state());
  const deps = {
    detectLanguage,
    async sourceLanguage(id: string) {
      const source = await read(id);
      return source === null ? null : await detectLanguage(source.text);
    },
    async column(id: string, name: string) {
      const table = (await read(id))?.table ?? null;
      const index = table?.columns.indexOf(name) ?? -1;
      return table === null || index === -1 ? [] : table.rows.map((row) => row[index] ?? '');
    },
    maxLanes,
    maxMaterialChars: Math.floor(model.windowTokens * WINDOW_SHARE * CHARS_PER_TOKEN),
  };
  const { planned: byForm, undecided, form } = await planRequest(request, sources, deps);
  const planned =
    undecided && model.name !== null
      ? await askPlanner({ request, form, sources, headings: await countHeadings(sources, read) })
      : withoutModel(byForm, undecided, form.list !== null);

  async function askPlanner(asking: PlannerAsk): Promise<Planned> {
    // What reads a planner's answer takes tens of milliseconds to load, and most starts need none of it.
    const { planByModel } = await import('./planner/plan-by-model.ts');
    const oneCall = () => planOne({ form, sources, deps });
    // The day is no part of the call's name: a plan that was paid for yesterday is found again.
    const askNow = ({ part, call }: SideCall) => ask({ part, call: { ...call, today: toToday(clock.now()) }, patienceMs: PATIENCE_MS });
    const planner = { ask: askNow, ...deps, model: request.model ?? catalogue.planner, name: model.name };
    return await planByModel(asking, { ...planner, fallback: async () => byForm, oneCall });
  }

  if (planned.kind === 'question') {
    await run.append({ type: 'run.questioned', code: planned.code, question: planned.question });
    return;
  }
  const plan = withMergeNote(planned.plan);
  const priced = await pricePlan(plan, run.state(), planning);
  const unpriced = priced.estimates.some((estimate) => estimate.inputTokens > 0 && estimate.mostUsd === null);
  const isCapped = run.state().budgetUsd !== null || plan.budgetUsd != null;
  if (isCapped && unpriced) {
    const question = `What ${run.state().request.model ?? model.name} costs is not known, so no budget can be kept: give its price in FANOUT_MODELS, or leave the budget out.`;
    await run.append({ type: 'run.questioned', code: 'price_unknown', question });
    return;
  }
  await run.append({ type: 'run.planned', plan, ...priced });
}

/** Without a model nobody has read the sentence: where its form does not say how to cut it, that is told. */
function withoutModel(planned: Planned, undecided: boolean, hasList: boolean): Planned {
  if (planned.kind !== 'plan' || !undecided) return planned;
  const note = hasList ? NOT_READ : `${NOT_READ} ${SAY_IT}`;
  return { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, note] } };
}

const NOT_READ = 'No model is there to read the request, so only its form counts: lists, files, languages.';
const SAY_IT = 'Say it like “for each of A, B and C: …”, or “summarize each of these” with files.';

/** A merge that asks a model for every two results takes more than people think: they are told. */
function withMergeNote(plan: Plan): Plan {
  const calls = plan.stages.reduce((sum, { merge, lanes }) => sum + (merge === 'best' ? toJudgeCalls(lanes.length) : 0), 0);
  if (calls === 0) return plan;
  return {
    ...plan,
    notes: [...plan.notes, `To find the best, ${calls} short calls compare the results two by two.`],
  };
}

/** Of each source that is text: all that a planner may know of what it says. */
async function countHeadings(
  sources: readonly KnownSource[],
  read: (id: string) => Promise<{ readonly text: string } | null>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { id, chars } of sources) {
    const source = chars === 0 || chars > MAX_COUNTED_CHARS ? null : await read(id);
    if (source !== null) counts[id] = source.text.match(/^#{1,6} /gm)?.length ?? 0;
  }
  return counts;
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
