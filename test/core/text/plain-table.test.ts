import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '#core/text/columns.ts';
import { withPlainTables } from '#core/text/plain-table.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { anyMarkdown } from './any-markdown.ts';

describe('a table without a table', () => {
  it('is aligned text in a fence', () => {
    expect(withPlainTables('Before\n\n| City | Price |\n|:--|--:|\n| Berlin | 7 |\n| 東京 | 1200 |\n\nAfter\n', 60)).toBe(
      'Before\n\n```\nCity   | Price\n-------+------\nBerlin |     7\n東京   |  1200\n```\n\nAfter\n'.replace(
        '-------+------',
        '-------+------',
      ),
    );
  });

  it('leaves text, and tables shown as code, as they are', () => {
    const text = '\n\nno | table\n\n```\n| a | b |\n|---|---|\n```\n\n    | a | b |\n    |---|---|\n';
    expect(withPlainTables(text, 60)).toBe(text);
  });

  it('reads escaped pipes, and pipes in code where cells would be too many', () => {
    expect(withPlainTables('| a | b |\n|---|---|\n| x \\| y | `p|q` |', 60)).toBe('```\na     | b\n------+----\nx | y | p|q\n```');
  });

  it('drops marks that would be shown and keeps where links go', () => {
    expect(withPlainTables('| a | b |\n|---|---|\n| **so `x`** | [t](https://a.example) |', 60)).toContain('so x | t (https://a.example)');
    expect(withPlainTables('| a | b |\n|---|---|\n| snake_case_name | 2*3 |', 60)).toContain('snake_case_name | 2*3');
  });

  it('goes on in the next line where a cell is too wide', () => {
    expect(withPlainTables('| a | b |\n|---|---|\n| x | one two three four five six |', 24)).toBe(
      '```\na   | b\n----+-------------------\nx   | one two three four\n    | five six\n```',
    );
  });

  it('becomes a list of cells where columns would be too narrow', () => {
    expect(withPlainTables('| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n| 5 | 6 | 7 | 8 |', 20)).toBe(
      '```\na: 1\nb: 2\nc: 3\nd: 4\n\na: 5\nb: 6\nc: 7\nd: 8\n```',
    );
  });

  it('cannot be ended by a cell', () => {
    expect(withPlainTables('| a | b |\n|---|---|\n| \\`\\`\\` | x |', 60)).toBe('````\na   | b\n----+----\n``` | x\n````');
  });

  it('stays in its list and its quote', () => {
    expect(withPlainTables('- > | a | b |\n  > |---|---|\n  > | 1 | 2 |\n', 60)).toBe(
      '- > ```\n  > a   | b\n  > ----+----\n  > 1   | 2\n  > ```\n',
    );
  });

  it('is never wider than asked, and the rest of the text is the same', () => {
    fc.assert(
      fc.property(anyMarkdown, fc.integer({ min: 10, max: 80 }), (text, width) => {
        const shown = withPlainTables(text, width);
        expect(withPlainTables(shown, width)).toBe(shown);
        if (!text.includes('|---|')) expect(shown).toBe(text);
        expect(shown.split('\n').filter((line) => /-\+-/.test(line) && columnsOf(line.replace(/^[> ]*/, '')) > width)).toEqual([]);
      }),
    );
  });

  it('takes time in its length', () => {
    const many = `| a | b |\n|---|---|\n${'| 1 | `x` and **y** |\n'.repeat(30_000)}`;
    const wide = `${'|a'.repeat(50_000)}|\n${'|-'.repeat(50_000)}|\n${'x\n'.repeat(50_000)}`;
    const cpuMs = watchCpu();
    for (const text of [many, wide, `| a | b |\n|---|---|\n| ${'x'.repeat(1_000_000)} | ${'* '.repeat(200_000)} |`])
      withPlainTables(text, 60);
    expect(cpuMs()).toBeLessThan(10_000);
  });
});
