import type { Work } from '../plan/plan.ts';
import type { ModelCard, Strength } from './model-card.ts';

/** What one call needs of a model. */
export interface Need {
  /** `digest`: many results are to become one text. */
  readonly work: Work | 'digest';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** True: some of its material is pictures. */
  readonly pictures: boolean;
  /** ISO 639-1 codes, with or without a region, of what it reads and writes as far as that is known. */
  readonly languages: readonly string[];
  /** True: it must answer in a form. Every model can, since what its provider doesn't enforce is told in words. */
  readonly structured: boolean;
  /** For this lane; null: no cap. In US dollars. */
  readonly budgetUsd: number | null;
  /** The model that a person named for the run (`--model`); null: none. */
  readonly chosen: string | null;
}

const RANK: Readonly<Record<Strength, number>> = { small: 0, medium: 1, large: 2 };

const ASKS: Readonly<Record<Need['work'], Strength>> = {
  translate: 'small',
  classify: 'small',
  extract: 'small',
  count: 'small',
  keywords: 'small',
  language: 'small',
  dedupe: 'small',
  summarize: 'small',
  answer: 'small',
  write: 'medium',
  compare: 'medium',
  digest: 'medium',
};

/** A summary or an answer of more input than this takes a model that keeps hold of it. */
const SMALL_READS_TOKENS = 30_000;

/** How strong a model must be for this, as a rank: `strengthOf` of a card tells whether it is. */
export function asksStrength({ work, inputTokens }: Need): number {
  const long = (work === 'summarize' || work === 'answer') && inputTokens > SMALL_READS_TOKENS;
  return RANK[long ? 'medium' : ASKS[work]];
}

export const strengthOf = (card: ModelCard): number => RANK[card.strength];

/** `pt` knows `pt-BR`; `pt-BR` does not know all of `pt`. */
export function knows(languages: readonly string[], wanted: string): boolean {
  const code = wanted.toLowerCase();
  return languages.some((language) => code === language.toLowerCase() || code.startsWith(`${language.toLowerCase()}-`));
}

/** Why this card can't do the call at all, however strong it is; null when it can. */
export function findLack(card: ModelCard, need: Need): string | null {
  if (need.inputTokens + need.outputTokens > card.windowTokens) return 'has no room for so much text';
  if (need.pictures && !card.sees) return 'takes no pictures';
  const { languages, works } = card;
  const missing = languages === null ? undefined : need.languages.find((language) => !knows(languages, language));
  if (missing !== undefined) return `does not know ${missing}`;
  if (works !== null && !works.includes(need.work === 'digest' ? 'summarize' : need.work)) return 'is not meant for such work';
  return null;
}

/** What the call costs by this card, in US dollars; null: unknown. */
export const costOf = ({ price }: ModelCard, { inputTokens, outputTokens }: Need): number | null =>
  price === null ? null : (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
