import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTexts, withoutCuts } from '#core/plan/planner/cut-text.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

const REQUEST = 'rewrite this: “It’s   late,” she said.\nGo home! Keep it short.';
const cut = (from: string, to: string, request = REQUEST) => cutTexts(request, [{ id: 'T1', from, to }]).cuts[0] ?? null;

describe('a text that is told by its first and last words', () => {
  it.each([
    ['as they stand', '“It’s   late', 'Go home!'],
    ['with other quotes and spaces', '"It\'s late', 'Go home!'],
    ['in another case', '“it’s late,” SHE', 'go home!'],
  ])('is cut out: %s', (_, from, to) => expect(cut(from, to)?.text).toBe('“It’s   late,” she said.\nGo home!'));

  it('goes to the end where its last words are not told', () => {
    expect(cut('Go home!', '')?.text).toBe('Go home! Keep it short.');
  });

  it.each([
    ['other first words', 'It was late', 'Go home!'],
    ['other last words', '“It’s', 'Go away!'],
    ['no first words', ' ', 'Go home!'],
    ['last words that stand before it', 'Go home!', 'rewrite this'],
  ])('does not stand there with %s', (_, from, to) => expect(cut(from, to)).toBeNull());

  it('has a name of its own where the planner gives none', () => {
    const texts = ['rewrite', '“It’s', 'Go'].map((from) => ({ id: 'R1', from, to: '' }));
    expect(cutTexts(REQUEST, texts).cuts.map(({ id }) => id)).toEqual(['T1', 'T2', 'T3']);
  });
});

describe('texts that are alike', () => {
  const text = (id: string, from: string, to: string) => ({ id, from, to });
  const textsOf = (request: string, ...texts: readonly ReturnType<typeof text>[]) => {
    const { cuts, problems } = cutTexts(request, texts);
    return problems.length > 0 ? problems : cuts.map((it) => it.text);
  };
  const A = 'Dear customer, we raise prices by 5%. Kind regards, Anna.';
  const B = 'Dear customer, we are sorry to say so. Kind regards, Anna.';
  const drafts = `Which is kinder? Draft A: ${A} Draft B: ${B}`;
  const ends = ['Dear customer,', 'Kind regards, Anna.'] as const;

  it('in their first and last words are two', () => {
    expect(textsOf(drafts, text('T1', ...ends), text('T2', ...ends))).toEqual([A, B]);
  });

  it('and told in another order than they stand in are two as well', () => {
    expect(textsOf(drafts, text('T1', 'Dear customer, we are', 'Anna.'), text('T2', 'Dear customer, we raise', 'Anna.'))).toEqual([B, A]);
  });

  it('end with their last words where those stand in them before', () => {
    expect(textsOf('Sum up: Hi, see below. Best, Bo. Hi, thanks. Best, Bo.', text('T1', 'Hi, see', 'Best, Bo.'))).toEqual([
      'Hi, see below. Best, Bo. Hi, thanks. Best, Bo.',
    ]);
    expect(textsOf('Improve: We raised money, all thanks to you. Now we thank you.', text('T1', 'We raised', 'you.'))).toEqual([
      'We raised money, all thanks to you. Now we thank you.',
    ]);
  });

  it('are no part of each other where their last words are not told', () => {
    expect(textsOf('Compare: One is red. Two is blue.', text('T1', 'One', ''), text('T2', 'Two', ''))).toEqual([
      'One is red.',
      'Two is blue.',
    ]);
  });

  it.each([
    [
      'have one id',
      [text('T1', 'Dear customer, we raise', 'Anna.'), text('T1', 'Dear customer, we are', 'Anna.')],
      'another has the id T1',
    ],
    ['begin in one place', [text('T1', 'we are sorry', 'Anna.'), text('T2', 'we are sorry', 'Anna.')], 'begins where another text does'],
    ['hold the end of another', [text('T1', 'Draft A', 'Draft B'), text('T2', 'we raise', 'Anna.')], 'before the next text'],
  ])('are a problem where they %s', (_, texts, problem) => {
    expect(textsOf(drafts, ...texts).join()).toContain(problem);
  });
});

describe('a request without its texts', () => {
  const spans = (...pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([start, end]) => ({ id: 'T1', title: '', text: '', start, end }));

  it('has all other words, also where texts overlap', () => {
    expect(withoutCuts('0123456789', spans([2, 4]))).toBe('01 456789');
    expect(withoutCuts('0123456789', spans([5, 8], [2, 6]))).toBe('01 89');
    expect(withoutCuts('0123456789', spans([2, 9], [3, 4]))).toBe('01 9');
    expect(withoutCuts('0123456789', [])).toBe('0123456789');
  });

  it('and with them is the request, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 60 }), fc.nat(), fc.nat(), (request, a, b) => {
        const [start, end] = [a % request.length, b % request.length].sort((one, two) => one - two) as [number, number];
        const from = request.slice(start, end + 1);
        const found = cut(from, from, request);
        fc.pre(found !== null);
        expect(request.slice(found?.start, found?.end).trim()).toBe(found?.text);
        expect(withoutCuts(request, found === null ? [] : [found]).replaceAll(' ', '')).toBe(
          (request.slice(0, found?.start) + request.slice(found?.end)).replaceAll(' ', ''),
        );
      }),
    );
  });
});

it('takes no longer than the request is long, whatever words are told', () => {
  const cpuMs = watchCpu();
  for (const unit of ['a ', ' ', '" ', 'a', 'ab\n', '“”']) {
    const request = unit.repeat(50_000);
    for (const words of ['a b', 'a '.repeat(150), '"'.repeat(300), 'a'.repeat(300), `${'a " '.repeat(70)}b`]) cut(words, words, request);
  }
  expect(cpuMs()).toBeLessThan(3_000);
});
