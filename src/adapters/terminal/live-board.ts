import type { Clock } from '#core/ports/clock.ts';
import type { RunView } from '#core/view/run-view.ts';
import { renderBoard } from './board.ts';
import type { Screen } from './screen.ts';

/** The board of one run on a terminal, from its first view to its last. */
export interface LiveBoard {
  /** The newest view; whole, so one that was never drawn is not missed. */
  show(view: RunView): void;
  /** Leaves the board of this view on the terminal. */
  finish(view: RunView): Promise<void>;
}

export interface LiveBoardDeps {
  readonly screen: Screen;
  readonly clock: Clock;
  readonly colour: boolean;
}

export function createLiveBoard({ screen, clock, colour }: LiveBoardDeps): LiveBoard {
  return {
    show(view) {
      const seenAtMs = clock.now();
      screen.show((nowMs, size) => renderBoard(ageView(view, nowMs - seenAtMs), nowMs, size, colour));
    },
    finish: (view) => screen.finish((nowMs, size) => renderBoard(view, nowMs, size, colour)),
  };
}

/** The view as it stands `ms` later if nothing happened: running lanes have run on and the end is nearer. */
function ageView(view: RunView, ms: number): RunView {
  if (view.phase === 'ended' || ms <= 0) return view;
  return {
    ...view,
    etaMs: view.etaMs === null ? null : Math.max(0, view.etaMs - ms),
    lanes: view.lanes.map((lane) => (lane.status === 'running' ? { ...lane, ms: lane.ms + ms } : lane)),
  };
}
