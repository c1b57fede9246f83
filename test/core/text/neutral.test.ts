import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakMassMentions, stripControls, toNeutralLine } from '#core/text/neutral.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '\u0000', '\u202e', '\u200b', '\u200d', '👩‍👩‍👧', 'e\u0301', '\ud800', '東', '@here', '\u3164'),
});

describe('a neutral line', () => {
  it('is one line without what cannot be seen', () => {
    expect(toNeutralLine(' a\n\tb\u202ec\u200b \u2066d\u0007\u3164 \u200f e\ufeff ', 80)).toBe('a bc d e');
  });

  it('keeps emoji of several people and marks of letters', () => {
    expect(toNeutralLine('👩‍👩‍👧 e\u0301', 80)).toBe('👩‍👩‍👧 e\u0301');
  });

  it('is empty when there is nothing to see', () => {
    expect(toNeutralLine('\u200d\u200c \u200b\u3164', 80)).toBe('');
  });

  it('is cut between characters', () => {
    expect(toNeutralLine('one two three', 9)).toBe('one two…');
    expect(toNeutralLine(`a${'👩‍👩‍👧'}`, 8)).toBe('a…');
    expect([toNeutralLine('abc', 1), toNeutralLine('abc', 0)]).toEqual(['…', '']);
  });

  it('says the same of a long text as of its beginning, also where little of that is to be seen', () => {
    const hidden = '\u200b'.repeat(50_000);
    expect(toNeutralLine(`${hidden}one ${hidden}two ${'three '.repeat(50_000)}`, 12)).toBe('one two thr…');
    expect(toNeutralLine(`${hidden}one${hidden}`, 12)).toBe('one');
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 20 }), (text, maxChars) => {
        const long = `${text}${'x'.repeat(400)}`;
        expect(toNeutralLine(`${long}${' y'.repeat(3_000)}`, maxChars)).toBe(toNeutralLine(long, maxChars));
      }),
    );
  });

  it('fits, and is the same when made again', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 20 }), (text, maxChars) => {
        const line = toNeutralLine(text, maxChars);
        expect(line.length).toBeLessThanOrEqual(maxChars);
        expect(line.isWellFormed()).toBe(true);
        expect(toNeutralLine(line, maxChars)).toBe(line);
      }),
    );
  });
});

describe('text of many lines', () => {
  it('keeps lines and tabs, and loses controls and turned directions', () => {
    expect(stripControls('a\r\n\tb\u0000\u001b[1m\u202ec\u2069\rd')).toBe('a\n\tb[1mc\nd');
  });

  it('is the same when stripped again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(stripControls(stripControls(text))).toBe(stripControls(text));
      }),
    );
  });
});

describe('calls to everyone', () => {
  it('call nobody', () => {
    expect(breakMassMentions('@channel @HERE x@Everyone @hello')).toBe('@\u200bchannel @\u200bHERE x@\u200bEveryone @hello');
  });

  it('are broken once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(breakMassMentions(breakMassMentions(text))).toBe(breakMassMentions(text));
      }),
    );
  });
});
