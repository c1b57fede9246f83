import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMarkdownTable } from '#core/plan/form/markdown-table.ts';
import { readJsonList, readPastedTable, tableItems } from '#core/plan/form/pasted-table.ts';

const MARKDOWN = '| City | Land |\n|:--|--:|\n| Paris | FR \\| EU |\n|  |  |\n| Rome | |';

describe('a pasted table', () => {
  it.each([
    ['Markdown', MARKDOWN, ['City', 'Land'], 2],
    ['Markdown without outer bars', 'City | Land\n--- | ---\nParis | FR', ['City', 'Land'], 1],
    ['tabs', 'name\tcity\nBob\tRome\nAnn\tOslo', ['name', 'city'], 2],
    ['commas', 'name,city,age\nBob,Rome,3\nAnn,Oslo,4\n', ['name', 'city', 'age'], 2],
    ['semicolons, with the line ends of Windows', 'name;city;age\r\nBob;Rome;3\r\nAnn;Oslo;4', ['name', 'city', 'age'], 2],
  ])('is read: %s', (_, text, columns, rows) => {
    const table = readPastedTable(text);
    expect([table?.columns, table?.rows.length]).toEqual([columns, rows]);
  });

  it.each([
    ['prose with commas', 'We met Ann, Bob, and Cy.\nWe ate rice, beans, and eggs.\nWe left, tired, at noon.'],
    ['places', 'Paris, France\nRome, Italy\nOslo, Norway'],
    ['rows of other widths', 'a,b,c\n1,2\n1,2,3'],
    ['a head of numbers', '1,2,3\n4,5,6\n7,8,9'],
    ['two lines', 'a,b,c\n1,2,3'],
    ['a table among other words', `Look:\n${MARKDOWN}`],
    ['nothing', ''],
  ])('is not made up: %s', (_, text) => expect(readPastedTable(text)).toBeNull());

  it('gives each row with the names of its columns', () => {
    const table = readPastedTable(MARKDOWN);
    expect(table === null ? [] : tableItems(table)).toEqual([
      { title: 'Paris', text: 'City: Paris\nLand: FR | EU', row: { columns: ['City', 'Land'], cells: ['Paris', 'FR | EU'] } },
      { title: 'Rome', text: 'City: Rome\nLand: ', row: { columns: ['City', 'Land'], cells: ['Rome', ''] } },
    ]);
  });

  it('stands where it says', () => {
    const text = `Above\n${MARKDOWN}\nBelow`;
    const table = findMarkdownTable(text);
    expect(text.slice(table?.start, table?.end)).toBe(MARKDOWN);
  });
});

describe('a pasted JSON array', () => {
  it('gives an item for each object, by its name', () => {
    expect(readJsonList(' [{"age": 3, "name": "Bob"}, {"Title": "x", "y": [1]}, {"n": 1}] ')).toEqual([
      { title: 'Bob', text: '{\n  "age": 3,\n  "name": "Bob"\n}' },
      { title: 'x', text: '{\n  "Title": "x",\n  "y": [\n    1\n  ]\n}' },
      { title: 'item', text: '{\n  "n": 1\n}' },
    ]);
    expect(readJsonList('["Bob", 3, null]')?.map(({ title }) => title)).toEqual(['Bob', '3', 'null']);
  });

  it.each(['[Bob, Ann]', '["Bob"]', '{"a": [1, 2]}', '[1, 2', 'see [1, 2] here', ''])('is not made up: %j', (text) =>
    expect(readJsonList(text)).toBeNull(),
  );

  it('has as many items as it has members, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 2, maxLength: 8 }), (values) => {
        expect(readJsonList(JSON.stringify(values))).toHaveLength(values.length);
      }),
    );
  });
});
