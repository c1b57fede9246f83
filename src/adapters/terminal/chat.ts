import { createInterface } from 'node:readline';
import type { Dispatch, Reply } from '#commands/dispatch.ts';
import { parseCommand } from '#commands/parse.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { RunView } from '#core/view/run-view.ts';
import { TERMINAL } from './cli.ts';
import { followInLines } from './follow.ts';
import { toPlainText } from './plain-text.ts';
import { renderEnd, renderFooter } from './summary-text.ts';
import { toAccountLines, toHistory } from './tables.ts';

export interface ChatDeps {
  readonly fanout: Fanout;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly log: Log;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a person types: then there is a prompt, and Ctrl-C and Ctrl-D mean what they mean in a shell. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Runs of an earlier session that go on: told of as if they were asked now. */
  readonly resumed: readonly string[];
}

/**
 * A chat in a terminal: a line is a request, or a command with a slash. Resolves when it is left: by Ctrl-D or a second Ctrl-C, or, where no person types, when the input and every
 * run have ended. Runs still at work then go on at the next start.
 */
export async function runTerminalChat(deps: ChatDeps, signal: AbortSignal): Promise<void> {
  const { fanout, dispatch, clock, log, interactive } = deps;
  const lines = createInterface({ input: deps.input, output: deps.output, terminal: interactive, prompt: '› ' });
  const leaving = new AbortController();
  const following = new Map<string, Promise<void>>();
  const left = Promise.withResolvers<void>();

  function say(text: string): void {
    // What is being typed stays on the line below.
    if (interactive) deps.output.write('\r\x1b[2K');
    deps.output.write(`${text}\n`);
    if (interactive && !leaving.signal.aborted) lines.prompt(true);
  }

  async function follow(runId: string): Promise<void> {
    try {
      const view = await followInLines(runId, { watch: fanout.watch, clock, before: null }, say, leaving.signal);
      say(toText(view));
    } catch (error) {
      if (leaving.signal.aborted) return;
      log.error({ err: error, runId }, 'a run could not be followed');
      say(`Run ${runId} can't go on: ${toSentence(error)}. The next start takes it up.`);
    } finally {
      following.delete(runId);
    }
  }

  function answer(reply: Reply): void {
    switch (reply.kind) {
      case 'going':
        if (!following.has(reply.runId)) following.set(reply.runId, follow(reply.runId));
        break;
      case 'refused':
      case 'said':
      case 'help':
        say(toPlainText(reply.text));
        break;
      case 'runs':
        say(toHistory(reply.headings, deps.columns).join('\n'));
        break;
      case 'views':
        say(
          reply.views.length === 0
            ? 'Nothing is running.'
            : reply.views.map((view) => [...toAccountLines(view), renderEnd(view)].join('\n').trimEnd()).join('\n\n'),
        );
        break;
      default:
        throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
    }
  }

  async function hear(line: string): Promise<void> {
    if (line.trim() === '') return;
    try {
      answer(await dispatch(parseCommand(line, '/'), TERMINAL));
    } catch (error) {
      log.error({ err: error }, 'a command could not be carried out');
      say(`That did not work: ${toSentence(error)}.`);
    }
  }

  // One line after another, so that "/retry 3" finds the run that the line before it began.
  let heard: Promise<void> = Promise.resolve();
  let stopping = false;
  lines.on('line', (line) => {
    stopping = false;
    heard = heard
      .then(() => hear(line))
      .then(() => {
        if (interactive && !leaving.signal.aborted) lines.prompt();
      });
  });
  lines.on('SIGINT', () => {
    if (stopping || following.size === 0) return left.resolve();
    stopping = true;
    say('Stopping; Ctrl-C again leaves at once.');
    for (const runId of following.keys()) heard = heard.then(() => hear(`/stop ${runId}`));
  });
  lines.on('close', () => {
    if (interactive) left.resolve();
    else void heard.then(() => Promise.all(following.values())).then(() => left.resolve());
  });
  signal.addEventListener('abort', () => left.resolve(), { once: true });

  say('Fanout: type a request, or /help.');
  for (const runId of deps.resumed) answer({ kind: 'going', runId });
  if (interactive) lines.prompt();
  await left.promise;
  const open = following.size;
  leaving.abort(new Error('the chat was left'));
  lines.close();
  await Promise.all(following.values());
  if (open > 0) deps.output.write(`${open === 1 ? 'A run goes' : `${open} runs go`} on at the next start.\n`);
}

/** What the lines before it have not told: the answer, and the run in one line. */
function toText(view: RunView): string {
  return view.answer === null ? renderFooter(view) : `\n${renderEnd(view)}\n\n${renderFooter(view)}`;
}

const toSentence = (error: unknown): string =>
  error instanceof FanoutError ? error.userMessage.replace(/\.$/, '') : 'an unexpected error, see the log';
