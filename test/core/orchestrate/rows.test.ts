import { describe, expect, it } from 'vitest';
import { readTableFiles } from '#core/deliver/out-file.ts';
import type { LanePlan, Output, StagePlan } from '#core/plan/plan.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { carryOut, type PlannedRun, toEachPlan, toLanePlan, toStagePlan } from '#test/fakes/planned-run.ts';

const LABEL: Output = { kind: 'label', labels: ['Bug', 'Wish'] };
const TICKETS = {
  columns: ['No', 'Title', 'Department'],
  rows: [
    ['007', 'It | crashes', 'Sales'],
    ['008', '=SUM(A1)', 'ops '],
    ['009', '[C1] more', ''],
    ['010', 'It burns', 'OPS'],
  ],
};
const sources = { S1: { title: 'tickets.csv', table: TICKETS } };

const rowLanes = (output: Output, table = TICKETS): LanePlan[] =>
  table.rows.map((row, index) => toLanePlan(`${row[1]}`, { prompt: `Row ${index + 1}.`, sources: [`S1#${index + 1}`], output }));
const labelled = (change: Partial<StagePlan> = {}): StagePlan =>
  toStagePlan('Labels', { lanes: rowLanes(LABEL), merge: 'table', rowName: 'Title', ...change });

const toLabel = ({ instruction }: ModelCall): string => (/^Row (1|4)\./.test(instruction) ? 'Bug' : 'Wish');
const isRow = ({ instruction }: ModelCall): boolean => instruction.startsWith('Row ');
const csvOf = async (run: PlannedRun): Promise<string> => {
  const [file] = await readTableFiles(run.runId, run.fanout.watch);
  expect(file?.name).toBe('table.csv');
  return new TextDecoder().decode(file?.bytes);
};

describe('lanes over rows', () => {
  it('have the row’s own columns before what is new, every cell of the person’s as it was, and none in the file a formula', async () => {
    const run = await carryOut([labelled()], toLabel, { sources });
    expect((await run.toEnd()).answer).toContain(
      [
        '| No | Title | Department | Label |',
        '| --- | --- | --- | --- |',
        '| 007 | It \\| crashes | Sales | Bug |',
        '| 008 | =SUM(A1) | ops | Wish |',
        '| 009 | [C1] more |  | Wish |',
        '| 010 | It burns | OPS | Bug |',
      ].join('\n'),
    );
    expect(await csvOf(run)).toBe(
      [
        'No,Title,Department,Label',
        '007,It | crashes,Sales,Bug',
        "008,'=SUM(A1),ops ,Wish",
        '009,[C1] more,,Wish',
        '010,It burns,OPS,Bug',
        '',
      ].join('\n'),
    );
  });

  it('fill what is empty where the rest is the same', async () => {
    const fields: Output = { kind: 'fields', fields: ['department', 'Size'] };
    const run = await carryOut(
      [toStagePlan('Fields', { lanes: rowLanes(fields), merge: 'table', rowName: 'Title' })],
      ({ instruction }) =>
        JSON.stringify({ department: ['Sales', 'ops', '=Legal', 'OPS'][Number(/\d/.exec(instruction)?.[0]) - 1], Size: '+1' }),
      { sources },
    );
    const { answer } = await run.toEnd();
    expect(answer).toContain('| 009 | [C1] more | =Legal | +1 |');
    expect(answer).toContain('| 008 | =SUM(A1) | ops | +1 |');
    expect(answer).not.toContain('Kept as they were');
    // What a model gave is no formula, wherever it stands.
    expect(await csvOf(run)).toContain("009,[C1] more,'=Legal,'+1\n");
  });

  it('are beside what is there where they differ, and how much that is is said', async () => {
    const table = {
      columns: ['No', 'Country'],
      rows: [
        ['1', 'Deutschland'],
        ['2', 'N/A'],
        ['3', 'France'],
        ['4', ''],
      ],
    };
    const lanes = table.rows.map(([no], index) =>
      toLanePlan(`${no}`, { sources: [`S1#${index + 1}`], output: { kind: 'fields', fields: ['country'] }, prompt: `Row ${no}.` }),
    );
    const run = await carryOut(
      [toStagePlan('Standardise', { lanes, merge: 'table', rowName: 'No' })],
      ({ instruction }) => JSON.stringify({ country: ['Germany', 'Peru', 'France', 'Chile'][Number(/\d/.exec(instruction)?.[0]) - 1] }),
      { sources: { S1: { title: 't.csv', table } } },
    );
    const { answer } = await run.toEnd();
    expect(answer).toContain('| 1 | Deutschland | Germany |\n| 2 | N/A | Peru |\n| 3 | France | France |\n| 4 |  | Chile |');
    expect(answer).toContain('*Kept as they were: 2 cells of “Country” (what was given instead is “Country 2”).*');
    expect(await csvOf(run)).toContain('No,Country,Country 2\n1,Deutschland,Germany\n');
  });

  it('whose name is taken already are beside it, and rows in two lanes are told apart', async () => {
    const table = { columns: ['Label', 'Lane'], rows: [['Old', 'x']] };
    const lanes = ['German', 'French'].map((title) => toLanePlan(title, { sources: ['S1#1'], output: LABEL }));
    const run = await carryOut([toStagePlan('Two', { lanes, merge: 'table' })], () => 'Bug', {
      sources: { S1: { title: 't.csv', table } },
    });
    expect((await run.toEnd()).answer).toContain(
      '| Label | Lane | Lane 2 | Label 2 |\n| --- | --- | --- | --- |\n| Old | x | German | Bug |\n| Old | x | French | Bug |',
    );
  });

  it('are shown narrow where the table is wide, with all columns in the file and for the next stage', async () => {
    const columns = ['Id', 'Company', 'Street', 'City', 'Phone', 'Mail', 'Note'];
    const table = {
      columns,
      rows: [columns.map((name) => (name === 'City' ? 'Bern' : `${name} 1`)), columns.map((name) => (name === 'City' ? '' : `${name} 2`))],
    };
    const fields: Output = { kind: 'fields', fields: ['City', 'Industry'] };
    const lanes = [1, 2].map((row) => toLanePlan(`Company ${row}`, { sources: [`S1#${row}`], output: fields }));
    const run = await carryOut(
      [
        toStagePlan('Fields', { lanes, merge: 'table', rowName: 'Row', shown: true }),
        toStagePlan('Report', { lanes: [toLanePlan('Report', { sources: ['R1'] })], shown: false }),
      ],
      (call) => (call.instruction.startsWith('Report') ? 'read' : '{"City": "Bern", "Industry": "steel"}'),
      { sources: { S1: { title: 'companies.csv', table } } },
    );
    const { answer } = await run.toEnd();
    expect(answer).toMatch(
      /^\| Company \| City \| Industry \|\n\| --- \| --- \| --- \|\n\| Company 1 \| Bern \| steel \|\n\| Company 2 \| Bern \| steel \|\n\n\*3 of 8 columns; the table’s file has all of them\.\*/,
    );
    expect(await csvOf(run)).toContain('Id,Company,Street,City,Phone,Mail,Note,Industry\n');
    expect(run.model.calls.at(-1)?.materials[0]?.text).toContain(
      '| Id 2 | Company 2 | Street 2 | Bern | Phone 2 | Mail 2 | Note 2 | steel |',
    );
  });

  it('are a table also where the run is stopped', async () => {
    const run = await carryOut([labelled()], (call) => (call.instruction.startsWith('Row 4.') ? { hang: true } : toLabel(call)), {
      sources,
    });
    await run.until(run.runId, (view) => view.ledger.done === 3);
    await run.fanout.steer(run.runId, { kind: 'stop' }, 'ann');
    expect((await run.toEnd()).answer).toContain('| 009 | [C1] more |  | Wish |\n\n---');
    expect(await csvOf(run)).toContain('009,[C1] more,,Wish\n');
  });

  it('have heads that no spreadsheet runs; and a file also while a lane is done again', async () => {
    const table = { columns: ['=No'], rows: [['1']] };
    const lanes = [toLanePlan('one', { sources: ['S1#1'], output: { kind: 'fields', fields: ['=Size'] } })];
    let next: string | { hang: true } = '{"=Size": "2"}';
    const run = await carryOut([toStagePlan('Sizes', { lanes, merge: 'table' })], () => next, {
      sources: { S1: { title: 't.csv', table } },
    });
    await run.toEnd();
    expect(await csvOf(run)).toBe("'=No,'=Size\n1,2\n");
    next = { hang: true };
    await run.fanout.steer(run.runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann');
    await run.until(run.runId, (view) => view.phase === 'running');
    expect(await csvOf(run)).toBe("'=No,'=Size\n1,2\n");
  });

  it('that gave nothing are missing from the table and stand in the account', async () => {
    const run = await carryOut([labelled()], (call) => (call.instruction.startsWith('Row 2.') ? 'neither' : toLabel(call)), { sources });
    const { answer } = await run.toEnd();
    expect(answer).not.toContain('| 008 |');
    expect(answer).toContain('- 2 =SUM(A1): failed');
  });
});

describe('a stage over the groups of a column', () => {
  const grouped = (change: Parameters<typeof toEachPlan>[0] = {}): StagePlan =>
    toStagePlan('Departments', { each: toEachPlan({ prompt: 'Sum up {item}.', one: 'department', by: 'department', ...change }) });
  const script = (call: ModelCall) => (isRow(call) ? toLabel(call) : `sum of ${call.materials.length}`);
  const groupCalls = (run: PlannedRun) => run.model.calls.filter((call) => !isRow(call));

  it('has a lane for each value in the order they come, with its rows and all their columns', async () => {
    const run = await carryOut([labelled(), grouped()], script, { sources });
    const view = await run.toEnd();
    expect(view.lanes.slice(4).map(({ title }) => title)).toEqual(['Sales', 'ops', '(none)']);
    const [sales, ops, none] = groupCalls(run);
    expect(sales?.instruction).toBe('Sum up the department in T2.1.1.');
    expect(ops?.materials).toMatchObject([
      {
        id: 'T2.1.2',
        title: 'Department: ops',
        text: '| No | Title | Department | Label |\n| --- | --- | --- | --- |\n| 008 | =SUM(A1) | ops | Wish |\n| 010 | It burns | OPS | Bug |',
      },
    ]);
    expect(none?.materials[0]?.text).toContain('| 009 | [C1] more |  | Wish |');
    expect(view.answer).toContain('## Sales\n\nsum of 1\n\n## ops\n\nsum of 1\n\n## (none)\n\nsum of 1\n\n---\n\n**7 lanes = 7 done**');
  });

  it('groups by what lanes found as well, also where that was not merged as a table', async () => {
    const run = await carryOut([labelled({ merge: 'ordered' }), grouped({ by: 'LABEL', one: 'label' })], script, { sources });
    const view = await run.toEnd();
    expect(view.lanes.slice(4).map(({ title }) => title)).toEqual(['Bug', 'Wish']);
    expect(groupCalls(run)[0]?.materials[0]?.text).toContain('| 010 | It burns | OPS | Bug |');
  });

  it('groups items with fields, each thing once, and a table among its sources where the stage before has no such column', async () => {
    const output: Output = { kind: 'items', fields: ['name', 'city'], count: null };
    const list = toStagePlan('List', { lanes: [toLanePlan('A', { output }), toLanePlan('B', { output })], merge: 'dedupe' });
    const items = '{"items": [{"name": "Acme", "city": "Bern"}, {"name": "Bolt", "city": "Basel"}, {"name": "Cog", "city": "bern"}]}';
    const run = await carryOut([list, grouped({ by: 'city', one: 'city' })], (call) => (/^[AB]\./.test(call.instruction) ? items : 'x'));
    await run.toEnd();
    expect(run.model.calls.at(2)?.materials[0]?.text).toBe('| name | city |\n| --- | --- |\n| Acme | Bern |\n| Cog | bern |');
    expect(run.model.calls).toHaveLength(4);

    const over = await carryOut([toStagePlan('Intro'), grouped({ sources: ['S1', 'R1'] })], (call) => script(call), { sources });
    const view = await over.toEnd();
    expect(view.lanes.map(({ title }) => title)).toEqual(['Intro', 'Sales', 'ops', '(none)']);
    // The whole table is not given to each.
    expect(over.model.calls.at(-1)?.materials.map(({ id }) => id)).toEqual(['R1', 'T2.1.3']);
  });

  it('takes no more lanes than its limit, and names what is left out', async () => {
    const run = await carryOut([labelled(), grouped({ limit: 1 })], script, { sources });
    const { answer } = await run.toEnd();
    expect(answer).toContain('*Left out 2 of 3 by “Department” (ops, (none)), with 3 rows: at most 1 lane comes from it.*');
  });

  it('is one lane over everything where there is no such column, and says so', async () => {
    const run = await carryOut([labelled(), grouped({ by: 'Country' })], script, { sources });
    const view = await run.toEnd();
    expect(view.lanes.slice(4).map(({ title }) => title)).toEqual(['every department']);
    const [call] = groupCalls(run);
    expect(call?.instruction).toBe('Sum up all of T2.1.1.');
    expect(call?.materials[0]?.text).toContain('| 010 | It burns | OPS | Bug |');
    expect(view.answer).toContain('*There is no column “Country” to group by: one lane goes over everything instead.*');

    const text = await carryOut([toStagePlan('Intro'), grouped()], () => 'a text');
    await text.toEnd();
    expect(text.model.calls.at(-1)?.materials).toMatchObject([{ id: 'T2.1.1', text: 'a text' }]);
  });

  it('does a group again whose rows changed, as the same lane, and no other', async () => {
    let late = 'Wish';
    const run = await carryOut([labelled(), grouped()], (call) => (call.instruction.startsWith('Row 2.') ? late : script(call)), {
      sources,
    });
    await run.toEnd();
    await run.fanout.steer(run.runId, { kind: 'tell', text: 'lane 6: shorter' }, 'ann');
    await run.toEnd();
    const calls = run.model.calls.length;
    late = 'Bug';
    const view = await run.retry(2);
    expect(run.model.calls).toHaveLength(calls + 2);
    expect(run.model.calls.at(-1)?.materials[0]?.text).toContain('| 008 | =SUM(A1) | ops | Bug |');
    // What it made of the old rows is not what it is to change.
    expect(run.model.calls.at(-1)?.materials.map(({ id }) => id)).not.toContainEqual(expect.stringMatching(/^L/));
    expect(view.lanes.map(({ title, status }) => `${title} ${status}`).slice(4)).toEqual(['Sales done', 'ops done', '(none) done']);
    expect(view.ledger).toMatchObject({ asked: 7, done: 7 });
  });

  it('brings back no group that a person dropped', async () => {
    let late = 'Wish';
    const run = await carryOut([labelled(), grouped()], (call) => (call.instruction.startsWith('Row 2.') ? late : script(call)), {
      sources,
    });
    await run.toEnd();
    await run.fanout.steer(run.runId, { kind: 'tell', text: 'drop lane 6' }, 'ann');
    await run.toEnd();
    late = 'Bug';
    const view = await run.retry(2);
    expect(view.lanes.map(({ title, status }) => `${title} ${status}`).slice(4)).toEqual(['Sales done', 'ops skipped', '(none) done']);
  });

  it('leaves out a group that is gone, and gets one that is new', async () => {
    let first = 'Bug';
    const run = await carryOut(
      [labelled(), grouped({ by: 'Label' })],
      (call) => (call.instruction.startsWith('Row 1.') || call.instruction.startsWith('Row 4.') ? first : script(call)),
      { sources },
    );
    await run.toEnd();
    first = 'Wish';
    const view = await run.retry(1, 4);
    expect(view.lanes.map(({ title, status }) => `${title} ${status}`).slice(4)).toEqual(['Bug skipped', 'Wish done']);
  });
});
