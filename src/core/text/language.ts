/** Shortest text whose language is told: below it a guess would be wrong more often than useful. In UTF-16 code units. */
const MIN_CHARS = 12;
/** More text than this adds nothing to the guess. */
const MAX_CHARS = 4_000;

/**
 * The language a text is written in, as an ISO 639-1 code; null when it is too short or too mixed to say. The first call loads the n-grams
 * (about 150 ms, 40 MB), so nothing that does not translate pays for them.
 */
export async function detectLanguage(text: string): Promise<string | null> {
  const sample = text.slice(0, MAX_CHARS);
  if (sample.trim().length < MIN_CHARS) return null;
  const { eld } = await import('eld/extrasmall');
  const { language } = eld.detect(sample);
  return language === '' ? null : language;
}
