import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTable, type Row, toMarkdownTable } from '#core/merge/table.ts';

const row = (lane: number, title: string, text: string, output: Row['output']): Row => ({ lane, title, text, truncated: false, output });

describe('a table merge', () => {
  it('has a row a lane, in the order asked, and the columns of all lanes', () => {
    const table = mergeTable(
      [
        row(1, 'Acme', '{"industry":"steel","size":"12"}', { kind: 'fields', fields: ['industry', 'size'] }),
        row(2, 'Bolt', '{"size":"3"}', { kind: 'fields', fields: ['size'] }),
      ],
      'Company',
    );
    expect(table).toEqual({
      columns: ['Company', 'industry', 'size'],
      rows: [
        ['Acme', 'steel', '12'],
        ['Bolt', '', '3'],
      ],
    });
  });

  it('puts labels and texts into a column of their own', () => {
    expect(mergeTable([row(1, 'a.md', 'Bug', { kind: 'label', labels: ['Bug'] })], 'File')).toEqual({
      columns: ['File', 'Label'],
      rows: [['a.md', 'Bug']],
    });
    expect(mergeTable([row(1, 'a.md', 'some text', { kind: 'text' })], '')).toEqual({
      columns: ['Lane', 'Result'],
      rows: [['a.md', 'some text']],
    });
  });

  it('stays a table whatever stands in the cells', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a | b', 'line\nline', '\\|', '| --- |', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (cells) => {
        const markdown = toMarkdownTable({ columns: ['one', 'two'], rows: cells });
        const lines = markdown.split('\n');
        expect(lines).toHaveLength(cells.length + 2);
        // Unescaped pipes are the borders: three a line.
        for (const line of lines) expect(line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|')).toHaveLength(4);
      }),
    );
  });
});
