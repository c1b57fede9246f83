import type { CitedSource } from './cited-source.ts';
import { isQuoted, toQuotable } from './find-quote.ts';

/** Where claims say they are from, to look whether they are. */
export interface SourceLook {
  /** Null: it has no text that could be looked at (a picture, or it could not be read). */
  sourceText(id: string): Promise<string | null>;
  sourceTitle(id: string): Promise<string>;
}

/** A claim whose quote nobody looked up yet. */
export type MarkedClaim = Pick<CitedSource, 'mark' | 'sources' | 'quote'>;

/**
 * Looks the quotes up, in the order given. Sources one after another, each read and normalised once: they may be
 * long.
 */
export async function checkClaims(claims: readonly MarkedClaim[], look: SourceLook): Promise<CitedSource[]> {
  const found = new Map<MarkedClaim, boolean>();
  const ids = [...new Set(claims.flatMap((claim) => claim.sources))];
  for (const id of ids) {
    const text = await look.sourceText(id);
    const quotable = text === null ? null : toQuotable(text);
    for (const claim of claims) {
      if (quotable === null || found.get(claim) === true || !claim.sources.includes(id)) continue;
      found.set(claim, isQuoted(claim.quote, quotable));
    }
  }
  return await Promise.all(
    claims.map(async ({ mark, sources, quote }, index): Promise<CitedSource> => {
      const claim = claims[index];
      const is = claim === undefined ? null : (found.get(claim) ?? null);
      return { mark, sources, quote, title: await look.sourceTitle(sources[0] ?? ''), found: is };
    }),
  );
}
