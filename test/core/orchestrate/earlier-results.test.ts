import { describe, expect, it } from 'vitest';
import type { StagePlan } from '#core/plan/plan.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { carryOut, toEachPlan, toLanePlan, toStagePlan } from '#test/fakes/planned-run.ts';

const list = toStagePlan('List', {
  lanes: [toLanePlan('List', { output: { kind: 'items', fields: [], count: null } })],
  merge: 'dedupe',
});
/** A report, a list, and a page for each of the list that has the report as well. */
const plan: readonly StagePlan[] = [
  toStagePlan('Report', { lanes: [toLanePlan('Report')] }),
  list,
  toStagePlan('Pages', { each: toEachPlan({ prompt: 'Write a page on {item}.', one: 'supplier', sources: ['R1'] }) }),
];

describe('results of earlier stages', () => {
  const started = async (changes: Partial<Record<'items' | 'report', () => string>> = {}) => {
    const { items = () => '{"items": ["Acme", "Bolt"]}', report = () => 'the report' } = changes;
    const run = await carryOut(plan, (call) => {
      if (call.instruction.startsWith('List')) return items();
      return call.instruction.startsWith('Report') ? report() : `page (${call.materials.map(({ text }) => text).join(', ')})`;
    });
    return { run, first: await run.toEnd() };
  };
  const isPage = ({ instruction }: ModelCall): boolean => instruction.startsWith('Write a page');

  it('go to lanes that a stage takes from a list', async () => {
    const { first } = await started();
    expect(first.answer).toContain('## Acme\n\npage (the report, Acme)\n\n## Bolt\n\npage (the report, Bolt)');
  });

  it('are given anew where the lane that they came from is done again', async () => {
    const reports = ['report 1', 'report 2'];
    const { run } = await started({ report: () => reports.shift() ?? '' });
    const view = await run.retry(1);
    expect(view.answer).toContain('## Acme\n\npage (report 2, Acme)\n\n## Bolt\n\npage (report 2, Bolt)');
  });

  it('that did not change have nothing done again: of a new list only what is new is', async () => {
    let items = ['Acme', 'Bolt'];
    const { run } = await started({ items: () => JSON.stringify({ items }) });
    const pages = run.model.calls.filter(isPage).length;
    items = ['Bolt', 'Cog'];
    const view = await run.retry(2);
    expect(run.model.calls.filter(isPage)).toHaveLength(pages + 1);
    expect(view.lanes.map(({ title, status }) => `${title} ${status}`)).toEqual([
      'Report done',
      'List done',
      'Acme skipped',
      'Bolt done',
      'Cog done',
    ]);
  });

  it('bring back no lane that a person dropped', async () => {
    const { run } = await started();
    await run.fanout.steer(run.runId, { kind: 'tell', text: 'drop lane 3' }, 'ann');
    expect((await run.toEnd()).answer).not.toContain('## Acme');
    const view = await run.retry(1);
    expect(view.answer).toContain('- 3 Acme: skipped (dropped by a person)');
    expect(view.answer).toContain('page (the report, Bolt)');
  });

  it('that are not there fail the lane that needs them, with the reason', async () => {
    const stages = [toStagePlan('One'), toStagePlan('Two', { lanes: [toLanePlan('Two', { sources: ['R7'] })] })];
    const run = await carryOut(stages, () => 'x');
    expect((await run.toEnd()).lanes[1]).toMatchObject({
      status: 'failed',
      note: expect.stringContaining('stage 7, whose result it needs, gave none'),
    });
  });
});
