import { createInterface } from 'node:readline';
import type { Dispatch, Reply } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { RunView } from '#core/view/run-view.ts';
import { MOST_EDITED_CHARS } from './approval.ts';
import { TERMINAL } from './caller.ts';
import { createSeen } from './chat-seen.ts';
import { chatTexts, endText } from './chat-texts.ts';
import { isForCard, readSaid } from './chat-words.ts';
import { applyTyped, editLanes } from './edit-lanes.ts';
import { toFactLines } from './facts.ts';
import { followInLines } from './follow.ts';
import type { Person } from './person.ts';
import { toPlainText } from './plain-text.ts';
import { renderEnd } from './summary-text.ts';
import { toAccountLines, toHistory } from './tables.ts';

export interface ChatDeps {
  readonly fanout: Fanout;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly log: Log;
  readonly input: NodeJS.ReadableStream & { setRawMode?(mode: boolean): unknown };
  readonly output: NodeJS.WritableStream;
  /** Whether a person types: then there is a prompt, and Ctrl-C and Ctrl-D mean what they mean in a shell. */
  readonly interactive: boolean;
  /** As `Person.edit`. */
  readonly edit: Person['edit'];
  readonly columns: number;
  /** Runs of an earlier session that go on: told of as if they were asked now. */
  readonly resumed: readonly string[];
}

/**
 * A chat in a terminal: a line is a request, or a command with a slash. Resolves when it is left: by Ctrl-D or a
 * second Ctrl-C, or, where no person types, when the input and every
 * run have ended. Runs still at work then go on at the next start. Rejects with `FanoutError` `bad_usage` where the
 * input has ended and the runs that are left wait for a yes.
 */
export async function runTerminalChat(deps: ChatDeps, signal: AbortSignal): Promise<void> {
  const { fanout, dispatch, clock, log, interactive } = deps;
  const lines = createInterface({ input: deps.input, output: deps.output, terminal: interactive, prompt: '› ' });
  const leaving = new AbortController();
  const following = new Map<string, Promise<void>>();
  /** Resolved once a run that is followed has its plan, and asks for a yes where it needs one. */
  const planning = new Map<string, Promise<void>>();
  const seen = createSeen();
  const left = Promise.withResolvers<void>();
  /** Nobody can answer any more. */
  let isDeaf = false;
  let unanswered: readonly string[] = [];
  let held: string[] | null = null;

  function say(text: string): void {
    if (held !== null) return void held.push(text);
    // What is being typed stays on the line below.
    if (interactive) deps.output.write('\r\x1b[2K');
    deps.output.write(`${text}\n`);
    if (interactive && !leaving.signal.aborted) lines.prompt(true);
  }

  async function follow(runId: string): Promise<void> {
    const before = seen.get(runId) ?? null;
    seen.expect(runId);
    const planned = Promise.withResolvers<void>();
    planning.set(runId, planned.promise);
    try {
      const view = await followInLines(runId, { watch: fanout.watch, clock, before }, say, leaving.signal, async (it, last) => {
        for (const text of await chatTexts(it, last, fanout.watch)) say(text);
        await followBegun(it, last);
        seen.keep(it);
        if (it.phase !== 'reading' && it.phase !== 'planning') planned.resolve();
        if (it.card !== null) await leaveUnanswered();
      });
      const text = endText(view, before);
      if (text !== null) say(text);
    } catch (error) {
      if (leaving.signal.aborted) return;
      log.error({ err: error, runId }, 'a run could not be followed');
      say(`Run ${runId} can't go on: ${toSentence(error)}. The next start takes it up.`);
    } finally {
      following.delete(runId);
      planning.delete(runId);
      planned.resolve();
      await leaveUnanswered();
    }
  }

  /**
   * What was said about a run and is a request of its own is shown as if it had been typed as one. Of a run that is
   * taken up, what it began long ago is not.
   */
  async function followBegun(view: RunView, last: RunView | null): Promise<void> {
    for (const { runId } of view.begun.slice(last?.begun.length ?? 0)) {
      if (last !== null || (await fanout.watch.now(runId).catch(() => null))?.phase !== 'ended') await answer({ kind: 'going', runId });
    }
  }

  /** Where the input has ended: left once no run is at work but for those that wait for a yes. */
  async function leaveUnanswered(): Promise<void> {
    if (!isDeaf || leaving.signal.aborted) return;
    try {
      // As they are now: a yes that was just heard is in the log, and not yet in what was shown.
      const views = await Promise.all([...following.keys()].map((runId) => fanout.watch.now(runId)));
      if (!views.every(({ phase }) => phase === 'asking')) return;
      unanswered = views.map(({ runId }) => runId);
      left.resolve();
    } catch (error) {
      left.reject(error);
    }
  }

  async function answer(reply: Reply): Promise<void> {
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
      case 'views': {
        const texts = await Promise.all(reply.views.map(showView));
        say(texts.length === 0 ? 'Nothing is running.' : texts.join('\n\n'));
        break;
      }
      default:
        throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
    }
  }

  async function showView(view: RunView): Promise<string> {
    const facts = toFactLines(view, await fanout.watch.log(view.runId));
    return [...toAccountLines(view), ...facts, renderEnd(view)].join('\n').trimEnd();
  }

  async function hear(line: string): Promise<void> {
    if (line.trim() === '') return;
    try {
      // What is piped can not see the card: a yes is for the run before it. Who types must have seen what the yes is
      // to.
      if (!interactive && isForCard(line)) await Promise.all(planning.values());
      const said = await readSaid(line, { ...seen.now(clock.now()), sees: interactive, steers: fanout.watch.steers });
      if (said.kind === 'edit') await edit(said.runId, said.line);
      else await answer(await dispatch(said.command, TERMINAL));
    } catch (error) {
      log.error({ err: error }, 'a command could not be carried out');
      say(`That did not work: ${toSentence(error)}.`);
    }
  }

  /** The lanes of a run that waits for a yes, with one line of them changed, or in the editor. */
  async function edit(runId: string, line: string): Promise<void> {
    const lanes = await fanout.watch.editable(runId, MOST_EDITED_CHARS);
    const submit = async (text: string): Promise<string | null> => {
      const reply = await dispatch({ verb: 'edit', runId, text, mostChars: MOST_EDITED_CHARS, shown: null }, TERMINAL);
      return reply.kind === 'refused' ? reply.text : null;
    };
    if (lanes === null) return say('The lanes of this run can not be edited now.');
    if (line === '' && deps.edit === null) return say(`${toPlainText(lanes)}\n${HOW_TO_EDIT}`);
    const nothing = line === '' ? await editLanes(lanes, { edit: inEditor, submit }) : await submit(applyTyped(lanes, [line]));
    if (nothing !== null) say(nothing);
  }

  /** The terminal is the editor's alone meanwhile: what is said comes after it. */
  async function inEditor(text: string): Promise<string | null> {
    held = [];
    lines.pause();
    deps.input.setRawMode?.(false);
    try {
      return (await deps.edit?.(text)) ?? null;
    } finally {
      if (interactive) deps.input.setRawMode?.(true);
      lines.resume();
      const texts = held;
      held = null;
      for (const it of texts) say(it);
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
    if (interactive) return left.resolve();
    void heard.then(() => {
      isDeaf = true;
      return leaveUnanswered();
    });
  });
  signal.addEventListener('abort', () => left.resolve(), { once: true });

  say('Fanout: type a request, or /help.');
  for (const runId of deps.resumed) await answer({ kind: 'going', runId });
  if (interactive) lines.prompt();
  await left.promise;
  const open = following.size;
  leaving.abort(new Error('the chat was left'));
  lines.close();
  await Promise.all(following.values());
  if (unanswered.length > 0) throw new FanoutError('bad_usage', toUnanswered(unanswered));
  if (open > 0) deps.output.write(`${open === 1 ? 'A run goes' : `${open} runs go`} on at the next start.\n`);
}

const toUnanswered = (runIds: readonly string[]): string =>
  `${runIds.length === 1 ? 'Run' : 'Runs'} ${runIds.join(', ')} still ${runIds.length === 1 ? 'waits' : 'wait'} for a yes, and the input has ended. The next start asks again.`;

const HOW_TO_EDIT =
  '`/edit 3: other words` rewords a lane, `/edit 3:` drops it, `/edit words` adds one; with VISUAL or EDITOR set, /edit opens all of them in it.';

const toSentence = (error: unknown): string =>
  error instanceof FanoutError ? error.userMessage.replace(/\.$/, '') : 'an unexpected error, see the log';
