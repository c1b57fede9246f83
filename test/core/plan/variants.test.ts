import { describe, expect, it } from 'vitest';
import { planOf, promptsOf, questionOf, titlesOf } from './ask.ts';

describe('variants', () => {
  it.each([
    ['write 5 subject lines for a sale', 5, 'Subject line 1', 'Write one subject line for a sale.'],
    ['give me three taglines for a bakery', 3, 'Tagline 1', 'Give me one tagline for a bakery.'],
    ['10 names for my cat', 10, 'Name 1', 'One name for my cat.'],
    ['Five different versions of this: Hi', 5, 'Version 1', 'One version of this: Hi.'],
    ['please come up with a dozen catchy slogans for tea', 12, 'Slogan 1', 'Come up with one catchy slogan for tea.'],
    ['write 5 taglines for a poem and a song', 5, 'Tagline 1', 'Write one tagline for a poem and a song.'],
    ['write two short stories about the sea', 2, 'Story 1', 'Write one short story about the sea.'],
    ['rewrite “Hi there” in 3 different tones', 3, 'Version 1', 'Rewrite “Hi there” in one tone.'],
    ['write 4 posts. 3 posts must be short', 4, 'Post 1', 'Write one post. 3 posts must be short.'],
    ['write 5 taglines for tea. Two taglines should rhyme.', 5, 'Tagline 1', 'Write one tagline for tea. Two taglines should rhyme.'],
    ['write 7 tweets about our news, and two posts we plan', 7, 'Tweet 1', 'Write one tweet about our news, and two posts we plan.'],
  ])('are a lane each for %j', async (text, count, title, prompt) => {
    const plan = await planOf(text);
    const [stage] = plan.stages;
    expect(plan.why).toBe(`${count} lanes: one for each variant`);
    expect([stage?.lanes.length, stage?.distinct, stage?.merge, stage?.lanes[0]?.title]).toEqual([count, true, 'ordered', title]);
    expect(stage?.lanes[0]?.prompt).toContain(prompt);
    expect(stage?.lanes[1]?.prompt).toContain(`This is number 2 of ${count}`);
  });

  it('are each told to take an angle of their own', async () => {
    const prompts = await promptsOf('write 30 slogans for tea');
    expect(new Set(prompts.map((prompt) => prompt.replace(/number \d+ of/, ''))).size).toBe(30);
  });

  it.each([
    '5 ideas for a birthday party, 3 ideas for a wedding',
    'write 5 subject lines and 3 tweets for our sale',
    'write a list of 5 names for my cat',
    'give me the top 5 names',
    'the 5 largest cities',
    'name the 5 largest cities',
    'write 5 facts about cats',
    'write 5 bullet points about cats',
    'give me 5 names as a list',
    'write 5 facts in a table',
    'write a report with 5 headlines',
    'Write 2 letters: one to Bob and one to Ann',
    'Write 3 e-mails: to Ann, to Bob and to Cyd',
    'write one slogan for tea',
    'give me 3 reasons to stay',
    'summarize 5 articles about tea',
    'how do I write 5 slogans?',
  ])('are not meant by %j', async (text) => expect(await titlesOf(text)).toHaveLength(1));

  it('combine with languages and items', async () => {
    expect(await titlesOf('write 2 poems about the sea in French and German')).toEqual([
      'French → Poem 1',
      'French → Poem 2',
      'German → Poem 1',
      'German → Poem 2',
    ]);
    expect(await titlesOf('write 2 slogans for each of Paris and Rome')).toHaveLength(4);
  });

  it('end in a choice where one is asked for', async () => {
    const [stage] = (await planOf('write 5 slogans for a bakery and pick the best')).stages;
    expect([stage?.lanes.length, stage?.merge, stage?.mergePrompt]).toEqual([5, 'digest', 'Pick the best.']);
    expect(stage?.lanes[0]?.prompt).not.toContain('pick');
  });

  it('are refused over the limit', async () => expect((await questionOf('write 2000000 slogans for tea')).code).toBe('too_many_lanes'));
});

describe('segments', () => {
  it.each([
    ['write the landing page for students, parents and teachers', ['students', 'parents', 'teachers']],
    ['write one version for students and teachers', ['students', 'teachers']],
    ['write one version each for Linux, Mac and Windows', ['Linux', 'Mac', 'Windows']],
    ['write the intro for the audiences CFOs, nurses and pilots', ['CFOs', 'nurses', 'pilots']],
    ['write the ad for three markets: Italy, Norway, Japan', ['Italy', 'Norway', 'Japan']],
    ['Write a launch post for LinkedIn, X and Instagram', ['LinkedIn', 'X', 'Instagram']],
    ['tailor our launch story for LinkedIn and X', ['LinkedIn', 'X']],
    ['explain the plan from the perspective of a lawyer, a nurse and a pilot', ['a lawyer', 'a nurse', 'a pilot']],
  ])('are a lane each for %j', async (text, titles) => expect(await titlesOf(text)).toEqual(titles));

  it('stand in the sentence, once', async () => {
    const plan = await planOf('write the landing page for students, parents, Students and teachers. Keep it short.');
    expect(plan.stages[0]?.lanes.map((lane) => lane.prompt)).toEqual([
      'Write the landing page for students. Keep it short.',
      'Write the landing page for parents. Keep it short.',
      'Write the landing page for teachers. Keep it short.',
    ]);
    expect([plan.why, plan.notes]).toEqual(['3 lanes: one for each segment', ['Dropped a repeat: students.']]);
  });

  it.each([
    'write a poem for mom and dad',
    'write a guide for parents and teachers',
    'write a shopping list for bread, milk and eggs',
    'compare the market for students, parents and teachers',
  ])('are not meant by %j', async (text) => expect(await titlesOf(text)).toHaveLength(1));
});
