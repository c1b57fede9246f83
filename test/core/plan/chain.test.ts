import { describe, expect, it } from 'vitest';
import { planOf } from './ask.ts';

const stagesOf = async (text: string, files: readonly string[] = []) =>
  (await planOf(text, { files })).stages.map((stage) => stage.lanes.map(({ title, sources }) => [title, ...sources]));

describe('a chain of steps', () => {
  it('is a stage of one lane for each step, with the result of the one before', async () => {
    const plan = await planOf('research solar power, then draft a post, then review it');
    expect(plan.mode).toBe('orchestrate');
    expect(plan.why).toBe('3 stages, each with the result of the one before: research solar power → draft a post → review it');
    expect(plan.stages.map((stage) => stage.lanes.map((lane) => lane.sources))).toEqual([[[]], [['R1']], [['R2']]]);
    expect(plan.stages.map((stage) => stage.lanes[0]?.prompt)).toEqual([
      'Research solar power.',
      'Draft a post. Work from the material, which is the result of the step before.',
      'Review it. Work from the material, which is the result of the step before.',
    ]);
  });

  it.each([
    ['research, then draft, then review', ['research', 'draft', 'review']],
    ['First, research X; then draft a post; finally, proofread it', ['research X', 'draft a post', 'proofread it']],
    ['research X. Then draft Y. After that, review it', ['research X', 'draft Y', 'review it']],
    ['Research X.\nThen draft Y.\nThen review it', ['Research X', 'draft Y', 'review it']],
    ['research X and then write a report', ['research X', 'write a report']],
    ['draft a tweet then shorten it', ['draft a tweet', 'shorten it']],
    ['research X → draft a post', ['research X', 'draft a post']],
    ['please research X, then please draft a post', ['research X', 'draft a post']],
  ])('reads %j', async (text, steps) => expect((await planOf(text)).stages.map((stage) => stage.title)).toEqual(steps));

  it('gives the material to the first step, and to a later one that names it', async () => {
    expect(await stagesOf('summarize this, then draft a reply', ['a.md'])).toEqual([[['summarize this', 'S1']], [['draft a reply', 'R1']]]);
    expect(await stagesOf('research X, then compare it with the attached files', ['a.md', 'b.md'])).toEqual([
      [['research X', 'S1', 'S2']],
      [['compare it with the attached files', 'R1', 'S1', 'S2']],
    ]);
  });

  it('fans a step out where a rule cuts it', async () => {
    expect(await stagesOf('translate into French and German, then review each: hi')).toEqual([
      [
        ['French', 'T1'],
        ['German', 'T1'],
      ],
      [['review each', 'R1']],
    ]);
    expect(await stagesOf('write a post, then translate it into French and German')).toEqual([
      [['write a post']],
      [
        ['French', 'R1'],
        ['German', 'R1'],
      ],
    ]);
  });

  it('takes a digest after lanes as their merge, not as a step', async () => {
    const plan = await planOf('summarize each of these, then write one digest, then translate it into French', { files: ['a.md', 'b.md'] });
    expect(plan.stages.map((stage) => [stage.merge, stage.lanes.length])).toEqual([
      ['digest', 2],
      ['ordered', 1],
    ]);
  });

  it.each([
    'write a story where they meet, then they fight',
    'explain what happens if I save, then write to disk',
    'write “do this, then write that” on a wall',
    'summarize: we met, then draft came',
    'write a recipe: first chop, then mix, then bake',
    'tell a story of a king who won, then lost, everything',
    'what happened then?',
  ])('is not seen in %j', async (text) => expect((await planOf(text)).stages).toHaveLength(1));
});
