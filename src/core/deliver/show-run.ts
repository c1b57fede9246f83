import type { LoopTurns } from '../loop-turns.ts';
import type { Deliveries, Delivery } from '../ports/deliveries.ts';
import type { Address } from '../ports/poster.ts';
import type { RunView } from '../view/run-view.ts';
import type { Watching } from '../view/watch.ts';
import { type BringDeps, type Bringer, createBringer } from './bring.ts';
import { toCardMark } from './card-mark.ts';
import { createNewest, type Newest } from './newest.ts';
import { type Standing, URGENCY } from './pace.ts';
import { PlaceRefused } from './place-refused.ts';
import type { Render } from './render.ts';
import { showAside } from './show-aside.ts';
import { showResults } from './show-results.ts';
import { toVersion } from './version.ts';

/** Between two looks at a run. In milliseconds. */
const LOOK_MS = 250;

export interface ShowDeps<C> extends BringDeps<C> {
  /** For work that takes long in one piece. */
  readonly turns: LoopTurns;
  readonly render: Render<C>;
  readonly deliveries: Deliveries;
  readonly watch: Watching;
  /** Between two edits of one board, at least. In milliseconds. */
  readonly boardGapMs: number;
  /**
   * Shows the runs that began out of what was said about the one of that delivery, in its thread. Those that are
   * shown already are left alone.
   */
  follow(from: Delivery, begun: RunView['begun']): Promise<void>;
}

/** A board that comes to nothing so often is made anew from the newest view. */
const MOST_TRIES = 4;

/** A run on its way to the people who see it. */
export interface Showing<C> {
  readonly delivery: Delivery;
  readonly newest: Newest;
  readonly messages: Bringer<C>;
  /** Has what began out of words about the run shown where it is. */
  follow(view: RunView): Promise<void>;
}

/**
 * Shows one run in its place until it has ended and everything has arrived: the board first, then each lane's result
 * as it comes, then the answer and the files. The board has a loop of its own, so that it neither
 * waits for the rest nor holds it up. Where the place can't be written, the person who asked is told aside. Rejects
 * with what keeps the run from going on, or with `signal.reason`.
 */
export async function showRun<C>(delivery: Delivery, deps: ShowDeps<C>, signal: AbortSignal): Promise<void> {
  const leaving = new AbortController();
  const until = AbortSignal.any([signal, leaving.signal]);
  const newest = createNewest(deps.watch.views(delivery.runId, LOOK_MS, until), deps.clock);
  let { thread } = delivery;
  const address = (): Address => ({ place: delivery.place, thread });
  try {
    const { askedAtMs } = await newest.after(null, until);
    const messages = await createBringer(delivery, address, askedAtMs, deps);
    const follow = (view: RunView): Promise<void> => deps.follow({ ...delivery, thread }, view.begun);
    await show({ delivery, newest, messages, follow });
    await follow(newest.view());
  } finally {
    leaving.abort(new Error('shown'));
    await newest.closed();
  }
  await deps.deliveries.update(delivery.runId, { settledAtMs: deps.clock.now() });

  async function show(showing: Showing<C>): Promise<void> {
    try {
      await showInPlace(showing);
    } catch (error) {
      if (!(error instanceof PlaceRefused)) throw error;
      deps.log.warn({ runId: delivery.runId, reason: error.reason }, 'the place of a run can not be written');
      await showAside(showing, error.reason, deps, until);
    }
  }

  async function showInPlace(showing: Showing<C>): Promise<void> {
    const { messages } = showing;
    let shown: RunView | null = null;
    while (shown === null) shown = await bringBoard(showing, deps, null, until);
    const first = shown;
    if (thread === null) {
      thread = messages.known('board')?.messageId ?? null;
      if (thread === null) throw new PlaceRefused('the first message was not taken');
      await deps.deliveries.update(delivery.runId, { thread });
    }
    await both((working) => [keepBoard(showing, deps, first, working), showResults(showing, deps, working)], until);
  }
}

/** Waits for both; where one fails the other is stopped first, so that nothing is posted beside what comes after. */
async function both(begin: (signal: AbortSignal) => readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const begun = begin(AbortSignal.any([signal, failed.signal]));
  try {
    await Promise.all(begun);
  } catch (error) {
    failed.abort(new Error('the other one failed'));
    await Promise.allSettled(begun);
    throw error;
  }
}

/** The view that is on the board now; null: it gave way. `shown` was there before, null: none that is known. */
async function bringBoard<C>(
  { delivery, newest, messages }: Showing<C>,
  { render, clock }: ShowDeps<C>,
  shown: RunView | null,
  signal: AbortSignal,
): Promise<RunView | null> {
  const isRoot = delivery.thread === null || delivery.thread === messages.known('board')?.messageId;
  const askedMs = clock.now();
  let sent = newest.view();
  const wanted = () => {
    sent = newest.view();
    const content = render.board(sent, delivery.person, isRoot, clock.now());
    return { version: toVersion(content), content };
  };
  const standing = (): Standing => {
    if (messages.known('board') === undefined) return { urgency: URGENCY.board, sinceMs: askedMs };
    const urgency = newest.view().phase === 'ended' ? URGENCY.lane : URGENCY.progress;
    return { urgency, sinceMs: (shown === null ? null : newest.newsAtMs(shown)) ?? askedMs };
  };
  return (await messages.bring('board', wanted, standing, MOST_TRIES, signal)) ? sent : null;
}

/**
 * Edits the board after each change, not more often than every `boardGapMs`; views between are left out, and the last
 * one arrives. What people are asked, and that they have answered, is there at once: somebody waits for it.
 */
async function keepBoard<C>(showing: Showing<C>, deps: ShowDeps<C>, first: RunView, signal: AbortSignal): Promise<void> {
  const { newest } = showing;
  const orEnded = AbortSignal.any([signal, newest.ended]);
  for (let shown = first; shown.phase !== 'ended'; ) {
    await newest.after(shown, signal);
    const mark = toCardMark(shown);
    for (let waitedMs = 0; waitedMs < deps.boardGapMs && toCardMark(newest.view()) === mark && !orEnded.aborted; waitedMs += LOOK_MS)
      await deps.clock.sleep(LOOK_MS, orEnded).catch(() => signal.throwIfAborted());
    // What is sent is the view of that moment, which may be newer than the one that woke us.
    shown = (await bringBoard(showing, deps, shown, signal)) ?? shown;
  }
}
