import type { Ledger } from '../run/ledger.ts';
import type { RunView } from '../view/run-view.ts';
import type { ShowDeps, Showing } from './show-run.ts';

/** Shares of the lanes at whose end the person is told how far it is: the ways back that platforms give are few. */
const STEPS = [0.25, 0.5, 0.75];

/** Tells the person who asked, where the place can't be written: that it goes on and what to do, that it waits for a yes, how far it is, and the answer. At most five messages. */
export async function showAside<C>(
  { newest, messages }: Showing<C>,
  reason: string,
  { render }: ShowDeps<C>,
  signal: AbortSignal,
): Promise<void> {
  const tell = (name: string, view: RunView, step: 'begun' | 'atWork' | 'ended', why = reason): Promise<boolean> =>
    messages.tell(`aside:${name}`, render.aside(view, step, why), signal);
  const steps = [...STEPS];
  let view = newest.view();
  if (view.phase !== 'ended') await tell('begun', view, 'begun');
  let saidAsking = view.phase === 'asking';
  for (; view.phase !== 'ended'; view = await newest.after(view, signal)) {
    if (view.phase === 'asking' && !saidAsking) {
      saidAsking = true;
      steps.shift();
      await tell('asking', view, 'begun');
    }
    // Several at once are one: only how far it is now is of interest.
    const reached = steps.filter((step) => toShareOver(view.ledger) >= step);
    const last = reached.at(-1);
    if (last === undefined) continue;
    steps.splice(0, reached.length);
    // Once all are over the answer is about to come, and says it.
    if (toShareOver(view.ledger) < 1) await tell(`${last}`, view, 'atWork');
  }
  await tell(`ended:${view.revision}`, view, 'ended', messages.known('aside:begun') === undefined ? reason : '');
}

const toShareOver = ({ asked, ...ends }: Ledger): number => Object.values(ends).reduce((sum, count) => sum + count, 0) / asked;
