import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showLinkTargets } from '#core/text/link-targets.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { runs } from '#test/setup/runs.ts';
import { anyMarkdown } from './any-markdown.ts';

describe('a link', () => {
  it.each([
    '[the report](https://a.example/x)',
    '[a.example](https://www.a.example/x)',
    '[https://a.example/y](https://a.example/x "title")',
    '[write](mailto:b@a.example)',
    '[v1.2 of it, e.g. this](https://a.example)',
    '![a chart](https://a.example/c.png)',
    '[![alt](https://a.example/i.png)](https://a.example)',
    '<https://a.example>',
    'see [1] and array[0]',
    '`[https://good.example](https://evil.example)`',
    '```\n[https://good.example](https://evil.example)\n[1]: https://evil.example\n```',
  ])('stays: %s', (text) => {
    expect(showLinkTargets(text)).toBe(text);
  });

  it.each([
    ['[https://good.example](https://evil.example)', 'https://good.example (https://evil.example)'],
    ['[go to **good**.example now](https://evil.example/x)', 'go to **good**.example now (https://evil.example/x)'],
    ['[good\u200b.example](https://evil.example)', 'good\u200b.example (https://evil.example)'],
    ['[good。example](https://evil.example)', 'good。example (https://evil.example)'],
    ['[good.example](https://good.example@evil.example)', 'good.example (https://good.example@evil.example)'],
    ['[good.example](https://evil.example/good.example)', 'good.example (https://evil.example/good.example)'],
    ['[good.example](<https://evil.example>)', 'good.example (https://evil.example)'],
    ['[a@good.example](mailto:a@evil.example)', 'a@good.example (mailto:a@evil.example)'],
    ['![good.example](https://evil.example)', 'good.example (https://evil.example)'],
  ])('that seems to go elsewhere shows where it goes: %s', (text, shown) => {
    expect(showLinkTargets(`- x ${text} y`)).toBe(`- x ${shown} y`);
  });

  it.each([
    ['[x](javascript:alert(1))', 'x'],
    ['[x](JavaScript&#58;alert)', 'x'],
    ['[x](slack://open?team=1)', 'x'],
    ['[x](data:text/html,a)', 'x'],
    ['[x](docs/a.md)', 'x (docs/a.md)'],
    ['<javascript:alert>', 'javascript:alert'],
    ['[x]()', 'x'],
  ])('that opens no page is text: %s', (text, shown) => {
    expect(showLinkTargets(text)).toBe(shown);
  });

  it.each([
    [
      'with a title too long to be read',
      `[good.example](https://evil.example "${'x'.repeat(400)}")`,
      `[good.example\\](https://evil.example "${'x'.repeat(400)}")`,
    ],
    [
      'inside a link',
      '[good.example [in](https://a.example)](https://evil.example)',
      '[good.example [in](https://a.example)\\](https://evil.example)',
    ],
    ['whose target is elsewhere', '[good.example][1]\n\n[1]: https://evil.example', '[good.example][1]\n\n\\[1]: https://evil.example'],
  ])('%s is made text', (_name, text, shown) => {
    expect(showLinkTargets(text)).toBe(shown);
  });

  it('that is no link any more ends none of another', () => {
    expect(showLinkTargets('<javascript:x](>')).toBe('javascript:x\\](');
  });

  it('is the same when shown again', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '`',
      '\\',
      'a',
      ' ',
      '\n',
      '!',
      '<',
      '>',
      'https://evil.example',
      'good.example',
      'javascript:x',
      '[1]:',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (all) => {
        const shown = showLinkTargets(all.join(''));
        expect(showLinkTargets(shown)).toBe(shown);
        expect(shown).not.toMatch(/(?<!\\)\[good\.example\]\(https:\/\/evil\.example\)(?![^`]*`)/);
      }),
      { numRuns: runs(2_000) },
    );
    fc.assert(
      fc.property(anyMarkdown, (text) => {
        expect(showLinkTargets(text)).toBe(text);
      }),
    );
  });

  it('takes time in its length', () => {
    const cpuMs = watchCpu();
    for (const piece of ['[a](b "', '](', '[', '[a](https://a.example) ', '<a:', 'a.', '[a.'.repeat(3), '[1]: ', '\\', '![']) {
      showLinkTargets(piece.repeat(100_000));
    }
    expect(cpuMs()).toBeLessThan(10_000);
  });
});
