import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '#adapters/offline/diff/align.ts';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import { performOffline, toCall } from './offline-call.ts';

const compare = (first: string, second: string): Promise<string> => performOffline('compare', 'Compare', first, second);

describe('a comparison', () => {
  it('says what was added, removed and changed, with its lines', async () => {
    const result = await compare(
      '# Plan\n\nThe price is 4 euros.\n\nGone for good now.\n\nThe end.',
      '# Plan\n\nThe price is 5 euros.\n\nThe end.\n\nSomething else came.',
    );
    expect(result).toContain('1 part added, 1 removed, 1 changed, 2 the same');
    expect(result).toContain('- line 3: The price is ~~4~~**5** euros.');
    expect(result).toContain('**Only in the first** (1)\n\n- line 5: Gone for good now.');
    expect(result).toContain('**Only in the second** (1)\n\n- line 7: Something else came.');
  });

  it('of equal texts says so', async () => {
    expect(await compare('a b', 'a b')).toContain('the same to the letter');
  });

  it('sees through spaces and line breaks', async () => {
    expect(await compare('a b\nc', 'a  b\n\nc\n')).toContain('only spaces and line breaks differ');
  });

  it('never rounds a difference away', async () => {
    expect(await compare('word '.repeat(2_000), `${'word '.repeat(1_999)}ward`)).not.toContain('100 %');
  });

  it('takes two texts: of more it says that a model is needed', () => {
    const model = createOfflineModel();
    expect(model.refusal(toCall('compare', 'Compare', 'a', 'b', 'c'))?.reason).toContain(
      'only two texts can be compared at a time, and these are 3',
    );
    expect(model.refusal(toCall('compare', 'Compare', 'a'))?.code).toBe('no_model');
  });
});

describe('an alignment', () => {
  const sequence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 });

  it('pairs equal elements, rising on both sides', () => {
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const pairs = align(a, b);
        for (const [index, [x, y]] of pairs.entries()) {
          expect(a[x]).toBe(b[y]);
          const before = pairs[index - 1];
          if (before !== undefined) expect(x > before[0] && y > before[1]).toBe(true);
        }
      }),
    );
  });

  it('of a sequence with itself is whole', () => {
    fc.assert(
      fc.property(sequence, (a) => {
        expect(align(a, a)).toHaveLength(a.length);
      }),
    );
  });

  it('loses nothing that was only inserted around', () => {
    fc.assert(
      fc.property(sequence, sequence, (a, tail) => {
        expect(align(a, [...tail.map((it) => `x${it}`), ...a, 'z'])).toHaveLength(a.length);
      }),
    );
  });
});
