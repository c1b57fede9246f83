import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Work } from '#core/plan/plan.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { runs } from '#test/setup/runs.ts';
import { performOffline } from './offline-call.ts';

const WORKS: readonly Work[] = ['extract', 'count', 'compare', 'dedupe', 'language', 'keywords'];

const perform = (work: Work, text: string): Promise<string> =>
  performOffline(work, '', ...(work === 'compare' ? [text, `${text.slice(text.length / 2)}x${text.slice(0, text.length / 2)}`] : [text]));

/** Pieces that patterns look for, glued in every way. */
const piece = fc.constantFrom(
  '# ',
  '- ',
  '- [ ] ',
  '1. ',
  '```',
  '\n',
  '\n\n',
  ' ',
  '.',
  ',',
  '(',
  ')',
  '[',
  '](',
  '|',
  '|--|--|',
  '@',
  'a@b.example',
  'https://',
  'www.',
  'example.org',
  '+49 ',
  '030',
  '1',
  '22',
  '2026',
  '-',
  '/',
  'Nov',
  ' November ',
  'Friday',
  ' by ',
  'Ana',
  ' will ',
  'TODO',
  'Action:',
  '€',
  '$',
  ' USD',
  '%',
  '1.234,56',
  '日本',
  '🙂',
  '\0',
  '\uD83D',
  'a'.repeat(70),
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, fc.string()), { maxLength: 120 }).map((parts) => parts.join('')),
);

describe.each(WORKS)('%s, whatever the text', (work) => {
  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        fc.pre(text.trim() !== '');
        expect(await perform(work, text)).toContain('no model configured');
      }),
      { numRuns: runs(120) },
    );
  });

  it.each([
    ['one word', 'a'.repeat(300_000)],
    ['one number', '1'.repeat(300_000)],
    ['numbers', '1 '.repeat(150_000)],
    ['country codes', '+1 '.repeat(100_000)],
    ['addresses', 'a@'.repeat(150_000)],
    ['dots', 'a.'.repeat(150_000)],
    ['hosts', 'www.'.repeat(75_000)],
    ['brackets', '[a]('.repeat(75_000)],
    ['bullets', '- '.repeat(150_000)],
    ['promises', 'Ana Bob Cy will '.repeat(20_000)],
    ['amounts', '€1.'.repeat(100_000)],
    ['one line over and over', 'The same line.\n'.repeat(20_000)],
    ['lines that are nearly one', Array.from({ length: 8_000 }, (_, index) => `- Item ${index} of a long list of things`).join('\n')],
  ])('takes no time that grows with the square: %s', async (_, text) => {
    const cpuMs = watchCpu();
    await perform(work, text);
    // Some tenths of a second; a square would be minutes.
    expect(cpuMs()).toBeLessThan(10_000);
  });
});

it('nothing is extracted that does not stand in the text', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      fc.pre(text.trim() !== '');
      const lines = text.split(/\r\n|\n|\r/);
      for (const line of (await performOffline('extract', '', text)).split('\n')) {
        const [, item, number] =
          /^- (?:\[[ x]\] )?(.*?)(?: = [\d-]+)?(?: \((?:owner|due): .*\))? — (?:\d+ times, )?lines? (\d+)/.exec(line) ?? [];
        if (item === undefined) continue;
        expect(lines[Number(number) - 1]).toContain(item.replace(/…$/, ''));
      }
    }),
    { numRuns: runs(200) },
  );
});
