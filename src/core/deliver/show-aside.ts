import type { Ledger } from '../run/ledger.ts';
import type { ShowDeps, Showing } from './show-run.ts';

/** Shares of the lanes at whose end the person is told how far it is: the ways back that platforms give are few. */
const STEPS = [0.25, 0.5, 0.75];

/** Tells the person who asked, where the place can't be written: that it goes on and what to do, how far it is, and the answer. */
export async function showAside<C>(
  { newest, messages }: Showing<C>,
  reason: string,
  { render }: ShowDeps<C>,
  signal: AbortSignal,
): Promise<void> {
  let view = newest.view();
  if (view.phase !== 'ended') await messages.tell('aside:begun', render.aside(view, 'begun', reason), signal);
  for (const share of STEPS) {
    while (view.phase !== 'ended' && !(toShareOver(view.ledger) >= share)) view = await newest.after(view);
    if (view.phase === 'ended') break;
    await messages.tell(`aside:${share}`, render.aside(view, 'atWork', reason), signal);
  }
  while (view.phase !== 'ended') view = await newest.after(view);
  await messages.tell(`aside:ended:${view.revision}`, render.aside(view, 'ended', reason), signal);
}

const toShareOver = ({ asked, ...ends }: Ledger): number => Object.values(ends).reduce((sum, count) => sum + count, 0) / asked;
