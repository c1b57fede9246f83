import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, columnsOf, wrapColumns } from '#core/text/columns.ts';

/** As terminals draw them; compared with string-width 8.3, as was every code point alone. */
const GOLDEN: readonly (readonly [text: string, columns: number])[] = [
  ['', 0],
  ['plain', 5],
  ['✓ done · 3 attempts — ⠋', 23],
  ['Füße, Ωμέγα, жук', 16],
  ['e\u0301', 1],
  ['a\u200bb\u00adc', 3],
  ['\u0007\u001b', 0],
  ['東京都、は。', 12],
  ['한국어', 6],
  ['\u1100\u1161\u11a8', 2],
  ['ＡＢ', 4],
  ['ｱｲｳ', 3],
  ['ｶﾞ', 2],
  ['㈱㍿〆', 6],
  ['ꀀ', 2],
  ['𠮷', 2],
  ['नि', 2],
  ['தமிழ்', 4],
  ['ไทยน้ำ', 5],
  ['שלום', 4],
  ['✅ done', 7],
  ['☺', 1],
  ['☺️', 2],
  ['⚠️', 2],
  ['1️⃣', 2],
  ['👍🏽', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
];

const anyText = fc.string({ unit: 'grapheme' });
/** Text that is measured without looking for clusters. */
const simpleText = fc.string({ unit: fc.constantFrom(...'aZ ~·éßÿŁΩжЯ–…—“”↑→─━│┼○●✓✗⠋⣿') });

describe('the columns of a text', () => {
  it.each(GOLDEN)('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('are the same by the quick way and by the thorough one', () => {
    fc.assert(fc.property(simpleText, (text) => void expect(columnsOf(`${text} 漢`)).toBe(columnsOf(text) + 3)));
  });

  it('are those of its characters, at most two each', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const characters = [...charactersOf(text)];
        expect(characters.join('')).toBe(text);
        expect(columnsOf(text)).toBe(characters.reduce((sum, character) => sum + columnsOf(character), 0));
        expect(columnsOf(text)).toBeLessThanOrEqual(2 * text.length);
      }),
    );
  });

  it('bound each line of a wrapped text, which loses nothing but spaces', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const lines = wrapColumns(text, columns);
        for (const line of lines) if ([...charactersOf(line)].length > 1) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
