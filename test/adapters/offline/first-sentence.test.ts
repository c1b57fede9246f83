import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, firstSentence, MAX_SENTENCE_CHARS } from '#adapters/offline/first-sentence.ts';

describe('the first sentence', () => {
  it.each([
    ['One here. Two there.', 'One here.'],
    ['Really? Yes.', 'Really?'],
    ['No end', 'No end'],
    ['Across\n  two lines. Next.', 'Across two lines.'],
    ['Dr. Smith and Mrs. Jones met. They talked.', 'Dr. Smith and Mrs. Jones met.'],
    ['Use a tool, e.g. Make or i.e. Ninja. Then build.', 'Use a tool, e.g. Make or i.e. Ninja.'],
    ['See Fig. 3 on pp. 4 and 5 for it. Then go on.', 'See Fig. 3 on pp. 4 and 5 for it.'],
    ['J. R. R. Tolkien wrote it. We read it.', 'J. R. R. Tolkien wrote it.'],
    ['Das gilt z. B. Montags. Sonst nicht.', 'Das gilt z. B. Montags.'],
    ['It costs 3.50 a piece. Cheap.', 'It costs 3.50 a piece.'],
    ['これは文です。次の文です。', 'これは文です。'],
    ['', ''],
    ['  \n ', ''],
  ])('of "%s" is "%s"', (paragraph, sentence) => {
    expect(firstSentence(paragraph)).toBe(sentence);
  });

  it('is cut at a word when it is long', () => {
    const sentence = firstSentence(`${'word '.repeat(100)}.`);
    expect(sentence.length).toBeLessThanOrEqual(MAX_SENTENCE_CHARS);
    expect(sentence).toMatch(/ word…$/);
  });

  it('is one bounded line for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        const sentence = firstSentence(text);
        expect(sentence.length).toBeLessThanOrEqual(MAX_SENTENCE_CHARS);
        expect(sentence).not.toContain('\n');
      }),
    );
  });
});

describe('a clipped text', () => {
  it('is the text itself when it fits', () => {
    expect(clip('short', 5)).toBe('short');
  });

  it('never ends in half a character', () => {
    expect(clip('🙂🙂🙂', 4)).toBe('🙂…');
  });
});
