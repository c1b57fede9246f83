import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormList } from '#core/plan/form/read-form.ts';
import { overList } from '#core/plan/over/list.ts';
import type { Over } from '#core/plan/over/over.ts';

const toList = (items: readonly string[], change: Partial<FormList> = {}): FormList => ({
  items: items.map((text) => ({ title: text, text })),
  template: null,
  open: false,
  argued: false,
  each: true,
  ...change,
});

function over(list: FormList, inline = true, maxLanes = 100): Over {
  const made = overList(list, inline, { maxLanes });
  if ('code' in made) throw new Error(made.question);
  return made;
}

describe('the things of a list', () => {
  it('stand in the sentence where they are short names, else they are material', () => {
    const long = `${'Costs rose again. '.repeat(20)}The end.`;
    const { pieces, texts } = over(toList(['Paris', long, 'two\nlines']));
    expect(pieces.map(({ item, isNamed, sources }) => [item, isNamed, sources])).toEqual([
      ['Paris', true, []],
      ['the material', false, ['T1.2']],
      ['the material', false, ['T1.3']],
    ]);
    expect(texts.map(({ id, text }) => [id, text])).toEqual([
      ['T1.2', long],
      ['T1.3', 'two\nlines'],
    ]);
    expect(over(toList(['I love it', 'You go']), false).texts).toHaveLength(2);
  });

  it('have more than their name where they are rows or objects', () => {
    const { pieces, texts } = over(toList([], { items: [{ title: 'Bob', text: 'name: Bob\nage: 3' }] }));
    expect([pieces[0]?.title, texts[0]?.text]).toEqual(['Bob', 'name: Bob\nage: 3']);
  });

  it('are there once, and what was left out is owned up to', () => {
    const { pieces, account, notes } = over(toList(['New York', 'new  york', 'Rome', 'NEW YORK'], { open: true }));
    expect(pieces.map(({ title }) => title)).toEqual(['New York', 'Rome']);
    expect(account).toEqual(['Dropped 2 repeats: New York.', 'The list ends in “etc.”: only what it names was taken.']);
    expect(notes).toEqual([]);
  });

  it('are named where it can be argued what they are', () => {
    expect(over(toList(['Acme, Inc.', 'Beta'], { argued: true })).notes).toEqual(['Taken as the items: Acme, Inc. · Beta']);
    expect(over(toList([...'abcdefghij'], { argued: true })).notes[0]).toMatch(/ · h · …$/);
  });

  it('are too many over the limit', () => {
    expect(overList(toList(['a', 'b', 'c']), true, { maxLanes: 2 })).toMatchObject({ code: 'too_many_lanes' });
    expect(over(toList(['a', 'b', 'A']), true, 2).pieces).toHaveLength(2);
  });

  it('are all there, whatever they are: in a piece or in its material', () => {
    const items = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), {
      minLength: 1,
      maxLength: 20,
      selector: (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim(),
    });
    fc.assert(
      fc.property(items, fc.boolean(), (texts, inline) => {
        const made = over(toList(texts), inline);
        const held = made.pieces.map(({ item, isNamed, sources }) =>
          isNamed ? item : (made.texts.find(({ id }) => id === sources[0])?.text ?? ''),
        );
        expect(held).toEqual(texts);
      }),
    );
  });
});
