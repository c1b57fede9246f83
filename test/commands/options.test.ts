import { describe, expect, it } from 'vitest';
import { takeOptions } from '#commands/options.ts';

describe('options in the words of a request', () => {
  it('are taken out of its first line, and the rest stays', () => {
    expect(takeOptions('--quorum 90% translate into French: use --budget 3 here')).toEqual({
      text: 'translate into French: use --budget 3 here',
      options: { quorum: 0.9, deadlineMs: null, budgetUsd: null, cap: null, merge: null },
    });
  });

  it.each(['--quorun 90% translate into French: hello', '--budget 2 --fast translate into French', '--deadline'])(
    'that there are not are no words for a model: %s',
    (text) => {
      expect(takeOptions(text)).toEqual({ problem: expect.stringMatching(/^There is no --\w+, or .* There is --quorum, --deadline/) });
    },
  );

  it.each(['explain what --verbose does', '-- John', '--', 'what is git --amend', '—Hola, dijo ella', '---\ntitle: x'])(
    'further on, or no word, stay words: %s',
    (text) => {
      expect(takeOptions(text)).toMatchObject({ text });
    },
  );
});
