import { describe, expect, it } from 'vitest';
import { readTableFiles } from '#core/deliver/out-file.ts';
import { FanoutError } from '#core/errors.ts';
import { TEXT } from '#core/plan/plan.ts';
import { fileComment } from '#core/view/file-comment.ts';
import { carryOut, toEachPlan, toLanePlan, toStagePlan } from '#test/fakes/planned-run.ts';
import { runView } from '#test/fakes/views.ts';

/** Research, then a draft, then a review of it: the draft and the review are wanted. */
const stages = (shown: readonly (boolean | undefined)[] = [true, undefined, true]) =>
  [
    toStagePlan('Research', { lanes: [toLanePlan('Prices'), toLanePlan('Origins')] }),
    toStagePlan('Draft', { lanes: [toLanePlan('Draft', { sources: ['R1'] })] }),
    toStagePlan('Review', { lanes: [toLanePlan('Review', { sources: ['R1', 'R2'] })] }),
  ].map((stage, index) => ({ ...stage, ...(shown[index] !== undefined && { shown: shown[index] }) }));

const said: Readonly<Record<string, string>> = {
  Prices: '# Tea prices\n\nTea is dear.\n\n```\n# no heading',
  Origins: 'From China.',
  Draft: 'A post about tea.',
  Review: '## Verdict\n\nGood.\n\n| point | grade |\n| --- | --- |\n| tone | A |',
};
const script =
  (changes: Readonly<Record<string, string | FanoutError>> = {}) =>
  (call: { readonly instruction: string }) => {
    const name = /^(\w+)\./.exec(call.instruction)?.[1] ?? '';
    return changes[name] ?? said[name] ?? 'x';
  };
const failed = new FanoutError('content_filtered', 'the model declined');

describe('stages that are shown', () => {
  it('have a digest that fell back written again, also where it is not the last', async () => {
    let broken = true;
    const [research, draft] = stages([true, true]);
    if (research === undefined || draft === undefined) throw new Error('there are three');
    const run = await carryOut([{ ...research, merge: 'digest' }, draft], (call) => {
      if (call.instruction in said || /^(?:Prices|Origins|Draft)\./.test(call.instruction)) return script()(call);
      return broken ? failed : 'Both in one text.';
    });
    expect((await run.toEnd()).answer).toContain('From China.');
    broken = false;
    const calls = run.model.calls.length;
    expect(await run.fanout.steer(run.runId, { kind: 'merge' }, 'ann')).toBeNull();
    const view = await run.toEnd();
    expect(view.answer).toMatch(/Both in one text\.[\s\S]*A post about tea\./);
    expect(run.model.calls).toHaveLength(calls + 1);
    expect(await run.fanout.steer(run.runId, { kind: 'merge' }, 'ann')).toMatch(/merged as planned/);
  });

  it('stand in the answer in their order, each under its title, and the account once', async () => {
    const run = await carryOut(stages(), script());
    expect((await run.toEnd()).answer).toBe(
      [
        '## Research',
        '### Prices',
        '#### Tea prices',
        'Tea is dear.',
        '```\n# no heading\n```',
        '### Origins',
        'From China.',
        '## Review',
        '### Verdict',
        'Good.',
        '| point | grade |\n| --- | --- |\n| tone | A |',
        '---',
        '**4 lanes = 4 done**',
      ].join('\n\n'),
    );
  });

  it('is the last alone where the plan says nothing, or the only one, as it is', async () => {
    const last = await carryOut(stages([]), script());
    expect((await last.toEnd()).answer).toBe(`${said.Review}\n\n---\n\n**4 lanes = 4 done**`);
    const draft = await carryOut(stages([false, true, false]), script());
    expect((await draft.toEnd()).answer).toBe(`${said.Draft}\n\n---\n\n**4 lanes = 4 done**`);
  });

  it('that a run broke off before are said to be missing, and what is there of the others is shown', async () => {
    const run = await carryOut(stages(), script({ Review: failed }));
    const view = await run.toEnd();
    expect(view.answer).toContain('## Research\n\n### Prices');
    expect(view.answer).not.toContain('A post about tea');
    expect(view.answer).toContain('*Not in this answer: stage 3 of 3, Review. It gave no result.*');
    expect(view.outcome).toBe('partial');
  });

  it('none of which has a result leave the last that has one, with a note', async () => {
    const run = await carryOut(stages([false, false, true]), script({ Review: failed }));
    expect((await run.toEnd()).answer).toMatch(
      /^A post about tea\.\n[\s\S]*\*This is the result of stage 2 of 3: no later one gave any\.\*/,
    );
  });

  it('stand in an answer that is published early as far as they are, and in the next revision whole', async () => {
    const held = Promise.withResolvers<string>();
    const run = await carryOut(stages(), (call) => (call.instruction.startsWith('Review') ? held.promise : script()(call)), {
      request: { deadlineMs: 60_000, laneTimeoutMs: 3_600_000 },
    });
    const early = await run.until(run.runId, (view) => view.revision === 1);
    expect(early.answer).toMatch(/^## Research\n\n### Prices/);
    expect(early.answer).not.toContain('## Review');
    expect(early.answer).toMatch(/Published at the deadline\. Still at work: 4 Review\. This is stage 3 of 3\./);
    held.resolve('Good.');
    expect((await run.toEnd()).answer).toContain('## Review\n\nGood.');
  });

  it('are all that an early answer asks a model for', async () => {
    const [research, , review] = stages([true, false, true]);
    const two = {
      ...toStagePlan('Draft', { lanes: ['Draft', 'More', 'Other'].map((it) => toLanePlan(it)), merge: 'digest' }),
      shown: false,
    };
    const run = await carryOut(
      [research ?? two, two, review ?? two],
      (call) => (call.instruction.startsWith('Other') ? { hang: true } : script()(call)),
      { request: { deadlineMs: 60_000, laneTimeoutMs: 3_600_000 } },
    );
    const early = await run.until(run.runId, (view) => view.revision === 1);
    expect(early.answer).toMatch(/^## Research\n/);
    expect(run.model.calls.map(({ instruction }) => instruction)).toEqual(['Prices.', 'Origins.', 'Draft.', 'More.', 'Other.']);
  });

  it('stand in the answer of a run that was stopped', async () => {
    const run = await carryOut(stages(), (call) => (call.instruction.startsWith('Draft') ? { hang: true } : script()(call)));
    await run.until(run.runId, (view) => view.stage?.index === 2);
    await run.fanout.steer(run.runId, { kind: 'stop' }, 'ann');
    const view = await run.toEnd();
    expect(view.outcome).toBe('stopped');
    expect(view.answer).toMatch(/^## Research\n\n### Prices/);
    expect(view.answer).toContain('Not in this answer: stage 3 of 3, Review.');
  });

  it('are made again where a lane that they are built on is', async () => {
    let round = 1;
    const run = await carryOut(stages(), (call) => `${script()(call)} (${round})`);
    await run.toEnd();
    round = 2;
    const view = await run.retry(2);
    expect(view.revision).toBe(2);
    expect(view.answer).toContain('From China. (2)');
    // What was not asked for again stays.
    expect(view.answer).toContain('# no heading (1)');
    expect(view.answer).toMatch(/\(2\)\n\n---/);
  });

  it('give a file for each of their tables', async () => {
    const fields = { kind: 'fields', fields: ['price'] } as const;
    const table = (title: string, shown: boolean) =>
      toStagePlan(title, { shown, merge: 'table', lanes: [toLanePlan(`${title} one`, { output: fields })] });
    const run = await carryOut([table('Buyers', true), table('Hidden', false), table('Suppliers', true)], () => '{"price": "=1"}');
    await run.toEnd();
    const files = await readTableFiles(run.runId, run.fanout.watch);
    expect(files.map(({ name }) => name)).toEqual(['table 1 Buyers.csv', 'table 2 Suppliers.csv']);
    expect(new TextDecoder().decode(files[0]?.bytes)).toBe("Lane,price\nBuyers one,'=1\n");
    expect(fileComment(runView([], { revision: 2 }), 'table 1 Buyers.csv')).toBe('One of the tables of the answer, revision 2.');
  });
});

describe('what the answer owns up to', () => {
  it('stands in its account: what the plan says, and what a stage left out', async () => {
    const list = toLanePlan('List', { output: { kind: 'items', fields: [], count: null } });
    const plan = [
      toStagePlan('List', { lanes: [list], merge: 'dedupe' }),
      toStagePlan('Each', { each: toEachPlan({ limit: 2 }), lanes: [] }),
    ];
    const run = await carryOut(plan, (call) => (call.instruction.startsWith('List') ? '{"items": ["a", "b", "c"]}' : 'done'), {
      plan: { account: ['The link was not opened: nothing here can open links.'] },
    });
    const { answer } = await run.toEnd();
    expect(answer).toContain('*The link was not opened: nothing here can open links.*');
    expect(answer).toContain('*Left out 1 of 3: at most 2 lanes come from that list.*');
  });

  it('stands there once, also in a published answer and after the list was made again', async () => {
    let items = ['a', 'b', 'c'];
    const list = toLanePlan('List', { output: { kind: 'items', fields: [], count: null } });
    const plan = [
      toStagePlan('List', { lanes: [list], merge: 'dedupe' }),
      toStagePlan('Each', { each: toEachPlan({ limit: 2, output: TEXT }), lanes: [] }),
    ];
    const run = await carryOut(plan, (call) => (call.instruction.startsWith('List') ? JSON.stringify({ items }) : 'done'));
    expect((await run.toEnd()).answer).toMatch(/Left out 1 of 3/);
    items = ['a', 'b'];
    expect((await run.retry(1)).answer).not.toMatch(/Left out/);
  });
});
