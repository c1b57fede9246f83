import type { Deliveries, Delivery } from '../ports/deliveries.ts';
import type { Address } from '../ports/poster.ts';
import type { RunView } from '../view/run-view.ts';
import type { Watching } from '../view/watch.ts';
import { type BringDeps, type Bringer, createBringer, PlaceRefused } from './bring.ts';
import { createNewest, type Newest } from './newest.ts';
import { URGENCY } from './pace.ts';
import type { Render } from './render.ts';
import { showAside } from './show-aside.ts';
import { showResults } from './show-results.ts';
import { toVersion } from './version.ts';

/** Between two looks at a run. In milliseconds. */
const LOOK_MS = 250;

export interface ShowDeps<C> extends BringDeps<C> {
  readonly render: Render<C>;
  readonly deliveries: Deliveries;
  readonly watch: Watching;
  /** Between two edits of one board, at least. In milliseconds. */
  readonly boardGapMs: number;
}

/** A run on its way to the people who see it. */
export interface Showing<C> {
  readonly delivery: Delivery;
  readonly newest: Newest;
  readonly messages: Bringer<C>;
}

/**
 * Shows one run in its place until it has ended and everything has arrived: the board first, then each lane's result as it comes, then the answer and the files. The board has a loop of its own, so that it neither
 * waits for the rest nor holds it up. Where the place can't be written, the person who asked is told aside. Rejects with what keeps the run from going on, or with `signal.reason`.
 */
export async function showRun<C>(delivery: Delivery, deps: ShowDeps<C>, signal: AbortSignal): Promise<void> {
  const leaving = new AbortController();
  const until = AbortSignal.any([signal, leaving.signal]);
  const newest = createNewest(deps.watch.views(delivery.runId, LOOK_MS, until));
  let { thread } = delivery;
  const address = (): Address => ({ place: delivery.place, thread });
  const messages = await createBringer(delivery, address, deps);
  const showing: Showing<C> = { delivery, newest, messages };
  try {
    await newest.after(null, until);
    await bringBoard(showing, deps, until);
    if (thread === null) {
      thread = messages.known('board')?.messageId ?? null;
      if (thread === null) throw new PlaceRefused('the first message was not taken');
      await deps.deliveries.update(delivery.runId, { thread });
    }
    await both((working) => [keepBoard(showing, deps, working), showResults(showing, deps, working)], until);
  } catch (error) {
    if (!(error instanceof PlaceRefused)) throw error;
    deps.log.warn({ runId: delivery.runId, reason: error.reason }, 'the place of a run can not be written');
    await showAside(showing, error.reason, deps, until);
  } finally {
    leaving.abort(new Error('shown'));
    await newest.closed();
  }
  await deps.deliveries.update(delivery.runId, { settled: true });
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

async function bringBoard<C>(
  { delivery, newest, messages }: Showing<C>,
  { render, clock }: ShowDeps<C>,
  signal: AbortSignal,
): Promise<void> {
  const isRoot = delivery.thread === null || delivery.thread === messages.known('board')?.messageId;
  const wanted = () => {
    const content = render.board(newest.view(), delivery.person, isRoot, clock.now());
    return { version: toVersion(content), content };
  };
  const urgency = () => (messages.known('board') === undefined || newest.view().phase === 'ended' ? URGENCY.board : URGENCY.progress);
  await messages.bring('board', wanted, urgency, signal);
}

/** Edits the board after each change, not more often than every `boardGapMs`; views between are left out, and the last one arrives. */
async function keepBoard<C>(showing: Showing<C>, deps: ShowDeps<C>, signal: AbortSignal): Promise<void> {
  const { newest } = showing;
  for (let shown: RunView | null = null; shown?.phase !== 'ended'; ) {
    const view = await newest.after(shown, signal);
    await Promise.race([deps.clock.sleep(deps.boardGapMs, signal), newest.ended(signal)]);
    // What is sent is the view of that moment, which may be newer than this one.
    shown = newest.view();
    await bringBoard(showing, deps, signal);
    if (view.phase === 'ended') return;
  }
}
