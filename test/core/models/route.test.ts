import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksStrength, costOf, findLack, type Need, strengthOf } from '#core/models/fits.ts';
import { EMPTY_CATALOGUE, type ModelCard } from '#core/models/model-card.ts';
import { cheaper, routeLane } from '#core/models/route.ts';
import { cardOf, catalogueOf, needOf } from './cards.ts';

const dear = cardOf('dear', { price: { input: 2, output: 10 }, strength: 'large' });
const cheap = cardOf('cheap', { price: { input: 0.1, output: 0.5 }, strength: 'small', provider: 'two' });
const middle = cardOf('middle');

describe('a route', () => {
  it('goes to the cheapest model that fits, and says so in one line', () => {
    const { model, why } = routeLane(needOf(), catalogueOf([dear, middle, cheap]));
    expect({ model, why }).toEqual({ model: 'cheap', why: 'cheapest of 3 that fit: translation, 2.1k tokens' });
  });

  it('goes where a person said, whatever it costs, and nowhere else', () => {
    expect(routeLane(needOf({ chosen: 'house' }), catalogueOf([cheap, dear]))).toEqual({
      model: 'house',
      why: 'you chose it',
      fallbacks: [],
    });
  });

  it('names no model where there is nothing to choose from', () => {
    expect(routeLane(needOf(), EMPTY_CATALOGUE)).toMatchObject({ model: null, fallbacks: [] });
    expect(routeLane(needOf(), catalogueOf([middle]))).toMatchObject({ model: 'middle', why: expect.stringContaining('the only model') });
  });

  it.each<[string, Partial<ModelCard>, Partial<Need>]>([
    ['has no room for the text and its answer', { windowTokens: 2_000 }, {}],
    ['takes no pictures', { sees: false }, { pictures: true }],
    ['does not know the language', { languages: ['de', 'pt-BR'] }, { languages: ['de', 'pt'] }],
    ['is meant for other work', { works: ['extract'] }, {}],
    ['is too weak', {}, { work: 'write' }],
    ['is too weak for so much', { windowTokens: 1_000_000 }, { work: 'summarize', inputTokens: 30_001 }],
  ])('passes over a cheaper model that %s', (_, card, need) => {
    expect(routeLane(needOf(need), catalogueOf([dear, { ...cheap, ...card }])).model).toBe('dear');
  });

  it('takes a small model for a summary that is short, a language with its region, and a digest as a summary', () => {
    expect(routeLane(needOf({ work: 'summarize', inputTokens: 30_000 }), catalogueOf([dear, cheap])).model).toBe('cheap');
    const portuguese = { ...cheap, languages: ['pt', 'zh-Hant'] };
    expect(routeLane(needOf({ languages: ['pt-BR', 'ZH-hant'] }), catalogueOf([dear, portuguese])).model).toBe('cheap');
    const summaries = { ...middle, works: ['summarize'] as const };
    expect(routeLane(needOf({ work: 'digest' }), catalogueOf([dear, summaries, cheap])).model).toBe('middle');
  });

  it('follows the first rule of the configuration that fits, also to a model that seems weak', () => {
    const prefer = [
      { works: ['extract' as const], languages: null, models: ['middle'] },
      { works: null, languages: ['ja'], models: ['dear', 'middle'] },
      { works: ['write' as const], languages: null, models: ['cheap'] },
    ];
    const catalogue = catalogueOf([middle, cheap, { ...dear, sees: false }], { prefer });
    expect(routeLane(needOf({ languages: ['ja'] }), catalogue)).toMatchObject({
      model: 'dear',
      why: expect.stringMatching(/^preferred by your routing/),
    });
    expect(routeLane(needOf({ languages: ['ja'], pictures: true }), catalogue).model).toBe('middle');
    expect(routeLane(needOf({ work: 'write' }), catalogue).model).toBe('cheap');
    expect(routeLane(needOf({ languages: ['fr'] }), catalogue).model).toBe('cheap');
  });

  it('leaves a preferred model that is over the budget', () => {
    const prefer = [{ works: null, languages: null, models: ['dear'] }];
    const catalogue = catalogueOf([cheap, dear], { prefer });
    expect(routeLane(needOf({ budgetUsd: 1 }), catalogue).model).toBe('dear');
    expect(routeLane(needOf({ budgetUsd: 0.005 }), catalogue).model).toBe('cheap');
    expect(routeLane(needOf({ budgetUsd: 0.000_001 }), catalogue).why).toContain('over its share of the budget');
  });

  it('takes an unknown price last, and of those the default', () => {
    const unknown = [cardOf('a', { price: null }), cardOf('b', { price: null })];
    expect(routeLane(needOf(), catalogueOf([...unknown, dear])).model).toBe('dear');
    expect(routeLane(needOf(), catalogueOf(unknown))).toMatchObject({ model: 'a', why: expect.stringContaining('prices are unknown') });
  });

  it('ends at the default where nothing fits, and says what that lacks', () => {
    const blind = [dear, cheap].map((card) => ({ ...card, sees: false }));
    expect(routeLane(needOf({ pictures: true }), catalogueOf(blind))).toMatchObject({
      model: 'dear',
      why: 'none fits, so the default, which takes no pictures: translation, 2.1k tokens, pictures',
    });
    expect(routeLane(needOf({ work: 'write' }), catalogueOf([cheap])).why).toContain('too weak');
  });

  it('falls back to what is configured, then to another provider, at most twice', () => {
    const near = cardOf('near', { provider: 'two' });
    const catalogue = catalogueOf([middle, cheap, near, dear]);
    expect(routeLane(needOf(), catalogue)).toMatchObject({ model: 'cheap', fallbacks: ['middle', 'dear'] });
    expect(routeLane(needOf(), { ...catalogue, fallbacks: ['near', 'cheap'] }).fallbacks).toEqual(['near', 'middle']);
    expect(routeLane(needOf({ budgetUsd: 0.005 }), catalogue).fallbacks).toEqual(['middle', 'near']);
  });
});

describe('cheaper', () => {
  const catalogue = catalogueOf([dear, middle, cheap]);

  it('is the next model down, also one strength below what the work asks, and says so', () => {
    const need = needOf({ work: 'write' });
    const first = routeLane({ ...need, chosen: 'dear' }, catalogue);
    const second = cheaper(first, { ...need, chosen: 'dear' }, catalogue);
    expect(second).toMatchObject({ model: 'middle', why: expect.stringMatching(/^cheaper: writing/) });
    const third = second === null ? null : cheaper(second, need, catalogue);
    expect(third).toMatchObject({ model: 'cheap', why: expect.stringMatching(/^cheaper, may be weaker/) });
    expect(third === null ? 'none' : cheaper(third, need, catalogue)).toBeNull();
  });

  it('is nothing where the price is unknown or the model is none of the catalogue', () => {
    const route = { why: '', fallbacks: [] };
    expect(cheaper({ ...route, model: 'house' }, needOf(), catalogue)).toBeNull();
    expect(cheaper({ ...route, model: null }, needOf(), EMPTY_CATALOGUE)).toBeNull();
    expect(cheaper({ ...route, model: 'x' }, needOf(), catalogueOf([cardOf('x', { price: null }), cheap]))).toBeNull();
    expect(cheaper({ ...route, model: null }, needOf(), catalogue)?.model).toBe('middle');
  });
});

const amount = fc.constantFrom(0, 0.1, 0.5, 1, 2, 10);
const languages = fc.subarray(['de', 'fr', 'ja', 'pt', 'pt-BR']);
const works = fc.subarray(['translate', 'write', 'summarize', 'extract'] as const);
const card = fc.record({
  provider: fc.constantFrom('one', 'two', 'three'),
  windowTokens: fc.constantFrom(4_096, 32_000, 200_000),
  sees: fc.boolean(),
  strength: fc.constantFrom('small', 'medium', 'large'),
  languages: fc.option(languages),
  works: fc.option(works),
  price: fc.option(fc.record({ input: amount, output: amount })),
});
const cards = fc.array(card, { minLength: 1, maxLength: 6 }).map((list) => list.map((it, n): ModelCard => ({ ...it, name: `m${n}` })));
const need = fc.record({
  work: fc.constantFrom('translate', 'write', 'summarize', 'extract', 'digest'),
  inputTokens: fc.integer({ min: 0, max: 100_000 }),
  outputTokens: fc.integer({ min: 0, max: 20_000 }),
  pictures: fc.boolean(),
  languages,
  structured: fc.boolean(),
  budgetUsd: fc.option(fc.constantFrom(0.001, 0.1, 10)),
  chosen: fc.constant(null),
});
const names = fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2', 'm3'), { maxLength: 3 });

const fitsWell = (it: ModelCard, wanted: Need): boolean => findLack(it, wanted) === null && strengthOf(it) >= asksStrength(wanted);

describe('for any catalogue', () => {
  it('a model that fits is taken where there is one, none of those dearer than another that fits', () => {
    fc.assert(
      fc.property(cards, need, names, (list, wanted, fallbacks) => {
        const route = routeLane(wanted, catalogueOf(list, { fallbacks }));
        const taken = list.find(({ name }) => name === route.model);
        const fitting = list.filter((it) => fitsWell(it, wanted));
        if (fitting.length === 0) expect(route.model).toBe('m0');
        else {
          expect(fitting).toContain(taken);
          const cost = (it: ModelCard | undefined) => (it === undefined ? null : costOf(it, wanted)) ?? Number.POSITIVE_INFINITY;
          for (const other of fitting) expect(cost(taken)).toBeLessThanOrEqual(cost(other));
        }
        expect(route.why).not.toContain('\n');
      }),
    );
  });

  it('fallbacks can do the lane, are others than the model, and are at most two', () => {
    fc.assert(
      fc.property(cards, need, names, names, (list, wanted, fallbacks, models) => {
        const prefer = [{ works: null, languages: null, models }];
        const route = routeLane(wanted, catalogueOf(list, { fallbacks, prefer }));
        expect(route.fallbacks.length).toBeLessThanOrEqual(2);
        expect(new Set([...route.fallbacks, route.model]).size).toBe(route.fallbacks.length + 1);
        for (const name of route.fallbacks) {
          const it = list.find((other) => other.name === name);
          expect(it === undefined ? 'unknown' : findLack(it, wanted)).toBeNull();
        }
      }),
    );
  });

  it('cheaper is cheaper each time, and ends', () => {
    fc.assert(
      fc.property(cards, need, (list, wanted) => {
        const catalogue = catalogueOf(list);
        const costs: number[] = [];
        for (
          let route = cheaper(routeLane(wanted, catalogue), wanted, catalogue);
          route !== null;
          route = cheaper(route, wanted, catalogue)
        ) {
          const taken = list.find(({ name }) => name === route?.model);
          expect(taken === undefined ? 'unknown' : findLack(taken, wanted)).toBeNull();
          costs.push(taken === undefined ? Number.NaN : (costOf(taken, wanted) ?? Number.NaN));
          expect(costs.length).toBeLessThanOrEqual(list.length);
        }
        expect(costs).toEqual([...new Set(costs)].toSorted((a, b) => b - a));
      }),
    );
  });
});
