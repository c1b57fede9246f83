import { describe, expect, it } from 'vitest';
import type { LanePlan, Output } from '#core/plan/plan.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { carryOut, toEachPlan, toLanePlan, toStagePlan } from '#test/fakes/planned-run.ts';

const CLAIMS: Output = { kind: 'claims' };
const SOURCES = {
  S1: { title: 'may.md', text: 'In May sales rose by 3 %. Costs fell.' },
  S2: { title: 'june.md', text: 'In June the plant stood still. Prices doubled.' },
};

const claims = (title: string, ...sources: readonly string[]): LanePlan => toLanePlan(title, { sources, output: CLAIMS });
const says = (text: string, ...list: readonly (readonly [string, string])[]): string =>
  JSON.stringify({ text, claims: list.map(([source, quote]) => ({ text: '', source, quote })) });

const FACTS: Readonly<Record<string, string>> = {
  May: says('Sales rose [1]. Costs fell [2].', ['S1', 'sales rose by 3 %'], ['S1', 'Costs fell']),
  June: says('The plant stood still [1].', ['S2', 'the plant stood still']),
};
const nameOf = ({ instruction }: ModelCall): string => /^(\w+)\./.exec(instruction)?.[1] ?? '';
const isDigest = ({ instruction }: ModelCall): boolean => instruction.startsWith('Write one text out of');
const found = toStagePlan('Facts', { lanes: [claims('May', 'S1'), claims('June', 'S2')] });
const writer = (title: string, change: Partial<LanePlan> = {}): LanePlan => toLanePlan(title, { sources: ['R1'], ...change });

describe('marks of claims', () => {
  it('survive into a writer’s text: known ones are kept, unknown ones removed and counted, and the list stands at the end', async () => {
    const run = await carryOut(
      [found, toStagePlan('Post', { lanes: [writer('Post')] })],
      (call) => FACTS[nameOf(call)] ?? 'It stood still [C3], though sales rose [C1, C9]. All is well [2] [C77].\n\n```\nrows[1]\n```',
      { sources: SOURCES },
    );
    const { answer } = await run.toEnd();
    expect(answer).toBe(
      [
        'It stood still [1], though sales rose [2]. All is well.',
        '```\nrows[1]\n```',
        '**Sources**',
        '1. june.md: “the plant stood still”\n2. may.md: “sales rose by 3 %”',
        '---',
        '**3 lanes = 3 done**',
        '*3 citations that name no claim left out.*',
      ].join('\n\n'),
    );
    const call = run.model.calls.at(-1);
    expect(call?.instruction).toMatch(/Marks like \[C12\] say where a statement is from\. Keep each behind .* make none of your own/);
    expect(call?.materials[0]?.text).toBe(
      [
        '## May\n\nSales rose [C1]. Costs fell [C2].',
        '## June\n\nThe plant stood still [C3].',
        'Where the marks are from:\n[C1] may.md: “sales rose by 3 %”\n[C2] may.md: “Costs fell”\n[C3] june.md: “the plant stood still”',
      ].join('\n\n'),
    );
    // Lanes without marked material hear nothing of marks.
    expect(run.model.calls[0]?.instruction).not.toContain('C12');
  });

  it('are numbered by first use over all that is shown, with one list at the end of the last', async () => {
    const run = await carryOut(
      [
        { ...found, shown: true },
        toStagePlan('Notes', { lanes: [claims('More', 'R1', 'S2')] }),
        toStagePlan('Post', { lanes: [writer('Post', { sources: ['R1', 'R2'] })], shown: true }),
      ],
      (call) => {
        const name = nameOf(call);
        if (name === 'More')
          return says('Prices doubled [1]; it stood still [2].', ['S2', 'Prices doubled'], ['S2', 'the plant stood still']);
        return FACTS[name] ?? 'Prices doubled [C4]. Still [C3].';
      },
      { sources: SOURCES },
    );
    const { answer } = await run.toEnd();
    expect(answer).toContain(
      '### May\n\nSales rose [1]. Costs fell [2].\n\n### June\n\nThe plant stood still [3].\n\n## Post\n\nPrices doubled [4]. Still [3].',
    );
    expect(answer?.match(/\*\*Sources\*\*/g)).toHaveLength(1);
    expect(answer).toMatch(/\n3\. june\.md: “the plant stood still”\n4\. june\.md: “Prices doubled”\n\n---/);
  });

  it('that a lane was not shown are none, though another stage has them', async () => {
    const run = await carryOut(
      [
        found,
        toStagePlan('More', { lanes: [claims('More', 'S2')] }),
        toStagePlan('Post', { lanes: [writer('Post', { sources: ['R2'] })] }),
      ],
      (call) =>
        nameOf(call) === 'More' ? says('Doubled [1].', ['S2', 'Prices doubled']) : (FACTS[nameOf(call)] ?? 'Doubled [C4], rose [C1].'),
      { sources: SOURCES },
    );
    const { answer } = await run.toEnd();
    expect(answer).toMatch(/^Doubled \[1\], rose\.\n\n\*\*Sources\*\*\n\n1\. june\.md: “Prices doubled”\n\n---/);
    expect(answer).toContain('1 citation that names no claim left out.');
  });

  it('go up a digest of a later stage, and through claims about an earlier result', async () => {
    const run = await carryOut(
      [found, toStagePlan('Views', { lanes: [writer('One'), writer('Two', { output: CLAIMS })], merge: 'digest' })],
      (call) => {
        if (isDigest(call)) return call.materials.map((it) => it.text).join(' ');
        if (nameOf(call) === 'One') return 'Up [C1].';
        if (nameOf(call) === 'Two') return says('Down [1].', ['R1', 'Costs fell [C2]']);
        return FACTS[nameOf(call)] ?? '';
      },
      { sources: SOURCES },
    );
    const { answer } = await run.toEnd();
    const digest = run.model.calls.find(isDigest);
    expect(digest?.instruction).toContain('Marks like [C12]');
    expect(digest?.materials.map(({ text }) => text)).toEqual(['Up [C1].', 'Down [C2].']);
    expect(answer).toMatch(/^Up \[1\]\. Down \[2\]\.\n\n\*\*Sources\*\*\n\n1\. may\.md: “sales rose by 3 %”\n2\. may\.md: “Costs fell”\n/);
  });

  it('go with the items of a list, and into the cells of a table and of its file', async () => {
    const run = await carryOut(
      [
        toStagePlan('Facts', { lanes: [claims('May', 'S1')], merge: 'dedupe' }),
        toStagePlan('Each', {
          each: toEachPlan({ prompt: 'Grade {item}.', one: 'fact', output: { kind: 'fields', fields: ['grade'] } }),
          merge: 'table',
          rowName: 'Fact',
        }),
      ],
      (call) => {
        if (nameOf(call) === 'May') return says('- Sales rose [1]\n- Costs fell [2]', ['S1', 'sales rose by 3 %'], ['S1', 'Costs fell']);
        const [mark] = call.materials[0]?.text.match(/\[C\d\]/) ?? [];
        return JSON.stringify({ grade: `good ${mark} [C8]` });
      },
      { sources: SOURCES },
    );
    const view = await run.toEnd();
    expect(view.lanes.map(({ title }) => title)).toEqual(['May', 'Sales rose', 'Costs fell']);
    expect(view.answer).toContain(
      '| Fact | grade |\n| --- | --- |\n| Sales rose | good [1] |\n| Costs fell | good [2] |\n\n**Sources**\n\n1. may.md',
    );
    expect(view.answer).toContain('2 citations that name no claim left out.');
    const [table] = await run.fanout.watch.tables(run.runId);
    expect(table?.table.rows).toEqual([
      ['Sales rose', 'good [1]'],
      ['Costs fell', 'good [2]'],
    ]);
  });

  it('of things that several lanes found stand together', async () => {
    const lanes = [claims('May', 'S1'), claims('Again', 'S1')];
    const run = await carryOut(
      [toStagePlan('Facts', { lanes, merge: 'dedupe' })],
      (call) =>
        nameOf(call) === 'May'
          ? says('- Costs fell [1]', ['S1', 'Costs fell'])
          : says('- costs fell. [1]\n- Sales rose [2]', ['S1', 'Costs fell.'], ['S1', 'sales rose by 3 %']),
      { sources: SOURCES },
    );
    expect((await run.toEnd()).answer).toMatch(
      /^- Costs fell \[1\] \*\(May, Again\)\*\n- Sales rose \[2\] \*\(Again\)\*\n\n\*\*Sources\*\*/,
    );
  });

  it('mean the same after a lane was done again: none is given to another source, and what did not change is not asked again', async () => {
    let round = 1;
    const plan = [
      toStagePlan('Facts', { lanes: [claims('May', 'S1'), claims('June', 'S2')], merge: 'dedupe' }),
      toStagePlan('Each', { each: toEachPlan({ prompt: 'Tell of {item}.', one: 'fact' }) }),
    ];
    const run = await carryOut(
      plan,
      (call) => {
        const name = nameOf(call);
        if (name === 'May')
          return round === 1 ? says('- Costs fell [1]', ['S1', 'Costs fell']) : says('- It rose [1]', ['S1', 'sales rose by 3 %']);
        if (name === 'June') return says('- It stood still [1]', ['S2', 'the plant stood still']);
        return `So it is ${call.materials[0]?.text.match(/\[C\d\]/)?.[0]}`;
      },
      { sources: SOURCES },
    );
    expect((await run.toEnd()).answer).toContain('1. may.md: “Costs fell”\n2. june.md: “the plant stood still”');
    const calls = run.model.calls.length;
    round = 2;
    const view = await run.retry(1);
    // The lane, and the one item that is new: the other kept its mark, and so its result.
    expect(run.model.calls).toHaveLength(calls + 2);
    expect(view.answer).toContain('## It stood still\n\nSo it is [1]\n\n## It rose\n\nSo it is [2]');
    expect(view.answer).toContain('1. june.md: “the plant stood still”\n2. may.md: “sales rose by 3 %”');
  });

  it('in runs where nobody cites are text', async () => {
    const run = await carryOut(
      [toStagePlan('Chapters', { shown: true }), toStagePlan('Post', { lanes: [writer('Post')], shown: true })],
      () => 'See [C1] and [1].',
    );
    expect((await run.toEnd()).answer).toContain('## Chapters\n\nSee [C1] and [1].\n\n## Post\n\nSee [C1] and [1].\n\n---');
  });
});
