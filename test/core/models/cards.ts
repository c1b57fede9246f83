import type { Need } from '#core/models/fits.ts';
import { type Catalogue, EMPTY_CATALOGUE, type ModelCard } from '#core/models/model-card.ts';

export const cardOf = (name: string, more: Partial<ModelCard> = {}): ModelCard => ({
  name,
  provider: 'one',
  windowTokens: 100_000,
  sees: true,
  strength: 'medium',
  languages: null,
  works: null,
  price: { input: 1, output: 5 },
  ...more,
});

export const catalogueOf = (cards: readonly ModelCard[], more: Partial<Catalogue> = {}): Catalogue => ({
  ...EMPTY_CATALOGUE,
  cards,
  ...more,
});

export const needOf = (more: Partial<Need> = {}): Need => ({
  work: 'translate',
  inputTokens: 1_600,
  outputTokens: 500,
  pictures: false,
  languages: [],
  structured: false,
  budgetUsd: null,
  chosen: null,
  ...more,
});
