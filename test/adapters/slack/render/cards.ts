import type { CardView } from '#core/view/card-view.ts';

/** A plan of 15 lanes that waits for a yes. */
export const cardView = (card: Partial<CardView> = {}): CardView => ({
  kind: 'plan',
  lanes: 15,
  guessed: false,
  most: 15,
  models: [{ name: 'gpt-5-mini', lanes: 15 }],
  tokens: { low: 12_000, high: 18_000 },
  usd: { low: 0.02, high: 0.04 },
  ms: { low: 20_000, high: 45_000 },
  cap: 8,
  why: '15 lanes, one a language',
  budgetUsd: null,
  change: null,
  ...card,
});
