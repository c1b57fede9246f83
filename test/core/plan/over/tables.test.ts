import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overGroups } from '#core/plan/over/groups.ts';
import { overRows, tellingColumn } from '#core/plan/over/rows.ts';
import type { KnownSource, PlanDeps } from '#core/plan/plan.ts';

type Cells = Readonly<Record<string, readonly string[]>>;

const tableOf = (cells: Cells): KnownSource => ({
  id: 'S1',
  title: 'table.csv',
  kind: 'file',
  readable: true,
  chars: 100,
  columns: Object.keys(cells),
  rows: Math.max(0, ...Object.values(cells).map((column) => column.length)),
  isPicture: false,
});

const depsOf = (cells: Cells, maxLanes = 100): PlanDeps => ({
  detectLanguage: async () => null,
  sourceLanguage: async () => null,
  column: async (_, name) => cells[name] ?? [],
  maxLanes,
  maxMaterialChars: 1_000,
});

const rowsOf = async (cells: Cells, one = 'row', maxLanes = 100) => await overRows(tableOf(cells), one, depsOf(cells, maxLanes));

describe('the rows of a table', () => {
  it('are a piece each, by the column that tells them apart', async () => {
    const over = await rowsOf({ ID: ['1', '2'], 'Company Name': ['Acme', ''] }, 'company');
    expect(over).toMatchObject({ one: 'row', rowName: 'Company Name', parted: ['S1'] });
    expect('pieces' in over && over.pieces).toEqual([
      { title: 'Acme', item: 'the company in the row', isNamed: false, sources: ['S1#1'], aside: { kind: 'row' } },
      { title: 'Row 2', item: 'the company in the row', isNamed: false, sources: ['S1#2'], aside: { kind: 'row' } },
    ]);
    expect(tellingColumn({ columns: ['size', 'colour'] })).toBe('size');
  });

  it('are left out where they are empty or there already, and that is owned up to', async () => {
    const over = await rowsOf({ Name: ['Ann', '', 'Bob', 'ann', 'Bob'], Age: ['1', ' ', '2', '1', '3'] });
    expect('pieces' in over && over.pieces.map(({ title, sources }) => [title, ...sources])).toEqual([
      ['Ann', 'S1#1'],
      ['Bob', 'S1#3'],
      ['Bob (2)', 'S1#5'],
    ]);
    expect('account' in over && over.account).toEqual(['Left out 1 empty row.', 'Dropped a repeat: Ann.']);
  });

  it('are asked back about where there are none or too many', async () => {
    expect(await rowsOf({ Name: ['', ' '] })).toMatchObject({ code: 'items_missing' });
    expect(await rowsOf({ Name: ['a', 'b', 'c'] }, 'row', 2)).toMatchObject({ code: 'too_many_lanes' });
    expect(await rowsOf({ Name: Array.from({ length: 30 }, () => 'a') }, 'row', 2)).toMatchObject({ code: 'too_many_lanes' });
  });
});

describe('the groups of a table', () => {
  const cells = { Name: ['Ann', 'Bob', 'Cy', 'Di', 'Eve'], Team: ['Sales', 'IT', ' sales', '', 'IT'] };

  it('are the rows with the same value, in the order of their first', async () => {
    const over = await overGroups(tableOf(cells), 'team', 'team', depsOf(cells));
    expect(over !== null && 'pieces' in over && over.pieces.map(({ title, sources }) => [title, ...sources])).toEqual([
      ['Sales', 'S1#1', 'S1#3'],
      ['IT', 'S1#2', 'S1#5'],
      ['(none)', 'S1#4'],
    ]);
    expect(over).toMatchObject({ rowName: 'Team', parted: ['S1'] });
  });

  it('are none without the column, and too many over the limit', async () => {
    expect(await overGroups(tableOf(cells), 'office', 'row', depsOf(cells))).toBeNull();
    expect(await overGroups(tableOf(cells), 'Name', 'row', depsOf(cells, 3))).toMatchObject({ code: 'too_many_lanes' });
  });
});

it('every row is in one piece, and in one group, whatever its cells', async () => {
  const cell = fc.oneof(fc.constantFrom('a', 'A ', '', 'b'), fc.string({ unit: 'grapheme', maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (team) => {
      const cells = { Number: team.map((_, index) => String(index)), Team: team };
      const [rows, groups] = [await rowsOf(cells), await overGroups(tableOf(cells), 'Team', 'row', depsOf(cells))];
      const all = team.map((_, index) => `S1#${index + 1}`);
      for (const over of [rows, groups]) {
        const sources = over !== null && 'pieces' in over ? over.pieces.flatMap((piece) => piece.sources) : [];
        expect(sources.toSorted()).toEqual(all.toSorted());
      }
    }),
  );
});
