import { describe, expect, it } from 'vitest';
import { chooseMostConsistent, findSamePairs, judgePair } from '#core/merge/judge.ts';
import { createAsking } from './asking.ts';

const PAIRS = [
  ['Acme', 'ACME Ltd'],
  ['Bolt', 'Nut'],
] as const;

describe('a judge', () => {
  it.each([
    ['{"winner": "B", "why": "it is right"}', 'B'],
    ['In {short}:\n```json\n{"Winner": "text b",}\n```', 'B'],
    ['{"winner": "neither"}', 'tie'],
  ])('that says %s means %s', async (answer, verdict) => {
    const { asking, model } = createAsking(() => answer);
    expect(await judgePair('one', 'other', 'wish', asking)).toBe(verdict);
    expect(model.calls).toHaveLength(1);
    expect(model.calls[0]?.schema?.schema).toMatchObject({ required: ['winner', 'why'], additionalProperties: false });
  });

  it('names a text by its number, however it writes that', async () => {
    for (const number of ['2', '"2"', '"A2"'])
      expect(await chooseMostConsistent(['x', 'y', 'z'], '', createAsking(() => `{"number": ${number}}`).asking)).toBe(1);
  });

  it('names pairs that there are, each once, and nothing else by what is no number', async () => {
    const found = async (same: string) => await findSamePairs(PAIRS, createAsking(() => `{"same": ${same}}`).asking);
    expect(await found('[2, "1", 2, 9]')).toEqual([1, 0]);
    expect(await found('[true, [1], {}, "x"]')).toEqual([]);
    expect(await found('null')).toEqual([]);
    expect(await found('2')).toEqual([1]);
  });

  it('is told once what is wrong with its answer', async () => {
    const { asking, model } = createAsking((_, n) => (n === 1 ? '{"number": 7, "why": "x"}' : '{"number": 3}'));
    expect(await chooseMostConsistent(['x', 'y', 'z'], 'wish', asking)).toBe(2);
    expect(model.calls).toHaveLength(2);
    expect(model.calls[1]?.instruction).toMatch(/could not be used:\n- number: must be a number from 1 to 3\n/);
    const stubborn = createAsking(() => 'the third');
    await expect(chooseMostConsistent(['x', 'y', 'z'], '', stubborn.asking)).rejects.toMatchObject({ code: 'wrong_output' });
    expect(stubborn.model.calls).toHaveLength(2);
  });
});
