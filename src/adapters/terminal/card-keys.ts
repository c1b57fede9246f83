import { type OfferWish, toOffers } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';

/** What can be typed where a card is shown: the key as it stands in the prompt, and every way to say it. */
const KEYS: readonly { readonly wish: OfferWish; readonly shown: string; readonly said: readonly string[] }[] = [
  { wish: 'yes', shown: '[R]un', said: ['r', 'run', 'y', 'yes', 'ok', 'okay', 'go', 'go on', 'go ahead', 'continue'] },
  { wish: 'sample', shown: '[S]ample first', said: ['s', 'sample'] },
  { wish: 'edit', shown: '[E]dit lanes', said: ['e', 'edit'] },
  { wish: 'cheaper', shown: '[C]heaper', said: ['c', 'cheaper'] },
  { wish: 'decline', shown: '[N]o', said: ['n', 'no', 'q', 'quit'] },
  { wish: 'stop', shown: '[Q]uit', said: ['q', 'quit', 'n', 'no', 'stop', 'cancel'] },
  { wish: 'raise', shown: '[R]aise', said: ['raise'] },
];

/** What a person may type now: of a change only yes and no, since the run goes on beside it. */
function keysOf(view: RunView): typeof KEYS {
  const offered = new Set(toOffers(view).map(({ wish }) => wish));
  if (view.card === null) return KEYS.filter(({ wish }) => wish === 'raise' && offered.has(wish));
  const wishes: readonly OfferWish[] = view.card.kind === 'change' ? ['yes', 'decline'] : [...offered];
  return KEYS.filter(({ wish }) => wishes.includes(wish));
}

/** `[R]un · [S]ample first · [Q]uit`, of the ways to go on from a plan; the first is the key of each. */
export const keysText = (view: RunView): string =>
  keysOf(view)
    .map(({ shown }) => shown)
    .join(' · ');

/** What was typed as an answer to what a run asks now; null for anything else. */
export function readKey(view: RunView, typed: string): OfferWish | null {
  const word = typed.trim().toLowerCase();
  return keysOf(view).find(({ said }) => said.includes(word))?.wish ?? null;
}

/** Whether it could be an answer to some card. */
export const isKey = (typed: string): boolean => KEYS.some(({ said }) => said.includes(typed.trim().toLowerCase()));
