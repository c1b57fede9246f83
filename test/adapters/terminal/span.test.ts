import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, fitText, printLine, span, wrapText } from '#adapters/terminal/span.ts';
import { columnsOf } from '#core/text/columns.ts';

describe('text in columns', () => {
  it('is left alone when it fits', () => {
    expect(cutText('漢字', 4)).toBe('漢字');
  });

  it('is cut between characters, never inside one', () => {
    expect(cutText('漢字漢字', 6)).toBe('漢字…');
    expect(cutText('a👩‍👩‍👧b', 3)).toBe('a…');
    expect(cutText('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  });

  it('leaves no separator before the cut', () => {
    expect(cutText('done · 3 attempts', 8)).toBe('done…');
  });

  it('is filled to exactly the columns asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, columns) => {
        expect(columnsOf(fitText(text.replace(/\p{C}/gu, ''), columns))).toBe(columns);
      }),
    );
  });

  it('ends a line that is too long with a cut, also between two pieces', () => {
    const line = [span('abc'), span('def'), span('ghi')];
    expect(printLine(line, 9, false)).toBe('abcdefghi');
    expect(printLine(line, 6, false)).toBe('abcde…');
    expect(printLine(line, 4, false)).toBe('abc…');
    expect(printLine(line, 0, false)).toBe('');
  });

  it('wraps at spaces', () => {
    expect(wrapText('one two three extraordinarily', 8)).toEqual(['one two', 'three', 'extraor…']);
  });
});
