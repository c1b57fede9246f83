import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { Answered } from '#core/merge/answered.ts';
import { mergeResults } from '#core/merge/merge-results.ts';
import type { Output } from '#core/plan/plan.ts';
import type { MergeKind } from '#core/request.ts';
import type { Script } from '#test/fakes/scripted-model.ts';
import { createAsking } from './asking.ts';

const TEXT: Output = { kind: 'text' };
const counted = (count: number | null, fields: readonly string[] = []): Output => ({ kind: 'items', fields, count });
const row = (lane: number, text: string, output: Output = TEXT): Answered => ({
  lane,
  title: `L${lane}`,
  text,
  truncated: false,
  output,
  shown: [],
});

async function merge(
  kind: MergeKind,
  rows: readonly Answered[],
  {
    script = () => 'no call was due',
    key = null,
    missing = [],
    named = true,
  }: { script?: Script; key?: string | null; missing?: readonly Output[]; named?: boolean } = {},
) {
  const { asking, model } = createAsking(script);
  const outputs = [...rows.map((it) => it.output), ...missing];
  const given = named ? asking : { ...asking, model: { ...model, name: null } };
  const merged = await mergeResults(
    kind,
    { rows, outputs, wish: 'the wish', rowName: '', key },
    {
      asking: given,
      toReason: (error) => (error instanceof FanoutError ? error.userMessage : String(error)),
      sourceText: async () => null,
      sourceTitle: async (id) => id,
    },
  );
  return { ...merged, calls: model.calls.length };
}

describe('a merge of lists', () => {
  it('counts what is left, and cuts what is too much', async () => {
    const lists = [row(1, '["Acme","Bolt"]', counted(2)), row(2, '["ACME","Cog"]', counted(2))];
    expect(await merge('dedupe', lists)).toMatchObject({ text: '- Acme *(L1, L2)*\n- Bolt *(L1)*\n- Cog *(L2)*', note: '3 of 4.' });
    const more = await merge('dedupe', [row(1, '["Acme","Bolt","Cog"]', counted(2))]);
    expect(more).toMatchObject({ text: '- Acme\n- Bolt', note: '2 of the 3 that were found, as many as were asked for.' });
    // A lane that failed was asked for its share too.
    expect((await merge('dedupe', lists.slice(0, 1), { missing: [counted(2)] })).note).toBe('2 of 4.');
  });

  it('says which lanes found none, and which gave fewer than asked for', async () => {
    expect(await merge('dedupe', [row(1, '[]', counted(null)), row(2, '["a"]', counted(null))])).toMatchObject({
      text: '- a *(L2)*',
      note: '1 lane found none: L1.',
    });
    expect(await merge('dedupe', [row(1, '[]', counted(null))])).toMatchObject({ text: '*(none)*' });
    const ordered = await merge('ordered', [row(1, '["a","b"]', counted(5)), row(2, '[]', counted(null))]);
    expect(ordered.text).toBe('## L1\n\n- a\n- b\n\n## L2\n\n*(none)*');
    expect(ordered.note).toBe('Fewer than asked for: L1: 2 of 5.');
  });

  it('as a table joins by the key, and says so where no lane has it', async () => {
    const rows = [1, 2].map((lane) => row(lane, '[{"name":"Acme"}]', counted(null, ['name'])));
    expect((await merge('table', rows, { key: 'Name' })).text).toBe('| name | Found by |\n| --- | --- |\n| Acme | L1, L2 |');
    const unknown = await merge('table', rows, { key: 'price' });
    expect(unknown.table?.rows).toHaveLength(2);
    expect(unknown.note).toBe('No lane gave the column "price", so no rows were joined.');
  });
});

describe('a vote, or the best', () => {
  const long = (word: string): string => `${word} and `.repeat(60).trim();

  it('counts short answers without a model, and gives a chosen long one alone', async () => {
    const label: Output = { kind: 'label', labels: ['Bug', 'Other'] };
    const short = await merge('vote', [row(1, 'Bug', label), row(2, 'Other', label), row(3, 'Bug', label)]);
    expect(short).toMatchObject({ kind: 'vote', note: null, calls: 0 });
    expect(short.text).toMatch(/^\*\*Bug\*\*: 2 of 3\n/);
    expect(await merge('vote', [row(1, long('a')), row(2, long('b'))], { script: () => '{"number":2,"why":""}' })).toMatchObject({
      kind: 'vote',
      text: long('b'),
    });
  });

  it('judges in pairs, and falls back to the results themselves, saying why', async () => {
    const rows = [row(1, 'short'), row(2, 'much longer')];
    const fair: Script = (call) => JSON.stringify({ winner: (call.materials[0]?.text.length ?? 0) > 6 ? 'A' : 'B', why: '' });
    expect(await merge('best', rows, { script: fair })).toMatchObject({ kind: 'best', text: 'much longer', calls: 2 });
    const failed = await merge('best', rows, { script: () => new FanoutError('over_budget', 'no money') });
    expect(failed).toMatchObject({
      kind: 'ordered',
      text: '## L1\n\nshort\n\n## L2\n\nmuch longer',
      note: 'No best one: no money. The results stand one after another instead.',
    });
    expect(await merge('best', rows, { script: () => '{"winner":"A","why":""}' })).toMatchObject({
      kind: 'ordered',
      note: expect.stringMatching(/^None of 2 .* changed with the order/),
    });
    expect(await merge('best', rows, { named: false })).toMatchObject({
      kind: 'ordered',
      calls: 0,
      note: expect.stringMatching(/no model to judge/),
    });
  });

  it('of one result is that result', async () => {
    for (const kind of ['vote', 'best', 'digest'] as const)
      expect(await merge(kind, [row(1, 'alone')])).toMatchObject({ kind: 'ordered', text: 'alone', note: null, calls: 0 });
  });

  it('comes out the same whenever the texts and the answers are the same', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => row(n + 1, long(`w${n}`)));
    for (const kind of ['vote', 'best', 'dedupe', 'digest'] as const) {
      const script: Script = (call) =>
        JSON.stringify({
          winner: (call.materials[0]?.text ?? '') > (call.materials[1]?.text ?? '') ? 'A' : 'B',
          number: 3,
          same: [],
          why: '',
        });
      const [one, other] = [await merge(kind, rows, { script }), await merge(kind, rows, { script })];
      expect(one).toEqual(other);
    }
  });
});
