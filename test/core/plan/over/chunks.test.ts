import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overChunks } from '#core/plan/over/chunks.ts';
import { overFiles } from '#core/plan/over/files.ts';
import type { KnownSource, PlanDeps } from '#core/plan/plan.ts';

const deps = (maxMaterialChars: number, maxLanes = 1_000): PlanDeps => ({
  detectLanguage: async () => null,
  sourceLanguage: async () => null,
  column: async () => [],
  maxLanes,
  maxMaterialChars,
});
const file = (title: string, chars: number, nth = 1): KnownSource => ({
  id: `S${nth}`,
  title,
  kind: 'file',
  readable: true,
  chars,
  columns: [],
  rows: 0,
  isPicture: false,
});
const chunks = (chars: number, most: number, goesThrough: boolean) => overChunks(file('a.md', chars), goesThrough, deps(most));
const spanOf = (id = ''): readonly number[] => (/@(\d+)-(\d+)$/.exec(id) ?? []).slice(1).map(Number);

it('a text that is too long for one call is parts that overlap, or go one after another, and says so', () => {
  expect(chunks(900, 200, false)).toMatchObject({
    one: 'part of a.md, which is too long for one call',
    notes: ['a.md has 900 characters and one call takes 200: it is cut into 5 parts that overlap by 6.'],
    parted: ['S1'],
    pieces: [
      { title: 'a.md, part 1 of 5', sources: ['S1@0-185'], aside: { kind: 'part', nth: 1, of: 5 } },
      { sources: ['S1@179-364'] },
      {},
      {},
      { title: 'a.md, part 5 of 5', sources: ['S1@716-900'] },
    ],
  });
  expect(chunks(400, 200, true)).toMatchObject({ pieces: [{ sources: ['S1@0-200'] }, { sources: ['S1@200-400'] }] });
});

it('a text that fits is whole, and so is one of which nobody knows how much fits', () => {
  expect(chunks(200, 200, false)).toBeNull();
  expect(chunks(1e9, Number.POSITIVE_INFINITY, false)).toBeNull();
  expect(chunks(1e9, 0, false)).toBeNull();
});

it('a text of too many parts is refused, however long it is', () => {
  expect(chunks(1e12, 1, false)).toMatchObject({ code: 'too_many_lanes' });
  expect(overFiles([file('a.md', 10), file('b.md', 1e12, 2)], false, deps(1))).toMatchObject({ code: 'too_many_lanes' });
});

it('files are a piece each, and as many as its parts where one is too long', () => {
  expect(overFiles([file('a.md', 10), file('', 300, 2), file('a.md', 5, 3)], false, deps(200))).toMatchObject({
    one: 'file, or part of one',
    rowName: 'File',
    parted: ['S1', 'S2', 'S3'],
    pieces: [{ title: 'a.md' }, { title: 'S2, part 1 of 2' }, { title: 'S2, part 2 of 2' }, { title: 'a.md (2)' }],
  });
});

it('parts that each fit cover the whole, whatever its length', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 10_000, max: 500_000 }),
      fc.boolean(),
      (chars, most, goesThrough) => {
        const over = chunks(chars, most, goesThrough);
        if (over === null) {
          expect(chars).toBeLessThanOrEqual(most);
          return;
        }
        const spans = 'pieces' in over ? over.pieces.map((piece) => spanOf(piece.sources[0])) : [];
        expect([spans[0]?.[0], spans.at(-1)?.[1]]).toEqual([0, chars]);
        spans.forEach(([from = 0, to = 0], index) => {
          expect(to - from).toBeGreaterThan(0);
          expect(to - from).toBeLessThanOrEqual(most);
          const before = spans[index - 1]?.[1] ?? 0;
          if (goesThrough) expect(from).toBe(before);
          else expect(from).toBeLessThanOrEqual(before);
        });
      },
    ),
  );
});
