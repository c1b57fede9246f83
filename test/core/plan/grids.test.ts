import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf, toLongFile } from './ask.ts';

const titles = (count: number): string => Array.from({ length: count }, (_, index) => `Q${index + 1}`).join(', ');

describe('a grid', () => {
  it('of many small cells goes along its larger side, and says why', async () => {
    const plan = await planOf(`translate each of these titles into French, German, Thai and Welsh: ${titles(20)}`);
    expect(plan.why).toMatch(/^80 cells as 20 lanes of 4: one for each item with all its languages, since /);
    const [stage] = plan.stages;
    expect([stage?.lanes.length, stage?.merge, stage?.rowName]).toEqual([20, 'table', 'Title']);
    expect(stage?.lanes[0]).toMatchObject({
      title: 'Q1',
      work: 'translate',
      output: { kind: 'fields', fields: ['French', 'German', 'Thai', 'Welsh'] },
    });
    expect(stage?.lanes[0]?.prompt).toContain('Translate Q1 into French, German, Thai and Welsh.');
  });

  it('names the languages that were only counted', async () => {
    const [stage] = (await planOf(`translate each of ${titles(10)} into 3 languages`)).stages;
    expect(stage?.lanes[0]?.prompt).toContain('Translate Q1 into English, Chinese and Hindi.');
  });

  it('has the smaller side inside, whichever it is', async () => {
    const [stage] = (await planOf('translate each of cat, dog and cow into 10 languages')).stages;
    expect([stage?.lanes.length, stage?.rowName, stage?.lanes[1]?.output]).toEqual([
      10,
      'Language',
      { kind: 'fields', fields: ['cat', 'dog', 'cow'] },
    ]);
    expect(stage?.lanes[1]?.prompt).toContain('Translate cat, dog and cow into Chinese.');
  });

  it('keeps the variants of one thing in one call, never several things in one variant', async () => {
    const folded = (await planOf(`write 4 slogans for each of ${titles(8)}`)).stages[0];
    expect([folded?.lanes.length, folded?.lanes[0]?.prompt]).toEqual([8, 'Write 4 slogans for Q1.']);
    expect((await planOf('write 30 slogans for each of Paris and Rome')).stages[0]?.lanes).toHaveLength(60);
  });

  it('of rows is folded as well', async () => {
    const table = { Title: Array.from({ length: 20 }, (_, index) => `t${index}`) };
    const [stage] = (await planOf('translate each title into French, German, Thai and Welsh', { table })).stages;
    expect([stage?.lanes.length, stage?.rowName, stage?.lanes[19]?.sources]).toEqual([20, 'Title', ['S1#20']]);
  });

  it('stays one lane a cell where it is small, or each cell has a file of its own', async () => {
    expect((await planOf(`translate each of ${titles(6)} into French, German, Thai and Welsh`)).stages[0]?.lanes).toHaveLength(24);
    const sources = Array.from({ length: 10 }, (_, index) => toLongFile(`${index}.md`, 900, index));
    expect((await planOf('translate each into French, German, Thai and Welsh', { sources })).stages[0]?.lanes).toHaveLength(40);
  });

  it('has every cell, as a lane or as a field of one', async () => {
    const languages = ['French', 'German', 'Thai', 'Welsh', 'Greek', 'Polish', 'Czech'];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 7 }), async (items, count) => {
        const [stage] = (await planOf(`translate each of ${titles(items)} into ${languages.slice(0, count).join(', ')}`)).stages;
        const cells = stage?.lanes.map(({ output }) => (output.kind === 'fields' ? output.fields.length : 1)) ?? [];
        expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(items * count);
      }),
      { numRuns: 40 },
    );
  });
});
