import { describe, expect, it } from 'vitest';
import { readForEach } from '#core/plan/form/for-each.ts';

const seen = (text: string) => {
  const found = readForEach(text);
  return found === null ? null : { items: found.items.map(({ title }) => title), template: found.template, plain: found.plain };
};

describe('a task for each of several things', () => {
  it.each([
    ['for each of Paris, Rome and Oslo: describe it', ['Paris', 'Rome', 'Oslo'], 'For {item}: describe it', true],
    ['for each of Paris and Rome: write a slogan', ['Paris', 'Rome'], 'For {item}: write a slogan', false],
    ['for each of these words: sky, sea, sun: define it', ['sky', 'sea', 'sun'], 'For {item}: define it', true],
    ['for weeks 1-3: write a plan', ['week 1', 'week 2', 'week 3'], 'For {item}: write a plan', false],
    ['for each of 2019 to 2021: describe it', ['2019', '2020', '2021'], 'For {item}: describe it', true],
    ['for Paris and Rome: describe them', ['Paris', 'Rome'], 'For {item}: describe them', true],
    ['for each of “a, b” and “c”: explain it', ['a, b', 'c'], 'For {item}: explain it', true],
    ['for each of Acme, Inc. and Beta, Inc.: describe it', ['Acme, Inc.', 'Beta, Inc.'], 'For {item}: describe it', true],
    ['für jede von Berlin, Hamburg und München: beschreibe sie', ['Berlin', 'Hamburg', 'München'], 'Für {item}: beschreibe sie', true],
    ['pour chacun de Paris et Rome : rédige un slogan', ['Paris', 'Rome'], 'Pour {item} : rédige un slogan', false],
    ['para cada uno de Madrid y Roma: describe', ['Madrid', 'Roma'], 'Para {item}: describe', true],
    ['per ognuno di Roma e Milano: descrivi', ['Roma', 'Milano'], 'Per {item}: descrivi', true],
    ['для каждого из Москва и Омск: опиши', ['Москва', 'Омск'], 'Для {item}: опиши', true],
    ['对以下每个：北京、上海：解释', ['北京', '上海'], '对于{item}：解释', true],
    ['write a slogan for each of Paris and Rome', ['Paris', 'Rome'], 'write a slogan for {item}', false],
    ['write a haiku about each of these: cats, dogs and owls', ['cats', 'dogs', 'owls'], 'write a haiku about {item}', false],
    [
      'describe each of these cities: Paris, Rome and Oslo',
      ['Paris', 'Rome', 'Oslo'],
      'Describe each of these cities.\n\n(For {item} alone.)',
      false,
    ],
    ['- Paris\n- Rome\n\nWrite a slogan for each of these', ['Paris', 'Rome'], 'Write a slogan for {item}', false],
    [
      'Schreibe einen Slogan für jede von:\n- Bern\n- Wien',
      ['Bern', 'Wien'],
      'Schreibe einen Slogan für jede von.\n\n(Nur für: {item}.)',
      false,
    ],
  ])('is read: %j', (text, items, template, plain) => expect(seen(text)).toEqual({ items, template, plain }));

  it.each([
    'for example: describe it',
    'for Paris: describe it',
    'for each letter: describe it',
    'for Portland, Maine: describe it',
    'for each of Paris and Rome',
    'write a poem about cats, dogs and birds',
    'for (let i = 0; i < 3; i++) { call(a, b); }',
    'write an e-mail with:\n- tea\n- milk',
  ])('is not made up: %j', (text) => expect(seen(text)).toBeNull());

  it('says where a list may end otherwise than it seems', () => {
    expect(readForEach('write a bio for each of Ann, Bob and Cy in French')).toMatchObject({ argued: true });
    expect(readForEach('for each of Paris, Rome, etc.: describe it')).toMatchObject({ open: true });
  });
});
