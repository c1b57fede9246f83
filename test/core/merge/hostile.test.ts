import { describe, expect, it } from 'vitest';
import { toAnswer } from '#core/merge/answer.ts';
import { toReadable } from '#core/merge/answered.ts';
import { isQuoted, toQuotable } from '#core/merge/claims/find-quote.ts';
import { groupSizes } from '#core/merge/digest.ts';
import { findSamePairs } from '#core/merge/judge.ts';
import { mergeOrdered } from '#core/merge/ordered.ts';
import { hasColumn, mergeTable, toMarkdownTable } from '#core/merge/table.ts';
import { countVotes } from '#core/merge/vote.ts';
import type { Output } from '#core/plan/plan.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';
import { createAsking } from './asking.ts';

const ledger = { asked: 2, done: 2, failed: 0, timedOut: 0, skipped: 0, cancelled: 0 };
const section = (lane: number, text: string, truncated = false) => ({ lane, title: `L${lane}`, text, truncated });
const fields = (lane: number, row: Readonly<Record<string, string>>) => ({
  ...section(lane, JSON.stringify(row)),
  output: { kind: 'fields', fields: Object.keys(row) } as Output,
  shown: [],
});
const quick = (work: () => unknown): void => {
  const cpuMs = watchCpu();
  work();
  expect(cpuMs()).toBeLessThan(10_000);
};

describe('an answer of a lane', () => {
  it('hides nothing that stands below it in a fence that it leaves open', () => {
    const merged = mergeOrdered([section(1, '```ts\nlet a'), section(2, 'Fine.'), section(3, '~~~\ncut', true)], 3);
    expect(merged).toContain('let a\n```\n\n## L2');
    expect(merged).toContain('cut\n~~~\n\n*(cut short');
    expect(toAnswer({ merged: 'x\n```\nopen', ledger, missing: [], notes: [] })).toContain('open\n```\n\n---\n\n**2 lanes');
  });

  it('turns no line around, as an answer or a title', () => {
    expect(countVotes([{ title: 'a', text: 'yes\u202e no' }])).toMatch(/^\*\*yes no\*\*/);
    expect(mergeOrdered([{ ...section(1, 'a'), title: 'x\u202ey\u0007' }], 2)).toBe('## xy\n\na');
  });

  it('makes no lines of its fields beside its own', () => {
    expect(toReadable(fields(1, { Name: 'Tea\n- Price: free' })).text).toBe('- Name: Tea - Price: free');
  });
});

describe('a table', () => {
  it('takes columns of any name, also where some lanes do not have them', () => {
    const rows = [fields(1, { constructor: 'a', __proto__x: 'b' }), fields(2, { toString: 'c' })];
    expect(mergeTable(rows, '')).toEqual({
      columns: ['Lane', 'constructor', '__proto__x', 'toString'],
      rows: [
        ['L1', 'a', 'b', ''],
        ['L2', '', '', 'c'],
      ],
    });
  });

  it('has one column for what lanes write in another case or width, and joins by it', () => {
    const rows = [fields(1, { Company: 'Acme', Price: '1' }), fields(2, { ＰＲＩＣＥ: '1', company: 'ＡＣＭＥ' })];
    expect(hasColumn(rows, 'COMPANY')).toBe(true);
    expect(mergeTable(rows, '', 'COMPANY')).toEqual({ columns: ['Company', 'Price', 'Found by'], rows: [['Acme', '1', 'L1, L2']] });
    expect(mergeTable([fields(1, { a: '1', b: '2', A: '' })], '').columns).toEqual(['Lane', 'a', 'b']);
    expect(mergeTable([fields(1, { a: '1', b: '2', A: '' })], '').rows).toEqual([['L1', '1', '2']]);
  });

  it('is made in no time of cells that are mostly spaces', () => {
    quick(() => expect(toMarkdownTable({ columns: ['a'], rows: [[`x${' '.repeat(300_000)}y \n\n z`]] })).toContain('| x y<br>z |'));
  });
});

describe('what a model is asked', () => {
  it('takes only numbers for pairs', async () => {
    const pairs = [['a', 'b'] as const, ['c', 'd'] as const];
    const { asking } = createAsking(() => '{"same": [true, [1], null, "2"]}');
    expect(await findSamePairs(pairs, asking)).toEqual([1]);
  });

  it('fits its window with what stands around thousands of short results', () => {
    expect(groupSizes(new Array<number>(5_000).fill(10), 200_000).length).toBeGreaterThan(1);
    expect(groupSizes([10, 10, 10], 100)).toEqual([3]);
  });
});

it('a quote of any length is looked for', () => {
  quick(() => expect(isQuoted('word '.repeat(400_000), toQuotable('some other text'))).toBe(false));
});
