import { describe, expect, it } from 'vitest';
import { LEXICON } from '#core/plan/form/lexicon.ts';
import { type EachLane, type Piece, toLanes } from '#core/plan/over/over.ts';
import { TEXT } from '#core/plan/plan.ts';

const piece = (change: Partial<Piece> = {}): Piece => ({
  title: 'a.md',
  item: 'the material',
  isNamed: false,
  sources: ['S1'],
  aside: null,
  ...change,
});
const each = (change: Partial<EachLane> = {}): EachLane => ({
  template: 'Summarize {item}.',
  shared: [],
  work: 'summarize',
  output: TEXT,
  lang: 'en',
  ...change,
});
const promptOf = (of: Piece, change: Partial<EachLane> = {}): string => toLanes({ pieces: [of] }, each(change))[0]?.prompt ?? '';

describe('what a lane is told of its piece', () => {
  it('is its name where that is all there is, and no stop twice', () => {
    expect(promptOf(piece({ item: 'Paris', isNamed: true, sources: [] }))).toBe('Summarize Paris.');
    expect(promptOf(piece({ item: 'Acme, Inc.', isNamed: true, sources: [] }))).toBe('Summarize Acme, Inc.');
    expect(promptOf(piece({ item: '$& {item} $1', isNamed: true, sources: [] }))).toBe('Summarize $& {item} $1.');
  });

  it('is that it has material, which is told by its id beside material that all have', () => {
    expect(promptOf(piece())).toBe('Summarize the material.');
    expect(promptOf(piece({ sources: ['S2'] }), { template: 'Score {item} by the ad.', shared: ['S1'] })).toBe(
      'Score the material (S2) by the ad.',
    );
    expect(toLanes({ pieces: [piece({ sources: ['S2'] })] }, each({ shared: ['S1'] }))[0]?.sources).toEqual(['S1', 'S2']);
  });

  it('is which part or rows of a whole it has', () => {
    expect(promptOf(piece({ aside: { kind: 'row' }, item: 'the row' }))).toBe('Summarize the row. The material is one row of a table.');
    expect(promptOf(piece({ aside: { kind: 'part', nth: 2, of: 3 } }))).toBe(
      'Summarize the material. The material is part 2 of 3 of one text.',
    );
    expect(promptOf(piece({ aside: { kind: 'rows', column: 'Team $&' }, item: 'these rows' }))).toBe(
      'Summarize these rows. The material is the rows of a table with the same “Team $&”.',
    );
  });

  it.each(Object.keys(LEXICON).filter((lang) => lang !== 'en'))('has no English in it, in %s', (lang) => {
    const words = new Set<string>();
    for (const aside of [{ kind: 'row' }, { kind: 'part', nth: 2, of: 3 }, { kind: 'rows', column: '7' }] as const) {
      const prompt = promptOf(piece({ aside }), { template: '{item}', lang });
      expect(prompt).not.toMatch(/\b(?:the|material is|row|part|table)\b/i);
      expect(prompt).not.toMatch(/[{}]/);
      words.add(prompt);
    }
    expect(words.size).toBe(3);
  });
});

it('lanes have unlike titles, in the order of their pieces', () => {
  const pieces = ['a', 'b', 'a', ''].map((title) => piece({ title }));
  expect(toLanes({ pieces }, each()).map(({ title }) => title)).toEqual(['a', 'b', 'a (2)', 'Lane 4']);
});
