import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refersToThread, threadShape } from '#core/plan/needs.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

describe('a request that points at its thread', () => {
  it.each([
    'summarize this thread',
    'Could you please summarize this thread?',
    'summarize this thread in 3 bullets',
    'Summarize this thread: decisions, owners',
    'translate this thread into French and German',
    'translate the whole conversation into Spanish',
    'translate all replies in this thread into French',
    'tl;dr of the discussion so far',
    'what was decided in this thread?',
    'extract all action items from this conversation',
    'list the open questions of our discussion, then draft a reply to each',
    'summarize the above',
    'translate everything above into German',
    'summarize everything so far',
    'turn the above into a table',
    'answer each of these messages',
    'summarize these messages',
    'translate each of these 5 replies into French',
    'summarize the last 10 messages',
    'summarize the files above',
    'summarize each of the reports above',
    'translate the message above into French',
    'draft an answer to the question above',
    'summarize what was said so far',
    'List the decisions of this thread:\n- with owners\n- with dates',
  ])('is seen: %j', (text) => expect(refersToThread(text)).toBe(true));

  it.each([
    'translate this is a test into French',
    'translate this thread is locked into French',
    'translate into French: this thread is closed',
    'summarize this',
    'summarize these reports',
    'summarize these files',
    'translate “this thread” into German',
    'what is a thread in Java?',
    'explain the thread pool of this program',
    'write a thread about cats',
    'start a conversation with a stranger',
    'summarize the discussion paper',
    'forecast the exchange rate',
    'review this chat application',
    'list all cities above 100 metres',
    'name every country above the equator',
    'write a poem on being above average',
    'explain the above-ground tank',
    'summarize these messages:\n1. Hello there\n2. Good bye',
    'classify these messages as good or bad: I love it; I hate it',
    'Paris\nRome\nOslo\n\nWrite a haiku for each of the above',
    'summarize this conversation:\nAnn: hello, how are you?\nBob: fine, and you?',
    'write a reply to my landlord',
    'answer: what is a quark?',
    '',
  ])('is not made up: %j', (text) => expect(refersToThread(text)).toBe(false));
});

describe('the part of a thread that is asked about', () => {
  it.each([
    ['translate each of these messages into French', 'messages'],
    ['answer each reply in this thread', 'messages'],
    ['label every comment good or bad', 'messages'],
    ['for each of these 5 messages, say who is asked', 'messages'],
    ['for each country answer in one line', 'whole'],
    ['summarize these reports', 'files'],
    ['summarize each of these PDFs', 'files'],
    ['compare the files above', 'files'],
    ['compare the documents in this thread', 'files'],
    ['translate this file into French', 'files'],
    ['extract all dates from the attached contract', 'files'],
    ['summarize each of the reports posted in this thread', 'files'],
    ['summarize this thread', 'whole'],
    ['summarize these messages', 'whole'],
    ['summarize this thread and these files', 'whole'],
    ['turn this thread into a report', 'whole'],
    ['write the report', 'whole'],
    ['summarize the above', 'whole'],
    ['', 'whole'],
  ] as const)('is told by its words: %j', (text, shape) => expect(threadShape(text)).toBe(shape));
});

it('takes any text, also a long one', async () => {
  const word = fc.constantFrom(
    'the',
    'this',
    'above',
    'thread',
    'messages',
    'each',
    'of',
    'these',
    'files',
    ':',
    '\n',
    ' ',
    'translate',
    'into',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
      ),
      async (text) => {
        expect(typeof refersToThread(text)).toBe('boolean');
        expect(['whole', 'messages', 'files']).toContain(threadShape(text));
      },
    ),
    { numRuns: 200 },
  );
  const cpuMs = watchCpu();
  refersToThread('the above the '.repeat(5_000));
  threadShape('the x y these '.repeat(5_000));
  expect(cpuMs()).toBeLessThan(10_000);
});
