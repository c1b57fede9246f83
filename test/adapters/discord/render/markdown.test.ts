import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMarkdown, toMarkdownParts } from '#adapters/discord/render/markdown.ts';
import { textSize } from '#adapters/discord/render/message-size.ts';
import { lyingLinksIn } from './discord-reader.ts';
import { faultsOf } from './faults.ts';
import { hostileText } from './hostile.ts';

const Z = '\u200b';

describe('Markdown of others', () => {
  it.each([
    ['a list and a heading stay', '# Tea\n\n- green\n- black\n', '# Tea\n\n- green\n- black\n'],
    ['a table is text', '| a | b |\n| - | - |\n| 1 | 2 |\n', '```\na   | b\n----+----\n1   | 2\n```\n'],
    ['a person is not called', 'ask <@123> and @everyone', `ask <${Z}@123> and @${Z}everyone`],
    ['nor in code', '`<@123>`', `\`<${Z}@123>\``],
    ['HTML stays', '<p>a</p> <a href="x">', '<p>a</p> <a href="x">'],
    ['a link that lies says so', '[bank.example](https://evil.example)', 'bank.example (https://evil.example)'],
    ['a link that does not lie stays', '[docs](https://docs.example)', '[docs](https://docs.example)'],
    [
      'a bracket with a backslash ends no link',
      '[bank.example\n\nx\\](https://evil.example)',
      `[bank.example\n\nx\\]${Z}(https://evil.example)`,
    ],
    [
      'a link that begins at another bracket does not lie',
      '[bank.example [a [b] c](https://evil.example)',
      `[bank.example [a [b] c]${Z}(https://evil.example)`,
    ],
    [
      'many links in code stay',
      '`[a](https://a.example) [b](https://b.example/c_(d))`',
      '`[a](https://a.example) [b](https://b.example/c_(d))`',
    ],
    ['indented code is text there', '    [bank.example](https://evil.example)', `    [bank.example]${Z}(https://evil.example)`],
    ['honest code stays', '```md\n[docs](https://docs.example)\n```\n', '```md\n[docs](https://docs.example)\n```\n'],
    ['any fence is three backticks', '~~~js {1}\nx\n~~~\n', '```js\nx\n```\n'],
    ['a fence holds no other', '````\n```\n````\n', `\`\`\`\n\`${Z}\`\`\n\`\`\`\n`],
    ['an open fence is closed', '```\nx', '```\nx\n```\n'],
    ['an empty fence is one', '> ```\n> ```\n', `> \`\`\`\n> ${Z}\n> \`\`\`\n`],
    ['backticks inside of a line open no fence', 'a ``` b', 'a `` b'],
    ['small print is not forged', '-# run k7m2qx4d · answer 1', '\\-# run k7m2qx4d · answer 1'],
    ['a quote ends', '>>> a\n\nb', '> a\n\nb'],
    ['an invitation shows no card', 'https://discord.gg/x', `https://discord${Z}.gg/x`],
  ])('%s', (_, markdown, shown) => {
    expect(toMarkdown(markdown)).toBe(shown);
  });

  it('calls nobody and has no link that lies, by the rules of Discord, also in pieces', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 60, max: 400 }), (text, max) => {
        const { parts } = toMarkdownParts(text, max, 1_000);
        expect(lyingLinksIn(toMarkdown(text))).toEqual([]);
        expect(Math.max(0, ...parts.map(textSize))).toBeLessThanOrEqual(max);
        const messages = parts.map((content) => ({ kind: 'message', components: [{ type: 10, content }] }) as const);
        expect(messages.flatMap((message) => faultsOf(message))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('has no more parts than asked for, and says whether that is all', () => {
    expect(toMarkdownParts('word '.repeat(1_000), 500, 4)).toMatchObject({ whole: false, parts: { length: 4 } });
    expect(toMarkdownParts('word', 500, 4)).toEqual({ parts: ['word'], whole: true });
    expect(toMarkdownParts(' \n', 500, 4)).toEqual({ parts: [], whole: true });
  });
});
