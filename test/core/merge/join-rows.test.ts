import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTable, type Row } from '#core/merge/table.ts';

const FIELDS = ['company', 'city'];
const row = (lane: number, items: readonly Readonly<Record<string, string>>[]): Row => ({
  lane,
  title: `L${lane}`,
  text: JSON.stringify(items),
  truncated: false,
  output: { kind: 'items', fields: FIELDS, count: null },
});
const one = (company: string, city = '') => ({ company, city });

describe('a table with a key', () => {
  it('joins rows with the same key, names all who gave them, and shows where they differ', () => {
    const table = mergeTable(
      [
        row(1, [one('Acme Ltd.', 'Bern'), one('Bolt', '$5')]),
        row(2, [one('ACME LTD', 'bern.'), one('Cog')]),
        row(3, [one('bolt', '€5'), one('acme ltd', 'Basel')]),
      ],
      'Lane',
      'Company',
    );
    expect(table).toEqual({
      columns: ['company', 'city', 'Found by'],
      rows: [
        ['Acme Ltd.', 'L1, L2: Bern / L3: Basel', 'L1, L2, L3'],
        ['Bolt', 'L1: $5 / L3: €5', 'L1, L3'],
        ['Cog', '', 'L2'],
      ],
    });
  });

  it('never takes rows without a key as the same, and joins those of lanes with one row each', () => {
    const fields = (lane: number, company: string): Row => ({
      ...row(lane, []),
      text: JSON.stringify(one(company)),
      output: { kind: 'fields', fields: FIELDS },
    });
    expect(mergeTable([fields(1, ''), fields(2, ''), fields(3, 'Acme'), fields(4, 'acme')], '', 'company').rows).toEqual([
      ['', '', 'L1'],
      ['', '', 'L2'],
      ['Acme', '', 'L3, L4'],
    ]);
  });

  it('keeps keys apart whose numbers differ, however alike they are', () => {
    const rows = [
      row(1, [one('Regional depot number 17 of the northern district')]),
      row(2, [one('Regional depot number 18 of the northern district')]),
    ];
    expect(mergeTable(rows, '', 'company').rows).toHaveLength(2);
  });

  it('without a key has one row for each item', () => {
    expect(mergeTable([row(1, [one('Acme', 'Bern'), one('Acme', 'Bern')]), row(2, [])], 'Lane')).toEqual({
      columns: ['Lane', 'company', 'city'],
      rows: [
        ['L1', 'Acme', 'Bern'],
        ['L1', 'Acme', 'Bern'],
      ],
    });
  });

  const name = fc.stringMatching(/^[a-e]{1,2}( (one|two|three) [a-e]{1,12}){0,2}$/);
  const item = fc.record({ company: fc.oneof(name, fc.constant('')), city: fc.constantFrom('', 'x', 'y', 'z') });
  const lanes = fc.array(fc.array(item, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
  const supporters = (cells: readonly string[]): string[] => (cells.at(-1) ?? '').split(', ');

  it('keeps every row and every supporter', () => {
    fc.assert(
      fc.property(lanes, (all) => {
        const { rows } = mergeTable(
          all.map((items, index) => row(index + 1, items)),
          '',
          'company',
        );
        expect(rows.length).toBeLessThanOrEqual(all.flat().length);
        all.forEach((items, index) => {
          for (const { company, city } of items) {
            // A key nearly equal to a longer one stands in that one's row; a cell always stands there word for word.
            const mine = rows.filter((cells) => supporters(cells).includes(`L${index + 1}`));
            expect(mine.some((cells) => (cells[0] === '') === (company === '') && cells[1]?.includes(city))).toBe(true);
          }
        });
      }),
    );
  });

  it('does not depend on how keys are cased, spaced and punctuated', () => {
    const dress = fc.constantFrom<(text: string) => string>(
      (text) => text.toUpperCase(),
      (text) => `“${text}”.`,
      (text) => text.replaceAll(' ', ' - '),
      (text) => `  ${text}\u200b `,
    );
    const shape = (all: readonly (readonly { company: string; city: string }[])[]) =>
      mergeTable(
        all.map((items, index) => row(index + 1, items)),
        '',
        'company',
      ).rows.map((cells) => cells.slice(1));
    fc.assert(
      fc.property(lanes, fc.array(dress, { minLength: 30, maxLength: 30 }), (all, dresses) => {
        let n = 0;
        const dressed = all.map((items) =>
          items.map((it) => ({ ...it, company: it.company === '' ? '' : (dresses[n++]?.(it.company) ?? '') })),
        );
        expect(shape(dressed)).toEqual(shape(all));
      }),
    );
  });

  it('after one lane was done again has changed only where that lane is', () => {
    fc.assert(
      fc.property(lanes, fc.array(item, { maxLength: 6 }), fc.nat(), (all, again, which) => {
        const lane = which % all.length;
        const without = (items: readonly (readonly { company: string; city: string }[])[]) =>
          mergeTable(
            items.map((it, index) => row(index + 1, it)),
            '',
            'company',
          ).rows;
        const [before, after] = [without(all), without(all.with(lane, again))];
        const others = (rows: readonly (readonly string[])[]) =>
          rows.filter((cells) => !supporters(cells).includes(`L${lane + 1}`)).map(String);
        const touched = new Set(others(after).filter((cells) => !others(before).includes(cells)));
        // What is new without that lane was held together with it before.
        for (const cells of touched)
          expect(
            before.some(
              (old) =>
                supporters(old).includes(`L${lane + 1}`) &&
                cells
                  .split(',')
                  .slice(2)
                  .some((title) => supporters(old).includes(title.trim())),
            ),
          ).toBe(true);
        for (const cells of others(before)) {
          const kept = others(after).includes(cells);
          const taken = after.some((it) => supporters(it).includes(`L${lane + 1}`) && supporters(it).length > 1);
          expect(kept || taken).toBe(true);
        }
      }),
    );
  });
});
