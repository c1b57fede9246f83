import type { Usage } from '../usage.ts';

/** What models cost. */
export interface Prices {
  /** What that usage costs, in US dollars; null when the model's price is unknown. */
  usd(model: string, usage: Pick<Usage, 'inputTokens' | 'outputTokens'>): Promise<number | null>;
}
