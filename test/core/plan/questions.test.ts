import { describe, expect, it } from 'vitest';
import { lanesOf, planOf, promptsOf, titlesOf } from './ask.ts';

describe('several questions', () => {
  it.each([
    ['What is the capital of France? How does a fridge work? Who wrote Faust?', 3],
    ['What is the capital of France?\nHow does a fridge work?', 2],
    ['1. What is the capital of France?\n2. How does a fridge work?', 2],
    ['- what is a quark?\n- who found the electron?\n- why is snow white?', 3],
    ['Please answer these questions: What is a quark? Who found the electron?', 2],
    ['How long does it take to boil an egg? Is there life on Mars?', 2],
    ['What is the U.S. budget? Who is Dr. No?', 2],
    ['フランスの首都はどこですか？\n富士山の高さはどのくらいですか？ 東京 と 京都？', 1],
  ])('are a lane each: %j', async (text, count) => expect(await titlesOf(text)).toHaveLength(count));

  it.each([
    'Answer: 1) What is a quark? 2) What is a muon? 3) Who wrote Faust?',
    '1. What is a quark? 2. What is a muon? 3. Who wrote Faust?',
    'Q1: What is a quark? Q2: What is a muon? Q3: Who wrote Faust?',
  ])('lose their numbers on one line too: %j', async (text) => {
    expect(await titlesOf(text)).toEqual(['What is a quark?', 'What is a muon?', 'Who wrote Faust?']);
  });

  it('are asked as they stand, with what is wished of every answer', async () => {
    const plan = await planOf('What is a quark? Who found the electron? Answer in one line.');
    expect(plan.why).toBe('2 lanes: one for each question');
    expect(plan.stages[0]?.lanes).toMatchObject([
      { title: 'What is a quark?', prompt: 'What is a quark? Answer in one line.', work: 'answer', sources: [] },
      { title: 'Who found the electron?', prompt: 'Who found the electron? Answer in one line.', work: 'answer' },
    ]);
  });

  it('are asked once each, and of all the material', async () => {
    const plan = await planOf('What does the report say of cost? Who signed the contract? who signed the contract?', { files: ['a.md'] });
    expect(plan.stages[0]?.lanes.map((lane) => lane.sources)).toEqual([['S1'], ['S1']]);
    expect(plan.notes).toEqual(['Dropped a repeat: Who signed the contract?.']);
  });

  it.each([
    'What is the capital of France? How many people live there?',
    'Who wrote Faust? When was he born?',
    'What is a quark? And an electron?',
    'What is a quark? Why?',
    'Who founded Acme? When was the company sold?',
    'Who wrote Faust? What else did the author write?',
    'What is better, tea or coffee? Which of these is cheaper?',
    'I have a dog that barks. What does a dog eat? How old do dogs get?',
    'What is a quark?',
    'What is “a? b?”',
  ])('that lean on each other are one call: %j', async (text) => {
    expect(await lanesOf(text)).toHaveLength(1);
  });

  it('say why they stay together', async () => {
    expect((await planOf('What is the capital of France? How many people live there?')).why).toBe('1 call: its questions belong together');
    expect(await promptsOf('Who wrote Faust? When was he born?')).toEqual(['Who wrote Faust? When was he born?']);
  });
});
