import { countOver, type Ledger } from '../run/ledger.ts';
import type { RunView } from '../view/run-view.ts';
import { toCardMark } from './card-mark.ts';
import type { ShowDeps, Showing } from './show-run.ts';

/** Shares of the lanes at whose end the person is told how far it is: the ways back that platforms give are few. */
const STEPS = [0.25, 0.5, 0.75];

const ASIDE = 'aside:';
const ASKING = `${ASIDE}asking:`;

/** Tells the person who asked, where the place can't be written: that it goes on and what to do, each time that it waits for a yes, how far it is, and the answer. At most five messages, where it asks no more than three times. */
export async function showAside<C>(
  { newest, messages }: Showing<C>,
  reason: string,
  { render }: ShowDeps<C>,
  signal: AbortSignal,
): Promise<void> {
  const tell = (name: string, view: RunView, step: 'begun' | 'atWork' | 'ended', why = reason): Promise<boolean> =>
    messages.tell(`${ASIDE}${name}`, render.aside(view, step, why), signal);
  const isTold = (): boolean => messages.keys().some((key) => key.startsWith(ASIDE));
  const steps = [...STEPS];
  let view = newest.view();
  if (view.phase !== 'ended' && view.phase !== 'asking' && !isTold()) await tell('begun', view, 'begun');
  // By what is asked, so that a question after the first, and none a second time, is told: nobody sees the board.
  const asked = new Set(messages.keys().filter((key) => key.startsWith(ASKING)));
  for (; view.phase !== 'ended'; view = await newest.after(view, signal)) {
    const key = `${ASKING}${toCardMark(view)}`;
    if (view.phase === 'asking' && !asked.has(key)) {
      // Where it is the first that is told, it takes the place of that it runs.
      if (isTold()) steps.shift();
      asked.add(key);
      await tell(key.slice(ASIDE.length), view, 'begun');
    }
    // Several at once are one: only how far it is now is of interest.
    const reached = steps.filter((step) => toShareOver(view.ledger) >= step);
    const last = reached.at(-1);
    if (last === undefined) continue;
    steps.splice(0, reached.length);
    // Once all are over the answer is about to come, and says it.
    if (toShareOver(view.ledger) < 1) await tell(`${last}`, view, 'atWork');
  }
  await tell(`ended:${view.revision}`, view, 'ended', isTold() ? '' : reason);
}

const toShareOver = (ledger: Ledger): number => countOver(ledger) / ledger.asked;
