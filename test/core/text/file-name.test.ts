import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFileName, uniqueNames } from '#core/text/file-name.ts';

describe('a file name', () => {
  it.each([
    ['French', 'md', 'French.md'],
    ['Größe 東京 отчёт', 'md', 'Größe 東京 отчёт.md'],
    ['../../etc/passwd', 'md', 'etc-passwd.md'],
    ['a\\b:c*d?"e"<f>|g', 'txt', 'a-b-c-d-e-f-g.txt'],
    ['.bashrc', '', 'bashrc'],
    ['notes.MD', 'md', 'notes.md'],
    ['con', 'md', '_con.md'],
    ['LPT1.x', '', '_LPT1.x'],
    ['console', 'md', 'console.md'],
    ['two\nlines\u0000 and\u202e more ', 'md', 'two lines- and- more.md'],
    ['...', 'md', 'untitled.md'],
    ['', '', 'untitled'],
    ['🍵', 'md', '🍵.md'],
  ])('of %j is safe and readable', (title, extension, name) => {
    expect(toFileName(title, extension)).toBe(name);
  });

  it('is safe and short whatever the title is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const name = toFileName(title, 'md');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(123);
        expect(name).toMatch(/^[^.\s\p{Cc}/\\:*?"<>|][^\p{Cc}/\\:*?"<>|]*\.md$/u);
        expect(toFileName(name, 'md')).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('names side by side', () => {
  it('differ, also where case does not count', () => {
    expect(uniqueNames(['a.md', 'A.md', 'b', 'a.md', 'b'])).toEqual(['a.md', 'A (2).md', 'b', 'a (3).md', 'b (2)']);
  });

  it('do not take a name that another one asked for', () => {
    expect(uniqueNames(['a', 'a', 'a (2)'])).toEqual(['a', 'a (3)', 'a (2)']);
  });

  it('all differ, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a.md', 'A.md', 'a (2).md', 'a (2) (2).md', '.md', 'b')), (names) => {
        const unique = uniqueNames(names);
        expect(unique).toHaveLength(names.length);
        expect(new Set(unique.map((name) => name.toLowerCase())).size).toBe(names.length);
      }),
    );
  });
});
