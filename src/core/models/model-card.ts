import type { Work } from '../plan/plan.ts';

/** How much a model can: what it is good enough for, as far as its price or a person tells. */
export type Strength = 'small' | 'medium' | 'large';

/** What is known of one model that lanes may use. */
export interface ModelCard {
  /** As calls name it. */
  readonly name: string;
  /** For people: `anthropic`, `api.openai.com`. */
  readonly provider: string;
  /** Input and output together, in tokens. */
  readonly windowTokens: number;
  /** Takes pictures. */
  readonly sees: boolean;
  readonly strength: Strength;
  /** ISO 639-1 codes, with or without a region; null: all. */
  readonly languages: readonly string[] | null;
  /** Null: every work. */
  readonly works: readonly Work[] | null;
  /** US dollars for a million tokens; null: unknown, never free. */
  readonly price: { readonly input: number; readonly output: number } | null;
}

/** What a person wants for some lanes, whatever is cheapest. */
export interface PreferRule {
  /** Null: every work. */
  readonly works: readonly Work[] | null;
  /** Null: every language; else one of a lane's languages must be among these. */
  readonly languages: readonly string[] | null;
  /** The first that can do the lane is taken. */
  readonly models: readonly string[];
}

/** The models there are to choose from. Every name in it is a card's. */
export interface Catalogue {
  /** The default model first, then in the order of the configuration. Empty: nothing to choose from, so calls name no model. */
  readonly cards: readonly ModelCard[];
  /** Who plans; null: the default model. */
  readonly planner: string | null;
  /** Who judges answers; null: the default model. */
  readonly judge: string | null;
  /** Who does a lane when its model keeps failing, before all others. */
  readonly fallbacks: readonly string[];
  /** The first that fits a lane counts. */
  readonly prefer: readonly PreferRule[];
}

export const EMPTY_CATALOGUE: Catalogue = { cards: [], planner: null, judge: null, fallbacks: [], prefer: [] };
