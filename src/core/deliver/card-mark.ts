import type { CardView } from '../view/card-view.ts';
import { toVersion } from './version.ts';

/**
 * Names what a run asks for now, in 22 characters: the same for as long as it asks for the same, in every process; null where it asks for nothing. A press on a card is one on what was shown, and on nothing that took its place
 * meanwhile, so its button knows this.
 */
export function toCardMark({ card, lanes }: Marked): string | null {
  if (card === null) return null;
  const { kind, most, models, tokens, usd, change, why, budgetUsd, raiseUsd } = card;
  // Before the first lane begins other titles are another plan; later they only grow.
  const titles = kind === 'plan' ? lanes.map(({ title }) => title) : [];
  return toVersion({ kind, lanes: card.lanes, most, models, tokens, usd, change, why, budgetUsd, raiseUsd, titles });
}

interface Marked {
  readonly card: CardView | null;
  readonly lanes: readonly { readonly title: string }[];
}
