import fc from 'fast-check';
import { expect, it } from 'vitest';
import { performOffline } from './offline-call.ts';

const dedupe = (text: string): Promise<string> => performOffline('dedupe', 'Remove duplicates', text);

it('keeps the first spelling, and says what it took for the same', async () => {
  expect(await dedupe('- Acme Inc.\n2. acme, inc\n* Other\n- International Business Machines\n- International Busines Machines\n')).toBe(
    [
      'Without repeats, by spelling (no model configured): 3 of 5 entries kept, 1 repeat and 1 near repeat dropped.',
      '',
      '- Acme Inc. (2 times; also “acme, inc”)',
      '- Other',
      '- International Business Machines (2 times; also “International Busines Machines”)',
    ].join('\n'),
  );
});

it('never takes two numbers for one', async () => {
  expect(await dedupe('Room 1 of the old town house\nRoom 2 of the old town house')).toContain('2 of 2 entries kept');
});

it('takes a single line apart at its commas', async () => {
  expect(await dedupe('apples, pears, Apples, plums')).toContain('3 of 4 entries kept');
});

it('accounts for every entry', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-c]{1,2} [a-c]{1,9}$/), { minLength: 2, maxLength: 60 }), async (entries) => {
      const [, kept, all, equal, near] =
        /: (\d+) of (\d+) entries kept, (\d+) repeats? and (\d+) near/.exec(await dedupe(entries.join('\n'))) ?? [];
      expect(Number(all)).toBe(entries.length);
      expect(Number(kept) + Number(equal) + Number(near)).toBe(entries.length);
    }),
  );
});
