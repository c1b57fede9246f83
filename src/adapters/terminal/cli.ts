import { resolve } from 'node:path';
import type { Command } from '#commands/command.ts';
import type { Dispatch, Reply } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { Invocation } from './argv.ts';
import { TERMINAL } from './caller.ts';
import { toFactLines } from './facts.ts';
import type { BoardPlace } from './follow.ts';
import { readLaneList, toSources } from './material.ts';
import type { Person } from './person.ts';
import { toPlainText } from './plain-text.ts';
import { QUIET, type Showing, showRun } from './show-run.ts';
import { toSummary } from './summary.ts';
import { renderEnd } from './summary-text.ts';
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
  /** Who can be asked at the terminal; null where nobody is there. */
  readonly person: Person | null;
  readonly retention: Retention;
}

type Verb = Exclude<Invocation['verb'], 'doctor' | 'start' | 'help' | 'slack-manifest' | 'discord-register' | 'backup'>;

/** Carries out one command line and gives its exit status. Rejects only with what is a bug or a store that is gone. */
export async function performCli(invocation: Extract<Invocation, { verb: Verb }>, deps: CliDeps): Promise<number> {
  const { fanout, err } = deps;
  switch (invocation.verb) {
    case 'run':
      return await performRun(invocation, deps);
    case 'retry': {
      const { runId, lanes, budgetUsd, yes, out, json } = invocation;
      await readyOut(out, deps);
      const before = await fanout.watch.now(runId).catch(toNull);
      // A run that was cut off goes on first; its lanes in flight are those of a dead process.
      const [resumed] = await fanout.resume(runId);
      // With no lane named nothing is missing yet: going on is what was asked.
      if (resumed !== undefined && lanes.length === 0 && budgetUsd === null)
        return await showRun(resumed, { ...QUIET, json, before, out, yes }, deps);
      return await ask({ verb: 'retry', runId, lanes, prompt: null, budgetUsd }, { ...QUIET, json, before, out, yes }, deps);
    }
    case 'resume': {
      const runIds = await fanout.resume();
      if (runIds.length === 0) err('Nothing to resume: every run has ended.');
      let status = 0;
      for (const runId of runIds) status = Math.max(status, await showRun(runId, QUIET, deps));
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
  const { request, files, lanes, mode, merge, cap, model, budgetUsd, quorum, deadlineMs, card, yes, fresh, out, json } = invocation;
  const sources = await toSources(files, deps.input, deps.folder);
  const laneList = lanes === null ? [] : await readLaneList(resolve(deps.folder, lanes));
  await readyOut(out, deps);
  const unfinished = await deps.fanout.watch.list({ unfinished: true });
  if (unfinished.length > 0) {
    deps.err(
      `${unfinished.length === 1 ? 'A run was' : `${unfinished.length} runs were`} cut off before: \`npm run -s fanout -- resume\` goes on with it.`,
    );
  }
  const wishes = { mode, merge, cap, model, budgetUsd, quorum, deadlineMs, card, approved: yes, fresh, isNew: true };
  return await ask({ verb: 'run', text: request, sources, laneList, ...wishes }, { ...QUIET, json, out, plan: card }, deps);
}

async function readyOut(out: string | null, { folder }: CliDeps): Promise<void> {
  if (out === null) return;
  const { makeOut } = await import('./out-folder.ts');
  await makeOut(resolve(folder, out));
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

const toUnknown = (runId: string): string => `There is no run ${runId}. \`history\` lists the runs there are.`;

async function ask(command: Command, showing: Showing, deps: CliDeps): Promise<number> {
  const reply = await deps.dispatch(command, TERMINAL);
  if (reply.kind === 'going') return await showRun(reply.runId, showing, deps);
  return await show(reply, deps);
}

async function show(reply: Exclude<Reply, { kind: 'going' }>, deps: CliDeps): Promise<number> {
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
        for (const line of [...toAccountLines(view), ...toFactLines(view, await deps.fanout.watch.log(view.runId))]) deps.err(line);
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
