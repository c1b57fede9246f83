import { describe, expect, it } from 'vitest';
import { plan, planOf, questionOf, toLongFile } from './ask.ts';

const eachOf = async (text: string, files: readonly string[] = []) => (await planOf(text, { files })).stages.at(-1)?.each;

describe('lanes out of what a step finds', () => {
  it('are a stage of their own, with an estimate and a limit', async () => {
    const made = await planOf('list the 10 biggest car makers, then research each');
    expect(made.why).toBe('2 stages: the car makers, then one lane for each');
    expect(made.stages[0]).toMatchObject({
      merge: 'dedupe',
      lanes: [{ prompt: 'List the 10 biggest car makers.', output: { kind: 'items', fields: [], count: 10 } }],
    });
    expect(made.stages[1]).toMatchObject({
      lanes: [],
      merge: 'ordered',
      each: { prompt: 'Research {item}.', one: 'car maker', sources: [], work: 'write', output: { kind: 'text' }, limit: 30, likely: 10 },
    });
  });

  it.each([
    ['name 5 cities in Spain and for each write a haiku', 'city', 'For {item} write a haiku.', 5],
    ['find our competitors, then research each competitor', 'competitor', 'Research {item}.', 8],
    ['list the EU countries and research each one', 'EU country', 'Research {item}.', 8],
    ['make a list of 4 rivers, then describe every one of them in a sentence', 'river', 'Describe {item} in a sentence.', 4],
    ['First, collect twelve myths about sleep; then check each of them', 'myth', 'Check {item}.', 12],
  ])('are read in %j', async (text, one, prompt, likely) => {
    expect(await eachOf(text)).toMatchObject({ one, prompt, likely });
  });

  it('get the material beside their item where it is short, or where the step names it', async () => {
    expect((await eachOf('extract the claims, then check each of them', ['a.md']))?.sources).toEqual(['S1']);
    const long = { sources: [toLongFile('a.md', 90_000)] };
    expect((await planOf('extract the claims, then check each of them', long)).stages[1]?.each?.sources).toEqual([]);
    expect((await planOf('extract the claims, then check each against the document', long)).stages[1]?.each?.sources).toEqual(['S1']);
  });

  it('have the form that the step asks for', async () => {
    const made = await planOf('find 10 suppliers of glass, then classify each as local or foreign');
    expect(made.stages[1]).toMatchObject({
      merge: 'table',
      rowName: 'Supplier',
      each: { output: { kind: 'label', labels: ['local', 'foreign'] } },
    });
  });

  it('may be followed by a step over all, and by lanes for each of theirs', async () => {
    const three = await planOf('list 5 teas, then describe each, then write a comparison');
    expect([three.why, three.stages[2]?.lanes[0]?.sources]).toEqual([
      '3 stages: the teas, then one lane for each, then write a comparison',
      ['R2'],
    ]);
    const nested = await planOf('list the 3 biggest EU countries, then name the 3 largest cities of each, then describe each');
    expect(nested.stages.map((stage) => stage.each?.likely ?? stage.lanes.length)).toEqual([1, 3, 9]);
  });

  it('are taken from all lanes of a step that is fanned itself', async () => {
    const made = await planOf('list the risks in each of these files, then research each', { files: ['a.md', 'b.md'] });
    expect(made.stages[0]?.lanes.map((lane) => lane.output)).toEqual(Array(2).fill({ kind: 'items', fields: [], count: null }));
    expect([made.stages[0]?.merge, made.stages[1]?.each?.one]).toEqual(['dedupe', 'risk']);
  });

  it('are never more than the limit', async () => {
    expect((await questionOf('list the 500 biggest firms, then research each', { maxLanes: 100 })).code).toBe('too_many_lanes');
    expect((await planOf('list the 8 biggest firms, then research each', { maxLanes: 10 })).stages[1]?.each?.limit).toBe(9);
  });

  it.each([
    'translate into French and German, then review each: hi',
    'write 5 slogans for tea, then translate each into French',
    'research solar power, then review each',
    'list the files, then delete them',
    'for each of Paris and Rome: list the sights',
    'list 5 cities with the population of each',
    'extract the date and the amount from each, then explain each',
  ])('are not meant by %j', async (text) => {
    const made = await plan(text, { files: ['a.md', 'b.md'] });
    expect(made.kind === 'plan' && made.plan.stages.every((stage) => stage.each == null)).toBe(true);
  });
});

describe('a number of things', () => {
  it.each([
    ['name 50 inventors', 50],
    ['give me 7 reasons to move', 7],
    ['list the 5 largest cities of Peru', 5],
    ['think of a dozen questions for the interview', 12],
  ])('is one call with a list that is counted: %j', async (text, count) => {
    const { mode, stages } = await planOf(text);
    expect(mode).toBe('simple');
    expect(stages).toMatchObject([{ merge: 'dedupe', lanes: [{ output: { kind: 'items', fields: [], count } }] }]);
  });

  it.each([
    'list 5 cities with their population in a table',
    'name 3 sentences',
    'list 5 teas and explain why you chose them',
    'name the capital of Peru',
  ])('is a text in %j', async (text) => expect((await planOf(text)).stages[0]?.lanes[0]?.output).toEqual({ kind: 'text' }));
});
