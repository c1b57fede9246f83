import { resolve } from 'node:path';
import type { Command } from '#commands/command.ts';
import type { Caller, Dispatch, Reply } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { RunView } from '#core/view/run-view.ts';
import { createApproval, waitForApproval } from './approval.ts';
import type { Invocation } from './argv.ts';
import { type BoardPlace, followAsJson, followInLines, followOnBoard } from './follow.ts';
import { readLaneList, toSources } from './material.ts';
import { toPlainText } from './plain-text.ts';
import { toExitStatus, toSummary } from './summary.ts';
import { renderEnd, renderFooter } from './summary-text.ts';
import { toAccountLines, toHistory } from './tables.ts';

export interface CliDeps {
  readonly fanout: Fanout;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly input: AsyncIterable<Buffer | string>;
  /** Answers, tables and JSON: a line each, its end added. */
  readonly out: (text: string) => void;
  /** Everything else: progress, hints, errors. */
  readonly err: (text: string) => void;
  /** Where a live board may be drawn; null when standard error is no terminal. */
  readonly board: BoardPlace | null;
  readonly columns: number;
  /** Where the person stands: relative paths begin here. */
  readonly folder: string;
  /** Aborts at the first Ctrl-C: the run is stopped, its answer so far still comes. */
  readonly interrupted: AbortSignal;
  /** Asks the person at the terminal; null where there is none. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly retention: Retention;
}

/** Whose runs these are, and where: everything on this machine's terminals is one place, and who sits there owns the database. */
export const TERMINAL: Caller = {
  asker: 'terminal',
  place: 'terminal',
  threadRunId: null,
  inThread: false,
  address: { command: '/', mention: '', note: null },
  maySee: async () => true,
};

type Verb = Exclude<Invocation['verb'], 'doctor' | 'start' | 'help' | 'slack-manifest' | 'discord-register'>;

/** Carries out one command line and gives its exit status. Rejects only with what is a bug or a store that is gone. */
export async function performCli(invocation: Extract<Invocation, { verb: Verb }>, deps: CliDeps): Promise<number> {
  const { fanout, err } = deps;
  switch (invocation.verb) {
    case 'run':
      return await performRun(invocation, deps);
    case 'retry': {
      const { runId, lanes, budgetUsd, out, json } = invocation;
      const before = await fanout.watch.now(runId).catch(toNull);
      // A run that was cut off goes on first; its lanes in flight are those of a dead process.
      const [resumed] = await fanout.resume(runId);
      // With no lane named nothing is missing yet: going on is what was asked.
      if (resumed !== undefined && lanes.length === 0 && budgetUsd === null) return await follow(resumed, { json, before, out }, deps);
      return await ask({ verb: 'retry', runId, lanes, prompt: null, budgetUsd }, { json, before, out }, deps);
    }
    case 'resume': {
      const runIds = await fanout.resume();
      if (runIds.length === 0) err('Nothing to resume: every run has ended.');
      let status = 0;
      for (const runId of runIds) status = Math.max(status, await follow(runId, QUIET, deps));
      return status;
    }
    case 'forget': {
      const isKnown = await deps.retention.forget(invocation.runId);
      if (!isKnown) return refuse(toUnknown(invocation.runId), deps);
      deps.out(`Run ${invocation.runId} is forgotten, with everything it held.`);
      return 0;
    }
    case 'show':
      return await performShow(invocation, deps);
    case 'history':
      return await ask({ verb: 'history', words: invocation.words }, QUIET, deps);
    default:
      throw new Error(`unknown verb ${JSON.stringify(invocation satisfies never)}`);
  }
}

const toNull = (error: unknown): null => {
  if (error instanceof FanoutError && error.code === 'unknown_run') return null;
  throw error;
};

async function performRun(invocation: Extract<Invocation, { verb: 'run' }>, deps: CliDeps): Promise<number> {
  const { request, files, lanes, mode, merge, cap, model, budgetUsd, yes, fresh, out, json } = invocation;
  const sources = await toSources(files, deps.input, deps.folder);
  const laneList = lanes === null ? [] : await readLaneList(resolve(deps.folder, lanes));
  const unfinished = await deps.fanout.watch.list({ unfinished: true });
  if (unfinished.length > 0) {
    deps.err(
      `${unfinished.length === 1 ? 'A run was' : `${unfinished.length} runs were`} cut off before: \`npm run -s fanout -- resume\` goes on with it.`,
    );
  }
  const command = { verb: 'run', text: request, sources, laneList, mode, merge, cap, model, budgetUsd, approved: yes, fresh } as const;
  return await ask(command, { json, before: null, out }, deps);
}

async function performShow({ runId, lane, json }: Extract<Invocation, { verb: 'show' }>, deps: CliDeps): Promise<number> {
  if (!json) return await ask({ verb: 'show', runId, lane }, QUIET, deps);
  const view = await deps.fanout.watch.now(runId).catch(toNull);
  if (view === null) return refuse(toUnknown(runId), deps);
  for (const event of await deps.fanout.watch.log(runId)) {
    if (lane === null || ('lane' in event && event.lane === lane)) deps.out(JSON.stringify(event));
  }
  deps.out(JSON.stringify(toSummary(view)));
  return 0;
}

interface Showing {
  readonly json: boolean;
  /** The run as it was, when it is one of the past that goes on. */
  readonly before: RunView | null;
  /** A folder for what comes out. */
  readonly out: string | null;
}

const QUIET: Showing = { json: false, before: null, out: null };
const toUnknown = (runId: string): string => `There is no run ${runId}. \`history\` lists the runs there are.`;

async function ask(command: Command, showing: Showing, deps: CliDeps): Promise<number> {
  const reply = await deps.dispatch(command, TERMINAL);
  if (reply.kind === 'going') return await follow(reply.runId, showing, deps);
  return show(reply, deps);
}

function show(reply: Exclude<Reply, { kind: 'going' }>, deps: CliDeps): number {
  switch (reply.kind) {
    case 'refused':
      return refuse(reply.text, deps);
    case 'said':
    case 'help':
      deps.out(toPlainText(reply.text));
      return 0;
    case 'runs':
      for (const line of toHistory(reply.headings, deps.columns)) deps.out(line);
      return 0;
    case 'views':
      for (const view of reply.views) {
        for (const line of toAccountLines(view)) deps.err(line);
        if (view.question !== null) deps.out(toPlainText(view.question));
        if (view.answer !== null) deps.out(renderEnd(view));
      }
      return 0;
    default:
      throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
  }
}

function refuse(text: string, { err }: CliDeps): number {
  err(text);
  return 2;
}

/** Shows a run until its end, then its answer. The first interruption stops the run; the answer so far still comes. */
async function follow(runId: string, showing: Showing, deps: CliDeps): Promise<number> {
  const { fanout, clock, board, out, err, interrupted } = deps;
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
    const watching = { watch: fanout.watch, clock, before: showing.before };
    const never = new AbortController().signal;
    const approval = createApproval({ fanout, err, confirm: deps.confirm, asker: TERMINAL.asker });
    if (showing.json || board === null) await waitForApproval(runId, fanout.watch, approval, never);
    if (showing.json) return await close(await followAsJson(runId, watching, out, never), showing, approval.isGiven(), deps);
    const view =
      board === null ? await followInLines(runId, watching, err, never) : await followOnBoard(runId, watching, board, approval, never);
    showAnswer(view, deps);
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
  } else if (view.question === null && board !== null) {
    // Lines have told of every lane already; a board may have had no room for all. A question back stands in both.
    for (const line of toAccountLines(view)) err(line);
  }
  err(renderFooter(view));
}

const toSentence = (error: unknown): string => (error instanceof FanoutError ? error.userMessage : 'an unexpected error');
