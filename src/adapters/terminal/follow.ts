import type { Clock } from '#core/ports/clock.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import { toLines } from './lines.ts';
import { createLiveBoard, type LiveBoard } from './live-board.ts';
import { createScreen, type TerminalStream } from './screen.ts';
import { toSummary } from './summary.ts';

/** Between two looks at a run. In milliseconds. */
const GAP_MS = 100;

/** Where a live board may be drawn. */
export interface BoardPlace {
  readonly stream: TerminalStream;
  readonly colour: boolean;
}

export interface FollowDeps {
  readonly watch: Watching;
  readonly clock: Clock;
  /** What was shown of the run before, when it is one of the past that goes on; its lanes are not told again. */
  readonly before: RunView | null;
}

/** What is done about a view that is new, before the next one is looked at. */
export type OnView = (view: RunView, before: RunView | null) => Promise<void>;

/**
 * Shows a run as a live board until it has ended, and leaves the last board there. Where the run asks for something, or answers before its end, the board stands still for `pause`. Gives the view of the end; rejects
 * as `Watching.views` does.
 */
export async function followOnBoard(
  runId: string,
  { watch, clock }: FollowDeps,
  { stream, colour }: BoardPlace,
  pause: OnView,
  signal: AbortSignal,
): Promise<RunView> {
  const open = (): LiveBoard & Disposable => {
    const screen = createScreen({ stream, clock, gapMs: GAP_MS });
    const restore = (): void => screen[Symbol.dispose]();
    // Quitting at once must not leave a terminal without a cursor.
    process.once('exit', restore);
    return {
      ...createLiveBoard({ screen, clock, colour }),
      [Symbol.dispose]: () => {
        process.off('exit', restore);
        restore();
      },
    };
  };
  using first = open();
  let board: LiveBoard & Disposable = first;
  let last: RunView | null = null;
  for await (const view of watch.views(runId, GAP_MS, signal)) {
    const before: RunView | null = last;
    last = view;
    board.show(view);
    if (view.phase === 'ended' || (view.card === null && !isPublished(view, before))) continue;
    await board.finish(view);
    await pause(view, before);
    board = open();
  }
  const end = toEnd(last);
  await board.finish(end);
  board[Symbol.dispose]();
  return end;
}

/** Says what happens to a run in lines until it has ended. Gives and rejects as `followOnBoard`. */
export async function followInLines(
  runId: string,
  { watch, clock, before }: FollowDeps,
  say: (line: string) => void,
  signal: AbortSignal,
  onView: OnView,
): Promise<RunView> {
  let last = before;
  for await (const view of watch.views(runId, GAP_MS, signal)) {
    for (const line of toLines(last, view, clock.now())) say(line);
    const previous = last;
    last = view;
    await onView(view, previous);
  }
  return toEnd(last);
}

/** An answer is out since that view, while lanes are at work. */
export const isPublished = (view: RunView, before: RunView | null): boolean =>
  view.published && view.revision !== (before?.published === true ? before.revision : 0);

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
