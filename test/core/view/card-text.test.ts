import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardLines, cardQuestion } from '#core/view/card-text.ts';
import type { CardView } from '#core/view/card-view.ts';
import { cardView } from '#test/fakes/views.ts';

const CARD = cardView({
  models: [{ name: 'gpt-6-luna', lanes: 15 }],
  tokens: { low: 12_100, high: 17_900 },
  ms: { low: 20_400, high: 44_100 },
  cap: 16,
  why: '15 lanes: one for each language',
});

describe('a card', () => {
  it('names the budget that a yes raises, in its lines and in its question', () => {
    const card: CardView = { ...CARD, kind: 'change', change: 'Added Korean', budgetUsd: 1, raiseUsd: 1.85 };
    expect(cardLines(card)).toContain('A yes raises the budget from $1.00 to $1.85; it never costs more than that.');
    expect(cardQuestion(card)).toBe('Change the plan to 15 lanes for $0.02 to $0.04, and raise the budget to $1.85?');
  });

  it('says lanes, models, tokens, cost, time and why', () => {
    expect(cardLines(CARD)).toEqual([
      '15 lanes on gpt-6-luna',
      'about 12k to 18k tokens, $0.02 to $0.04, 20 to 45 s, 15 lanes at once',
      '15 lanes: one for each language',
    ]);
    expect(cardQuestion(CARD)).toBe('Run 15 lanes for $0.02 to $0.04?');
  });

  it('says that a number is a guess and how far it may grow, what can not be known, and the cap', () => {
    const lines = cardLines({ ...CARD, guessed: true, most: 60, usd: null, budgetUsd: 2, cap: 8 });
    expect(lines[0]).toBe('about 15 lanes on gpt-6-luna');
    expect(lines[1]).toContain('cost unknown, 20 to 45 s, 8 lanes at once');
    expect(lines[3]).toMatch(/^It may grow to 60 lanes: /);
    expect(lines[4]).toBe('It never costs more than $2.00.');
    expect(cardLines({ ...CARD, budgetUsd: 0.03 }).at(-1)).toMatch(/may not be enough/);
  });

  it('says the unit of a time once, where both ends have the same', () => {
    const timeOf = (low: number, high: number, change: Partial<CardView> = {}) =>
      cardLines({ ...CARD, ms: { low, high }, ...change })[1]?.split('$0.04, ')[1];
    expect(timeOf(1_000, 2_000, { lanes: 5 })).toBe('1 to 2 s, 5 lanes at once');
    expect(timeOf(45_000, 75_000, { cap: 1 })).toBe('45 s to 1 min 15 s, a lane at a time');
    expect(timeOf(600_000, 900_000, { lanes: 1 })).toBe('10 to 15 min');
    expect(timeOf(60_000, 90_000, { lanes: 1 })).toBe('1 min to 1 min 30 s');
    expect(timeOf(300, 900, { lanes: 1 })).toBe('at most 1 s');
  });

  it('names several models, the change first, and asks what fits', () => {
    const models = [
      { name: 'a', lanes: 9 },
      { name: 'b', lanes: 3 },
      { name: null, lanes: 2 },
      { name: 'c', lanes: 1 },
    ];
    const card: CardView = { ...CARD, kind: 'change', change: 'Adds Korean', models };
    expect(cardLines(card).slice(0, 2)).toEqual(['Adds Korean', '15 lanes: 9 on a, 3 on b, 2 without a model, 1 on 1 other model']);
    expect(cardQuestion(card)).toBe('Change the plan to 15 lanes for $0.02 to $0.04?');
    expect(cardQuestion({ ...card, kind: 'more', guessed: true, most: 60 })).toContain('up to 60 lanes');
    expect(cardQuestion({ ...card, kind: 'sample' })).toContain('what should be different');
  });

  it('has at most 8 lines, none with a line break, whatever is in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 900 });
    const range = fc.record({ low: fc.nat(1e9), high: fc.nat(1e9) });
    const card = fc.record({
      kind: fc.constantFrom('plan', 'sample', 'change', 'more'),
      lanes: fc.nat(10_000),
      guessed: fc.boolean(),
      most: fc.nat(10_000),
      models: fc.array(fc.record({ name: fc.option(text), lanes: fc.nat(999) }), { maxLength: 6 }),
      tokens: range,
      usd: fc.option(range),
      ms: range,
      cap: fc.integer({ min: 1, max: 200 }),
      why: text,
      budgetUsd: fc.option(fc.double({ min: 0.001, max: 1_000, noNaN: true })),
      cheaper: fc.boolean(),
      raiseUsd: fc.option(fc.double({ min: 0.001, max: 1_000, noNaN: true })),
      change: fc.option(text),
    });
    fc.assert(
      fc.property(card as fc.Arbitrary<CardView>, (it) => {
        const lines = cardLines(it);
        expect(lines.length).toBeLessThanOrEqual(8);
        for (const line of [...lines, cardQuestion(it)]) {
          expect(line).not.toMatch(/[\n\r\u2028]/);
          expect(line).not.toBe('');
        }
      }),
    );
  });
});
