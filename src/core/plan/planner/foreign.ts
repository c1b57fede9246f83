/** What leads out of a run: mail addresses, links, handles and phone numbers. A model that was talked into adding a recipient has to write one of these. */
const ADDRESSES =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?:https?:\/\/|www\.)[^\s<>"')\]]+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,}|<[@#!][^>\s]{2,}>|\+\p{N}(?:[\s().-]{0,2}\p{N}){7,}/giu;
const MAX_LOOKED_AT = 20_000;

/** The first address in a planned text that the person's own words don't have; null where there is none. */
export function findForeign(text: string, words: string): string | null {
  let known: string | null = null;
  for (const [address] of text.slice(0, MAX_LOOKED_AT).matchAll(ADDRESSES)) {
    const trimmed = address.replace(/[.,;:!?]+$/, '');
    // A request may be long, and most lanes name no address.
    known ??= words.toLowerCase();
    if (!known.includes(trimmed.toLowerCase())) return trimmed;
  }
  return null;
}
