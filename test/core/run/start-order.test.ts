import { describe, expect, it } from 'vitest';
import type { Request } from '#core/request.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const short = (title: string): string => `Sum up ${title}.`;
const long = (title: string): string => `Sum up ${title}: ${'so much is to be read here '.repeat(3_000)}`;
const named = (instruction: string): string => /Sum up (\w+)/.exec(instruction)?.[1] ?? instruction;

/** The lanes in the order in which they were called, one after the other. */
async function startsOf(lanes: readonly string[], change: Partial<Request> = {}): Promise<string[]> {
  const called: string[] = [];
  const model = createScriptedModel(({ instruction }) => {
    called.push(named(instruction));
    return 'said';
  });
  const { fanout, clock } = createLab({ model, prices: FAKE_PRICES });
  await fanout.ask({ ...toTestRequest(lanes), cap: 1, approved: true, ...change }, 'run1');
  await clock.advance(60_000);
  return called;
}

describe('lanes that do not all go at once', () => {
  it('start with those that are likely to take longest, and otherwise as asked', async () => {
    expect(await startsOf([short('a'), long('b'), short('c'), long('d'), short('e')])).toEqual(['b', 'd', 'a', 'c', 'e']);
  });

  it('start as asked where they are about as long', async () => {
    expect(await startsOf([short('a'), short('bbbbbb'), short('cccccccccc'), short('d')])).toEqual(['a', 'bbbbbb', 'cccccccccc', 'd']);
  });

  it.each([
    ['a budget', { budgetUsd: 100 }],
    ['a quorum', { quorum: 0.9 }],
    ['a deadline', { deadlineMs: 3_600_000 }],
  ])('start as asked under %s, which many short ones meet better than a few long ones', async (_, change) => {
    expect(await startsOf([short('a'), long('b'), short('c')], change)).toEqual(['a', 'b', 'c']);
  });
});
