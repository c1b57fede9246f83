import type { Clock } from '#core/ports/clock.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import { toLines } from './lines.ts';
import { createLiveBoard } from './live-board.ts';
import { createScreen, type TerminalStream } from './screen.ts';
import { toSummary } from './summary.ts';

/** Between two looks at a run. In milliseconds. */
const GAP_MS = 100;

export interface FollowDeps {
  readonly watch: Watching;
  readonly clock: Clock;
  /** What was shown of the run before, when it is one of the past that goes on; its lanes are not told again. */
  readonly before: RunView | null;
}

/** Shows a run as a live board until it has ended, and leaves the last board there. Gives the view of the end; rejects as `Watching.views` does. */
export async function followOnBoard(
  runId: string,
  { watch, clock }: FollowDeps,
  stream: TerminalStream,
  colour: boolean,
  signal: AbortSignal,
): Promise<RunView> {
  using screen = createScreen({ stream, clock, gapMs: GAP_MS });
  // Quitting at once must not leave a terminal without a cursor.
  const restore = (): void => screen[Symbol.dispose]();
  process.once('exit', restore);
  const board = createLiveBoard({ screen, clock, colour });
  let last: RunView | null = null;
  for await (const view of watch.views(runId, GAP_MS, signal)) {
    last = view;
    board.show(view);
  }
  const end = toEnd(last);
  await board.finish(end);
  process.off('exit', restore);
  return end;
}

/** Says what happens to a run in lines until it has ended. Gives and rejects as `followOnBoard`. */
export async function followInLines(
  runId: string,
  { watch, clock, before }: FollowDeps,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<RunView> {
  let last = before;
  for await (const view of watch.views(runId, GAP_MS, signal)) {
    for (const line of toLines(last, view, clock.now())) say(line);
    last = view;
  }
  return toEnd(last);
}

/** Writes a run's events as JSON Lines until it has ended, then its summary. Gives and rejects as `followOnBoard`. */
export async function followAsJson(
  runId: string,
  { watch }: FollowDeps,
  write: (line: string) => void,
  signal: AbortSignal,
): Promise<RunView> {
  for await (const event of watch.events(runId, signal)) write(JSON.stringify(event));
  const view = await watch.now(runId);
  write(JSON.stringify(toSummary(view)));
  return view;
}

function toEnd(last: RunView | null): RunView {
  if (last?.phase !== 'ended') throw new Error('the run was let go of before it ended');
  return last;
}
