import { resolve } from 'node:path';
import { FanoutError } from '#core/errors.ts';
import type { RunView } from '#core/view/run-view.ts';
import { type Approval, approveAll, createApproval, waitForApproval } from './approval.ts';
import { TERMINAL } from './caller.ts';
import type { CliDeps } from './cli.ts';
import { followAsJson, followInLines, followOnBoard, isPublished } from './follow.ts';
import { isUnbegun } from './lane-text.ts';
import { printPlan } from './print-plan.ts';
import { toExitStatus } from './summary.ts';
import { renderEnd, renderFooter } from './summary-text.ts';
import { toAccountLines } from './tables.ts';

export interface Showing {
  readonly json: boolean;
  /** The run as it was, when it is one of the past that goes on. */
  readonly before: RunView | null;
  /** A folder for what comes out. */
  readonly out: string | null;
  /** Its plan was asked for: where nobody can be asked for a yes, it is printed and nothing is run. */
  readonly plan: boolean;
  /** Whatever it asks is answered with yes. */
  readonly yes: boolean;
}

export const QUIET: Showing = { json: false, before: null, out: null, plan: false, yes: false };

/**
 * Shows a run until its end, then its answer, and gives the exit status. The first interruption stops the run; the
 * answer so far still comes.
 */
export async function showRun(runId: string, showing: Showing, deps: CliDeps): Promise<number> {
  const { fanout, board, err, interrupted } = deps;
  const stop = (): void => {
    // A line of text would tear a live board; it shows the lanes being cancelled.
    if (board === null) err('Stopping; the answer so far follows. Ctrl-C again quits at once.');
    fanout
      .steer(runId, { kind: 'stop' }, TERMINAL.asker)
      .catch((error: unknown) => err(`Could not stop run ${runId}: ${toSentence(error)}`));
  };
  if (interrupted.aborted) stop();
  interrupted.addEventListener('abort', stop);
  try {
    if (showing.plan && (deps.person === null || showing.json)) return await printPlan(runId, showing.json, deps);
    const approval = createApproval({
      fanout,
      err,
      person: deps.person,
      asker: TERMINAL.asker,
      tellsWhy: board === null || showing.json,
      interrupted,
      yes: showing.yes,
    });
    const view = await follow(runId, showing, approval, deps);
    if (!showing.json) showAnswer(view, deps);
    return await close(view, showing, approval.isGiven(), deps);
  } catch (error) {
    if (!(error instanceof FanoutError) || error.code === 'bad_usage') throw error;
    // It was asked, so nothing was wrong with the command line: the run can't go on.
    err(`Run ${runId} can't go on: ${error.userMessage} \`resume\` takes it up again.`);
    return 1;
  } finally {
    interrupted.removeEventListener('abort', stop);
  }
}

async function follow(runId: string, { json, before }: Showing, approval: Approval, deps: CliDeps): Promise<RunView> {
  const { fanout, clock, board, out, err } = deps;
  const watching = { watch: fanout.watch, clock, before };
  const never = new AbortController().signal;
  if (board !== null && !json)
    return await followOnBoard(runId, watching, board, (view, before) => onBoard(view, before, approval, deps), never);
  await waitForApproval(runId, fanout.watch, approval, never);
  if (!json) return await followInLines(runId, watching, err, never, (view) => approval.decide(view));
  const [view] = await Promise.all([followAsJson(runId, watching, out, never), approveAll(runId, fanout.watch, approval, never)]);
  return view;
}

/**
 * What can't be said on a board: what is asked, and an answer that comes before the end. It is on its way still, so
 * standard output waits for the whole one.
 */
async function onBoard(view: RunView, before: RunView | null, approval: Approval, { err }: CliDeps): Promise<void> {
  if (isPublished(view, before)) err(`\n${renderEnd(view)}\n`);
  await approval.decide(view);
}

/** What is left when a run was shown: its files, and what it says to the shell. */
async function close(view: RunView, showing: Showing, isApproved: boolean, { fanout, err, folder }: CliDeps): Promise<number> {
  if (showing.out !== null) {
    const { writeOut } = await import('./out-folder.ts');
    const written = await writeOut(resolve(folder, showing.out), view, fanout.watch);
    err(`${showing.out}: ${written.length === 1 ? '1 file' : `${written.length} files`}`);
  }
  // Without a yes nothing was wrong with the run: the command line was missing a --yes.
  return isApproved ? toExitStatus(view) : 2;
}

function showAnswer(view: RunView, { board, out, err }: CliDeps): void {
  if (view.answer !== null) {
    if (board !== null) err('');
    out(renderEnd(view));
    err('');
  } else if (view.question === null && board !== null && !isUnbegun(view)) {
    // Lines have told of every lane already; a board may have had no room for all. A question back stands in both.
    for (const line of toAccountLines(view)) err(line);
  }
  err(renderFooter(view));
}

const toSentence = (error: unknown): string => (error instanceof FanoutError ? error.userMessage : 'an unexpected error');
