import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMarkdown } from '#core/text/split-markdown.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { runs } from '#test/setup/runs.ts';
import { anyMarkdown } from './any-markdown.ts';
import { codeIn, isSameText } from './same-text.ts';

const units = (text: string): number => text.length;
const bytes = (text: string): number => Buffer.byteLength(text);
const split = (text: string, max: number): string[] => splitMarkdown(text, { size: units, max });
const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');

const anyLimit = fc.record({ size: fc.constantFrom(units, bytes), max: fc.integer({ min: 40, max: 400 }) });

describe('a long text in parts', () => {
  it('is nothing when there is nothing to show', () => {
    expect(['', ' \n\t\n'].map((text) => split(text, 100))).toEqual([[], []]);
  });

  it('ends a part before a heading where there is one', () => {
    expect(split(`# A\n\n${words(8)}\n\n${words(2)}\n\n# B\n\n${words(8)}\n`, 100)).toEqual([
      `# A\n\n${words(8)}\n\n${words(2)}`,
      `# B\n\n${words(8)}`,
    ]);
  });

  it('never ends a part behind a heading', () => {
    expect(split(`${words(12)}\n\n## B\n\n${words(10)}`, 100)).toEqual([words(12), `## B\n\n${words(10)}`]);
  });

  it('keeps a paragraph whole when it fits a part alone', () => {
    expect(split(`${words(4)}.\n\n${words(12)}`, 90)).toEqual([`${words(4)}.`, words(12)]);
  });

  it('ends a part before an item, not inside of one', () => {
    expect(split('- one one one one one\n\n  more of one\n- two two two two\n\n  more of two\n- three', 50)).toEqual([
      '- one one one one one\n\n  more of one',
      '- two two two two\n\n  more of two\n- three',
    ]);
  });

  it('closes a fence and opens it again with the same words', () => {
    expect(split('````js title=x\nconst a = 1;\n```\nconst b = 2;\nconst c = 3;\n````\n', 60)).toEqual([
      '````js title=x\nconst a = 1;\n```\nconst b = 2;\n````',
      '````js title=x\nconst c = 3;\n````',
    ]);
  });

  it('brings a fence deep inside a list out of it, where it would read as indented code', () => {
    const parts = split(
      '1. one\n   - two\n\n     ```js\n     aaaaaaaaaaaaaaaaaa\n       bbbbbbbbbbbbbbbb\n     cccccccccc\n     ```\n\n     after\n',
      72,
    );
    expect(parts.at(-1)).toBe('```js\n  bbbbbbbbbbbbbbbb\ncccccccccc\n```\n\nafter');
    expect(parts.flatMap(codeIn).join('\n')).toBe('aaaaaaaaaaaaaaaaaa\n  bbbbbbbbbbbbbbbb\ncccccccccc');
  });

  it('gives rows their header again', () => {
    expect(split('| a | b |\n|---|---|\n| 1 | one |\n| 2 | two |\n| 3 | three |\n', 48)).toEqual([
      '| a | b |\n|---|---|\n| 1 | one |\n| 2 | two |',
      '| a | b |\n|---|---|\n| 3 | three |',
    ]);
  });

  it('goes on with a quote as a quote', () => {
    const parts = split(`> ${words(20)}`, 80);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => part.startsWith('> '))).toBe(true);
  });

  it('cuts a long paragraph behind a sentence, else behind a word', () => {
    expect(split('One two three four five. Six seven eight nine ten eleven twelve.', 40)).toEqual([
      'One two three four five.',
      'Six seven eight nine ten eleven twelve.',
    ]);
    expect(split('one two three four five six seven eight nine ten', 40)).toEqual(['one two three four five six seven eight', 'nine ten']);
  });

  it.each(['[a long text. Of a link](https://a.example/x)', '`some code. With spaces`', '**very much. so**'])(
    'does not cut %s',
    (whole) => {
      for (let before = 1; before < 12; before += 1) {
        const parts = split(`${words(before)} ${whole} ${words(12)}`, 60);
        expect(parts.filter((part) => part.includes(whole))).toHaveLength(1);
      }
    },
  );

  it('does not cut a person made of several emoji, nor a letter from its marks', () => {
    const parts = split('👩‍👩‍👧‍👦'.repeat(20) + 'e\u0301'.repeat(60), 50);
    expect(parts.every((part) => !/^[\u200d\u0301\udc00-\udfff]|[\u200d\ud800-\udbff]$/.test(part))).toBe(true);
  });

  it('does not let cut text begin a fence', () => {
    const parts = split(`${'x'.repeat(38)} ~~~ ${words(20)}`, 40);
    expect(parts.flatMap(codeIn)).toEqual([]);
    expect(split('~'.repeat(39).concat(' a ').repeat(4).replace(/^/, 'a '), 40).flatMap(codeIn)).toEqual([]);
  });

  it('still ends and fits where there is no room for fences and headers', () => {
    fc.assert(
      fc.property(anyMarkdown, fc.integer({ min: 4, max: 39 }), (text, max) => {
        const parts = splitMarkdown(text, { size: bytes, max });
        expect(parts.every((part) => bytes(part) <= max)).toBe(true);
        if (bytes(text) > max) expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it('fits, loses nothing and leaves no fence or table without its beginning', () => {
    fc.assert(
      fc.property(anyMarkdown, anyLimit, (text, limit) => {
        const parts = splitMarkdown(text, limit);
        expect(parts.filter((part) => limit.size(part) > limit.max)).toEqual([]);
        expect(isSameText(text, parts)).toBe(true);
        if (limit.size(text) <= limit.max) expect(parts).toEqual(text.trim() === '' ? [] : [text]);
        for (const part of parts) expect(splitMarkdown(part, limit)).toEqual([part]);
      }),
      { numRuns: runs(300) },
    );
  });

  it('leaves code as code and rows under their header', () => {
    fc.assert(
      fc.property(anyMarkdown, fc.integer({ min: 120, max: 400 }), (text, max) => {
        // A rule of bullets ("- - ---"), with what is indented behind it: readers of Markdown differ.
        fc.pre(!/^(?:> ?)*[ \d.]*(?:[-*+] )+---/m.test(text));
        const code = (texts: string[]): string => texts.flatMap(codeIn).join('\n').replace(/\s+/g, '');
        const parts = split(text, max);
        expect(code(parts)).toBe(code([text]));
        // No part begins with a row: it would have its header first. (What is further in may be code: "- - ---" is a rule, and what is indented behind it no table.)
        expect(parts.filter((part) => /^(?:> ?)* {0,3}\| (?:1|`c`) \|/.test(part))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it('fits and loses nothing whatever the text is', () => {
    const line = fc.string({ unit: fc.constantFrom(...'-*>`~|#1. \t\\[]()_a:😀', '```', '    ', '\r\n', '\n', '| - |') });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), anyLimit, (lines, limit) => {
        const text = lines.join('\n');
        const parts = splitMarkdown(text, limit);
        expect(parts.filter((part) => limit.size(part) > limit.max)).toEqual([]);
        let at = 0;
        const shown = parts.join('\n');
        for (const character of text.replace(/\s/g, '')) at = shown.indexOf(character, at) + 1 || Number.NaN;
        expect(at).not.toBeNaN();
      }),
      { numRuns: runs(500) },
    );
  });

  it.each([
    ['one line of 2 MB', () => 'word and. '.repeat(200_000)],
    ['one word of 2 MB', () => 'x'.repeat(2_000_000)],
    ['100,000 short lines', () => 'short line\n'.repeat(100_000)],
    ['100,000 items', () => '- item\n'.repeat(100_000)],
    ['100,000 paragraphs', () => 'short line\n\n'.repeat(100_000)],
    ['a table of 50,000 rows', () => `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(50_000)}`],
    ['a fence of 100,000 lines', () => `\`\`\`\n${'code\n'.repeat(100_000)}\`\`\``],
    ['a fence of one line of 2 MB', () => `\`\`\`\n${'x'.repeat(2_000_000)}\n\`\`\``],
    ['a million open brackets', () => '[('.repeat(500_000)],
    ['links that never end', () => '[a](b "'.repeat(200_000)],
    ['backticks of all lengths', () => Array.from({ length: 1_500 }, (_, at) => '`'.repeat(at)).join(' ')],
    ['quotes in quotes', () => `${'> '.repeat(100_000)}\n`.repeat(5)],
    ['items in items', () => '- '.repeat(500_000)],
    ['a million stars', () => '* '.repeat(500_000) + '*a '.repeat(100_000)],
  ])('takes time in its length: %s', (_name, make) => {
    const text = make();
    const cpuMs = watchCpu();
    const parts = splitMarkdown(text, { size: bytes, max: 4_000 });
    const tookMs = cpuMs();
    expect(parts.length).toBeGreaterThan(1);
    expect(tookMs).toBeLessThan(10_000);
  });
});
