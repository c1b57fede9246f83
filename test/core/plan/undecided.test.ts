import { describe, expect, it } from 'vitest';
import { planByRules } from '#core/plan/plan-request.ts';
import type { Request } from '#core/request.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { planOf, toLongFile } from './ask.ts';

async function isUndecided(text: string, files: readonly string[] = [], request: Partial<Request> = {}): Promise<boolean> {
  const sources = files.map((title, index) => toLongFile(title, 1_000, index));
  const deps = {
    detectLanguage: async () => 'en',
    sourceLanguage: async () => 'en',
    column: async () => [],
    maxLanes: 100,
    maxMaterialChars: 9_000,
  };
  return (await planByRules(toTestRequest([], { text, ...request }), sources, deps)).undecided;
}

describe('a planner is asked', () => {
  it.each([
    'Research the market for electric bikes in Europe',
    'Compare Postgres, MySQL and SQLite for a small web app',
    'Plan a three-day offsite in Lisbon for 12 people',
    'Write a business plan for a bakery',
    'Find all vegan restaurants in Oslo and rate them',
    'What are the top 10 threats to our shop and how would we meet them?',
    'Tell me what the ten largest ports do differently',
    'Draft the agenda. Write the invitation. Suggest three venues and estimate the costs.',
    'We open a second shop next spring and I have to tell the bank how much money we need, what it is for, when it comes back and what could go wrong on the way',
  ])('for %j', async (text) => expect(await isUndecided(text)).toBe(true));

  it('for several sources that are not told one by one', async () => {
    expect(await isUndecided('merge these two lists into one', ['a.md', 'b.md'])).toBe(true);
    expect(await isUndecided('audit this contract', ['a.md'])).toBe(true);
  });

  it('for anything where orchestrating was asked for', async () => {
    expect(await isUndecided('tell me about tea', [], { mode: 'orchestrate' })).toBe(true);
  });
});

describe('no planner is asked', () => {
  it.each([
    'hi',
    'thanks!',
    'What is the capital of France?',
    'who won the world cup in 2010?',
    'Write a poem about the sea',
    'write an email to my landlord',
    'Summarize this: the quarter closed well.',
    'translate into French and German: hello',
    'for each of Paris and Rome: write a slogan',
    'list the 10 biggest car makers, then research each',
    'name 50 inventors',
    'research solar power, then draft a post',
    'explain how photosynthesis works',
  ])('for %j', async (text) => expect(await isUndecided(text)).toBe(false));

  it('for one text with one task, for simple mode, for lanes laid out by hand, for a question back', async () => {
    expect(await isUndecided('summarize this', ['a.md'])).toBe(false);
    expect(await isUndecided('research everything about tea', [], { mode: 'simple' })).toBe(false);
    expect(await isUndecided('research', [], { mode: 'manual', laneList: ['a', 'b'] })).toBe(false);
    expect(await isUndecided('summarize this')).toBe(false);
  });
});

describe('a brief', () => {
  it('is a glossary for translations of one long text', async () => {
    const sources = [toLongFile('page.md', 6_000)];
    expect((await planOf('translate this into French, German and Polish', { sources })).brief).toEqual({
      kind: 'glossary',
      sources: ['S1'],
    });
    const text = `translate into French, German and Polish: ${'The heron waits. '.repeat(120)}`;
    expect((await planOf(text)).brief).toEqual({ kind: 'glossary', sources: ['T1'] });
  });

  it('is made out of the beginning of what is longer than one call takes', async () => {
    const sources = [toLongFile('book.md', 90_000)];
    const { brief } = await planOf('translate this into French', { sources, maxMaterialChars: 20_000 });
    expect(brief?.sources).toEqual([expect.stringMatching(/^S1@0-/)]);
  });

  it.each([
    ['a short text', 'translate this into French, German and Polish', [toLongFile('a.md', 900)]],
    ['two languages', 'translate this into French and German', [toLongFile('a.md', 6_000)]],
    ['several texts', 'translate each of these into French', [1, 2, 3].map((at) => toLongFile(`${at}.md`, 6_000, at - 1))],
    ['summaries', 'summarize each of these', [1, 2, 3].map((at) => toLongFile(`${at}.md`, 6_000, at - 1))],
    ['variants', 'write 5 slogans for tea', []],
  ])('is none for %s', async (_, text, sources) => expect((await planOf(text, { sources })).brief ?? null).toBe(null));

  it('is one of style for texts for several readers', async () => {
    expect((await planOf('write the landing page for students, parents and teachers')).brief).toEqual({ kind: 'style', sources: [] });
    expect((await planOf('tailor our launch story for LinkedIn and X')).brief ?? null).toBe(null);
  });
});
