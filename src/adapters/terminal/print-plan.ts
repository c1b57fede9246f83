import type { Plan } from '#core/plan/plan.ts';
import type { RunEvent } from '#core/run/events.ts';
import { toCounted } from '#core/view/amount.ts';
import { cardLines } from '#core/view/card-text.ts';
import type { RunView } from '#core/view/run-view.ts';
import { TERMINAL } from './caller.ts';
import type { CliDeps } from './cli.ts';
import { toPlainLine } from './plain-text.ts';
import { toExitStatus, toSummary } from './summary.ts';

/** Between two looks at a run that is being planned. In milliseconds. */
const GAP_MS = 20;

/**
 * Prints the plan of a run that waits for a yes and that nobody here can give, and stops it before any lane began, so that nothing stays open. With `json` the event that has the plan, and the summary. Gives the exit
 * status: 0, or that of a run which came to an end without a plan.
 */
export async function printPlan(runId: string, json: boolean, { fanout, out, err }: CliDeps): Promise<number> {
  let planned: RunView | null = null;
  let last: RunView | null = null;
  for await (const view of fanout.watch.views(runId, GAP_MS, new AbortController().signal)) {
    last = view;
    if (view.phase !== 'asking' || planned !== null) continue;
    planned = view;
    const event = (await fanout.watch.log(runId)).findLast((it) => it.type === 'run.planned');
    if (event !== undefined && json) out(JSON.stringify(event));
    else if (event !== undefined) for (const line of planLines(view, event)) out(line);
    await fanout.steer(runId, { kind: 'stop' }, TERMINAL.asker);
  }
  if (last === null) throw new Error('the run was let go of before it was planned');
  if (json) out(JSON.stringify(toSummary(last)));
  if (planned !== null) return 0;
  if (last.question !== null) err(toPlainLine(last.question));
  return toExitStatus(last);
}

/** The card, then the lanes, one a line; under the names of their stages where there are several. */
function planLines(view: RunView, { plan }: Extract<RunEvent, { type: 'run.planned' }>): string[] {
  const notes = [...new Set(view.notes)].map((note) => `note: ${note}`);
  const lines = [...(view.card === null ? [] : cardLines(view.card)), ...notes].map(toPlainLine);
  return [...lines, '', ...laneLines(plan)];
}

function laneLines({ stages }: Plan): string[] {
  const width = String(stages.reduce((sum, { lanes }) => sum + lanes.length, 0)).length;
  let index = 0;
  return stages.flatMap(({ title, lanes, each }, at) => [
    ...(stages.length === 1 ? [] : [`stage ${at + 1} of ${stages.length}: ${toPlainLine(title)}`]),
    ...lanes.map((lane) => {
      index += 1;
      const name = toPlainLine(lane.title);
      const prompt = toPlainLine(lane.prompt);
      return `${String(index).padStart(width)}  ${prompt.startsWith(name) ? prompt : `${name}: ${prompt}`}`;
    }),
    ...(each == null ? [] : [`about ${toCounted(each.likely, 'lane')}, known once stage ${at} is done: ${toPlainLine(each.prompt)}`]),
  ]);
}
