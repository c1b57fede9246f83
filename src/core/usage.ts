/** What calls to a model used, added up over attempts: a failed attempt is paid too. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null when the price is unknown; never 0 in its place. */
  readonly costUsd: number | null;
}

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: null };

const isNothing = (usage: Usage): boolean => usage.inputTokens === 0 && usage.outputTokens === 0 && usage.costUsd === null;

/** Adds; one unknown cost makes the sum unknown, but a call that used nothing does not. */
export function addUsage(a: Usage, b: Usage): Usage {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
  };
}
