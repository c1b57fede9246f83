import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOf, planOf, questionOf, toLongFile } from './ask.ts';

const sources = [toLongFile('report.pdf', 900_000)];
const spanOf = (id: string): readonly number[] => (/@(\d+)-(\d+)$/.exec(id) ?? []).slice(1).map(Number);

describe('one text that is too long for one call', () => {
  it.each([
    ['summarize this', 'digest'],
    ['what does this say about risk?', 'digest'],
    ['extract the dates from this', 'dedupe'],
  ])('is cut into parts that overlap for %j', async (text, merge) => {
    const plan = await planOf(text, { sources });
    expect(plan.why).toContain('5 lanes: one for each part of report.pdf, which is too long for one call');
    expect(plan.notes).toEqual([
      'report.pdf has 900,000 characters and one call takes 200,000: it is cut into 5 parts that overlap by 6,000.',
    ]);
    const [stage] = plan.stages;
    expect(stage?.merge).toBe(merge);
    expect(stage?.lanes.map((lane) => lane.title)).toEqual([1, 2, 3, 4, 5].map((part) => `report.pdf, part ${part} of 5`));
    expect(stage?.lanes.map((lane) => lane.sources)).toEqual([
      ['S1@0-184800'],
      ['S1@178800-363600'],
      ['S1@357600-542400'],
      ['S1@536400-721200'],
      ['S1@715200-900000'],
    ]);
    expect(stage?.lanes[2]?.prompt).toMatch(/The material is part 3 of 5 of one text\.$/);
  });

  it.each(['translate this into French', 'proofread this'])('is cut into parts that do not for %j, in their order', async (text) => {
    const [stage] = (await planOf(text, { sources })).stages;
    expect(stage?.merge).toBe('ordered');
    expect(stage?.lanes.flatMap((lane) => lane.sources)).toEqual([
      'S1@0-180000',
      'S1@180000-360000',
      'S1@360000-540000',
      'S1@540000-720000',
      'S1@720000-900000',
    ]);
  });

  it('goes through each language by itself', async () => {
    const lanes = await lanesOf('translate this into French and German', { sources: [toLongFile('a.md', 300_000)] });
    expect(lanes.map((lane) => lane.title)).toEqual([
      'French → a.md, part 1 of 2',
      'French → a.md, part 2 of 2',
      'German → a.md, part 1 of 2',
      'German → a.md, part 2 of 2',
    ]);
  });

  it('is cut where it stood in the request, too', async () => {
    const lanes = await lanesOf(`summarize: ${'word '.repeat(500)}`, { maxMaterialChars: 1_000 });
    expect(lanes.map((lane) => lane.sources[0])).toEqual(['T1@0-853', 'T1@823-1676', 'T1@1646-2499']);
  });

  it('gets several lanes among files that get one each', async () => {
    const plan = await planOf('summarize each', { sources: [toLongFile('a.md', 10), toLongFile('b.md', 300_000, 1)] });
    expect(plan.stages[0]?.lanes.map(({ title, sources: ids }) => [title, ...ids])).toEqual([
      ['a.md', 'S1'],
      ['b.md, part 1 of 2', 'S2@0-153000'],
      ['b.md, part 2 of 2', 'S2@147000-300000'],
    ]);
    expect(plan.why).toBe('3 lanes: one for each file, or part of one');
    expect(plan.notes[0]).toContain('b.md has 300,000 characters and one call takes 200,000');
  });

  it('is never labelled piece by piece', async () => {
    const [stage] = (await planOf('classify this as spam or ham', { sources })).stages;
    expect([stage?.merge, stage?.lanes[0]?.output.kind]).toEqual(['digest', 'text']);
  });

  it('stays whole where it fits, or nobody knows how much fits', async () => {
    expect(await lanesOf('summarize this', { sources: [toLongFile('a.md', 200_000)] })).toHaveLength(1);
    expect(await lanesOf('summarize this', { sources, maxMaterialChars: Number.POSITIVE_INFINITY })).toHaveLength(1);
    expect(await lanesOf('summarize this', { sources, request: { mode: 'simple' } })).toHaveLength(1);
  });

  it('is refused where it would be too many parts, however long it is', async () => {
    const { code, question } = await questionOf('summarize this', { sources: [toLongFile('a.md', 1e12)], maxMaterialChars: 1 });
    expect([code, question]).toEqual([
      'too_many_lanes',
      'That would be 1000000000000 lanes, and the limit is 1000. Ask for fewer, or raise FANOUT_MAX_LANES.',
    ]);
  });

  it('is covered whole by parts that each fit, whatever its length', async () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 10_000, max: 500_000 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cases, async ([chars, maxMaterialChars, translates]) => {
        const text = translates ? 'translate this into French' : 'summarize this';
        const lanes = await lanesOf(text, { sources: [toLongFile('a.md', chars)], maxMaterialChars });
        if (chars <= maxMaterialChars) {
          expect(lanes.map((lane) => lane.sources)).toEqual([['S1']]);
          return;
        }
        const spans = lanes.map((lane) => spanOf(lane.sources[0] ?? ''));
        expect([spans[0]?.[0], spans.at(-1)?.[1]]).toEqual([0, chars]);
        spans.forEach(([from = 0, to = 0], index) => {
          expect(to - from).toBeGreaterThan(0);
          expect(to - from).toBeLessThanOrEqual(maxMaterialChars);
          const before = spans[index - 1]?.[1] ?? 0;
          if (translates) expect(from).toBe(before);
          else expect(from).toBeLessThanOrEqual(before);
        });
      }),
      { numRuns: 60 },
    );
  });
});
