import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  createForm,
  toAmount,
  toChoice,
  toCount,
  toFlag,
  toFlagOrNull,
  toList,
  toRecord,
  toText,
  toTexts,
  toWords,
} from '#core/forms/answer-form.ts';
import { findJson } from '#core/forms/find-json.ts';

const any = (text: string): unknown => findJson(text, (value) => value);

describe('findJson', () => {
  it.each([
    ['alone', '{"a": 1}'],
    ['in a fence behind a sentence with braces', 'Here is the plan for {item}:\n```json\n{"a": 1}\n```'],
    ['with commas behind the last member', '{"a": 1,}'],
    ['behind thoughts', '<think>maybe {this} or [that]</think>\n{"a": 1}'],
    ['before a sentence with braces', '{"a": 1}\nIs {that} all?'],
  ])('reads an object %s', (_, text) => expect(any(text)).toEqual({ a: 1 }));

  it('keeps a comma before a bracket in a string', () => expect(any('{"a": "x,}", }')).toEqual({ a: 'x,}' }));
  it('reads a list', () => expect(any('The items: ["a", "b",]')).toEqual(['a', 'b']));
  it('takes no part of a value that was not accepted', () =>
    expect(findJson('{"a": {"b": 1}}', (value) => (Object.hasOwn(value as object, 'b') ? value : null))).toBeNull());

  it('finds every value, whatever prose stands around it', () => {
    const prose = fc.string().map((text) => text.replace(/[{}[\]"\\]/g, ''));
    fc.assert(
      fc.property(prose, fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), prose, (before, value, after) => {
        expect(any(`${before}${JSON.stringify(value)}${after}`)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes any text, and ends on brackets that nest without end', () => {
    fc.assert(fc.property(fc.string(), (text) => void any(text)));
    expect(any('['.repeat(200_000))).toBeNull();
    expect(any('{"a":'.repeat(50_000))).toBeNull();
  });
});

const FORM = createForm(
  'plan',
  toRecord({
    kind: toChoice(['one_call', 'fan_out'], { missing: 'one_call', also: { simple: 'one_call' }, kind: false }),
    why: toText(),
    lanes: toList(toRecord({ title: toWords(), sources: toTexts(), count: toCount(), shown: toFlag(true) })),
  }),
);

describe('createForm', () => {
  it('asks with all keys, no others and no limits', () => {
    expect(FORM.schema).toEqual({
      name: 'plan',
      schema: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['one_call', 'fan_out'] },
          why: { type: 'string' },
          lanes: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                title: { type: 'string' },
                sources: { type: 'array', items: { type: 'string' } },
                count: { type: ['integer', 'null'] },
                shown: { type: 'boolean' },
              },
              required: ['title', 'sources', 'count', 'shown'],
              additionalProperties: false,
            },
          },
        },
        required: ['kind', 'why', 'lanes'],
        additionalProperties: false,
      },
    });
  });

  it('reads what has only one meaning', () => {
    expect(FORM.read('Sure:\n```json\n{"Kind": "Simple", "lanes": {"title": "A", "sources": "S1", "count": "8"}}\n```')).toEqual({
      kind: 'read',
      value: { kind: 'one_call', why: '', lanes: [{ title: 'A', sources: ['S1'], count: 8, shown: true }] },
    });
  });

  it('says what can not be guessed, by its place', () => {
    expect(FORM.read('{"kind": "dance", "lanes": [{"title": "A"}, {"title": " "}]}')).toEqual({
      kind: 'problems',
      problems: ['kind: Invalid option: expected one of "one_call"|"fan_out"', 'lanes number 2 title: must be a string with words in it'],
    });
    expect(FORM.read('no')).toEqual({ kind: 'problems', problems: ['it is not one whole JSON object'] });
    expect(FORM.read('{"other": 1}').kind).toBe('problems');
  });

  it('has the default where a flag or an amount is an object, whatever members that has', () => {
    const flags = createForm('flags', toRecord({ a: toFlag(true), b: toFlagOrNull(), c: toAmount() }));
    const odd = { toString: 'x', valueOf: 1 };
    for (const value of [odd, [odd], { toString: {} }, {}, [], [true], [5]])
      expect(flags.read(JSON.stringify({ a: value, b: value, c: value }))).toEqual({
        kind: 'read',
        value: { a: true, b: null, c: null },
      });
    expect(flags.read('{"a": "No", "b": 1, "c": "2.5 dollars"}')).toEqual({ kind: 'read', value: { a: false, b: true, c: 2.5 } });
  });

  it('is a problem of the answer where its reader throws', () => {
    const broken = createForm(
      'broken',
      z.object({
        a: z.preprocess(() => {
          throw new TypeError('no');
        }, z.string()),
      }),
    );
    expect(broken.read('{"a": 1}').kind).toBe('problems');
  });

  it('takes an object of its keys with values of any kind, and throws at none', () => {
    const loose = createForm('loose', toRecord({ a: toText(), b: toTexts(), c: toCount(), d: z.boolean().nullable().catch(null) }));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (a, b, c) => {
        expect(['read', 'problems']).toContain(loose.read(JSON.stringify({ a, b, c })).kind);
      }),
    );
  });
});
