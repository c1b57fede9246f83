import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOutput, readFields, toOutputRule, toOutputSchema } from '#core/lanes/output.ts';

const label = { kind: 'label', labels: ['Bug', 'Feature request', 'Other'] } as const;
const fields = { kind: 'fields', fields: ['industry', 'size'] } as const;

describe('a label', () => {
  it.each([
    ['Bug', 'Bug'],
    ['bug', 'Bug'],
    [' "Feature Request". ', 'Feature request'],
    ['**Other**', 'Other'],
  ])('%j is taken as %s', (text, expected) => {
    expect(checkOutput(label, text)).toBe(expected);
  });

  it.each(['', 'A bug, I think', 'Bug or Other', 'Nonsense'])('%j is no label, and is asked again', (text) => {
    expect(() => checkOutput(label, text)).toThrow(expect.objectContaining({ code: 'wrong_output', retry: { kind: 'again', afterMs: 0 } }));
  });
});

describe('fields', () => {
  it('are found in fences and sentences, in any case and order, as strings', () => {
    const text = 'Sure:\n```json\n{"Size": 12, "industry": ["steel", "paper"], "more": true}\n```';
    expect(readFields(checkOutput(fields, text))).toEqual({ industry: 'steel; paper', size: '12' });
    expect(readFields(checkOutput(fields, '{"industry": null, "size": ""}'))).toEqual({ industry: '', size: '' });
    expect(readFields(checkOutput(fields, 'The row {company}:\n{"industry": "steel", "size": 8, }'))).toEqual({
      industry: 'steel',
      size: '8',
    });
  });

  it('that were left out are not told', () => {
    expect(readFields(checkOutput(fields, '{"industry": "x"}'))).toEqual({ industry: 'x', size: '' });
  });

  it.each(['', 'none', '{"industry": "x", "headcount": 8}', '{"other": "x"}', '{}', '{broken', '[1, 2]'])('%j is asked again', (text) => {
    expect(() => checkOutput(fields, text)).toThrow(expect.objectContaining({ code: 'wrong_output' }));
  });

  it('are told apart from anything without breaking', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          readFields(checkOutput(fields, text));
        } catch (error) {
          expect(error).toMatchObject({ code: 'wrong_output' });
        }
      }),
    );
  });
});

it('what is asked for is what is checked: the rule names every label and field', () => {
  for (const name of label.labels) expect(toOutputRule(label, true)).toContain(name);
  for (const name of fields.fields) expect(toOutputRule(fields, true)).toContain(name);
  expect(toOutputRule({ kind: 'text' }, true)).toBe('');
  expect(toOutputSchema({ kind: 'text' })).toBeNull();
  expect(checkOutput(label, '{"label": "bug"}')).toBe('Bug');
  expect(checkOutput({ kind: 'label', labels: ['1', '2'] }, '{"label": 2}')).toBe('2');
});

it.each([fields, { kind: 'items', ...{ fields: ['industry'], count: null } } as const])(
  'a value of %j comes from the material, or from what is known',
  (output) => {
    expect(toOutputRule(output, true)).toContain('"" where the material does not tell');
    expect(toOutputRule(output, false)).toContain('from what you know; "" where you do not know it');
    expect(toOutputRule(output, false)).not.toContain('material');
  },
);
