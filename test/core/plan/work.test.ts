import { expect, it } from 'vitest';
import { workOf } from '#core/plan/work.ts';
import { lanesOf } from './ask.ts';

it.each([
  ['summarize these', 'summarize'],
  ['outline the attached files', 'summarize'],
  ['translate into French: hello', 'translate'],
  ['extract the dates from this and sort them', 'extract'],
  ['find the e-mail addresses in each of these files', 'extract'],
  ['classify each as spam or ham', 'classify'],
  ['count the words in these files', 'count'],
  ['how many words are in this?', 'count'],
  ['compare these two', 'compare'],
  ['compare a.md and b.md', 'compare'],
  ['deduplicate these rows', 'dedupe'],
  ['remove the duplicates from this list', 'dedupe'],
  ['which language is each of these', 'language'],
  ['keywords of these reports', 'keywords'],
  ['what is the capital of France?', 'answer'],
  ['フランスの首都は？', 'answer'],
  ['write a poem', 'write'],
  ['proofread this', 'write'],
  ['', 'write'],
  ['zusammenfassen', 'summarize'],
] as const)('the work of %j is to %s', (words, work) => expect(workOf(words)).toBe(work));

it.each([
  ['extract the dates from these', 'extract'],
  ['count the words in these', 'count'],
  ['compare these two', 'compare'],
  ['which language is each of these?', 'language'],
  ['keywords of each of these', 'keywords'],
  ['deduplicate these', 'dedupe'],
  ['outline each of these', 'summarize'],
  ['extract the dates from each and sort them by day', 'extract'],
] as const)('works that need no model are told so in every lane: %j', async (text, work) => {
  const lanes = await lanesOf(text, { files: ['a.md', 'b.md'] });
  expect(new Set(lanes.map((lane) => lane.work))).toEqual(new Set([work]));
  expect(lanes.flatMap((lane) => lane.sources).toSorted()).toEqual(['S1', 'S2']);
});

it('a list that was typed is material, so that it needs no model either', async () => {
  const lanes = await lanesOf('count the words in each of these: one two; three');
  expect(lanes.map(({ work, sources }) => [work, ...sources])).toEqual([
    ['count', 'T1.1'],
    ['count', 'T1.2'],
  ]);
});
