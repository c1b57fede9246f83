import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakSequences, toLine, toUserId, toWords } from '#adapters/discord/render/escape.ts';
import { faultsOf } from './faults.ts';
import { hostileText } from './hostile.ts';

const Z = '\u200b';

describe('text of others', () => {
  it.each([
    ['<@123> and <@&123>', `<${Z}@123> and <${Z}@&123>`],
    ['</fanout stop:123>', `<${Z}/fanout stop:123>`],
    ['<t:1700000000:R>', `<${Z}t:1700000000:R>`],
    ['a < b, x <- y, </p>', 'a < b, x <- y, </p>'],
    ['discord.gg/x', `discord${Z}.gg/x`],
  ])('as words calls nobody: %s', (text, words) => {
    expect(toWords(text, 100)).toBe(words);
  });

  it.each([
    ['*a* _b_ ~c~ `d` ||e||', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\` \\|\\|e\\|\\|'],
    ['[bank.example](https://evil.example)', '\\[bank.example\\](https\\://evil.example)'],
    ['# a', '\\# a'],
    ['-# a', '\\-# a'],
    ['1. a', '1\\. a'],
    ['a\n# b', 'a # b'],
  ])('as a line has no marks: %s', (text, line) => {
    expect(toLine(text, 100)).toBe(line);
  });

  it('of any kind has room, calls nobody and is as harmless twice', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 200 }), (text, max) => {
        const [words, content] = [toWords(text, max), toLine(text, max)];
        expect(Math.max(words.length, content.length)).toBeLessThanOrEqual(max);
        expect([words, content].map(breakSequences)).toEqual([words, content]);
        if (content !== '') expect(faultsOf({ kind: 'message', components: [{ type: 10, content }] })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what has room once its marks are escaped', () => {
    expect(toLine('*'.repeat(300), 100)).toMatch(/^(?:\\\*){40,50}…?$/);
  });

  it('mentions only ids of people', () => {
    expect(['100000000000000001', '1', '&100000000000000001', 'everyone', ''].map(toUserId)).toEqual([
      '100000000000000001',
      null,
      null,
      null,
      null,
    ]);
  });
});
