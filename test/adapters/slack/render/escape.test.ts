import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMarkdown, toMrkdwn, toUserId, toWords } from '#adapters/slack/render/escape.ts';
import { hostileText } from './hostile.ts';

const Z = '\u200b';

describe('text of others', () => {
  it.each([
    ['<!channel> and <@U1>', `<${Z}!channel> and <${Z}@U1>`],
    ['&lt;!channel&gt;', `&lt;${Z}!channel&gt;`],
    ['&amp;#60;@U1', `&amp;#60;${Z}@U1`],
    ['ask @here', `ask @${Z}here`],
    ['a < b, x <- y', 'a < b, x <- y'],
  ])('as words calls nobody: %s', (text, words) => {
    expect(toWords(text, 100)).toBe(words);
  });

  it('as words keeps its length, whatever was added', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(80), (text, maxChars) => {
        expect(toWords(text, maxChars).length).toBeLessThanOrEqual(maxChars);
      }),
    );
  });

  it('as Markdown keeps its code: comments and doctypes are no sequences', () => {
    expect(toMarkdown('```html\n<!doctype html>\n<!-- a -->\n```')).toBe('```html\n<!doctype html>\n<!-- a -->\n```');
  });

  it('as Markdown shows where links go', () => {
    expect(toMarkdown('[https://bank.example](https://evil.example)')).toContain('(https://evil.example)');
    expect(toMarkdown('see <https://evil.example|https://bank.example>')).toContain(`<${Z}https://evil.example|`);
  });

  it('as Markdown has its tables as text', () => {
    expect(toMarkdown('| a | b |\n| - | - |\n| 1 | 2 |')).toMatch(/^```/);
  });

  it('as mrkdwn has exactly three characters escaped', () => {
    expect(toMrkdwn('a < b & c > d *')).toBe('a &lt; b &amp; c &gt; d *');
  });

  it('is no id of a person', () => {
    expect([toUserId('U1'), toUserId('W0ABC'), toUserId('!channel'), toUserId('U1>'), toUserId('')]).toEqual([
      'U1',
      'W0ABC',
      null,
      null,
      null,
    ]);
  });
});
