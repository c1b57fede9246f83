import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import type { LanePlan, Output, Plan, StagePlan } from '#core/plan/plan.ts';
import { type RunFact, toKey } from '#core/run/events.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type Script } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const lane = (title: string, output: Output): LanePlan => ({ title, prompt: title, sources: ['S1'], work: 'answer', output });
const stage = (change: Partial<StagePlan>): StagePlan => ({
  title: 'one',
  lanes: [],
  merge: 'ordered',
  mergePrompt: 'the wish',
  distinct: false,
  rowName: '',
  ...change,
});

/** Carries out a plan that stands in the log already, over one source. */
async function carryOut(change: Partial<StagePlan>, script: Script) {
  const store = createMemoryStore();
  const plan: Plan = { mode: 'orchestrate', why: 'a test', notes: [], texts: [], stages: [stage(change)] };
  const estimate = { inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null, maxOutputTokens: 500 };
  const source = { id: 'S1', kind: 'text' as const, title: 'report.md', ref: 'Sales rose by 3 % in May.' };
  const facts: readonly RunFact[] = [
    { type: 'run.asked', request: toTestRequest([], { text: 'the wish', sources: [source] }) },
    { type: 'source.read', source: 'S1', title: source.title, text: source.ref, table: null, picture: null },
    { type: 'run.planned', plan, estimates: (change.lanes ?? []).map(() => estimate) },
  ];
  for (const fact of facts) await store.runLog.append('run9', toKey(fact, ''), fact, 0);
  const model = createScriptedModel(script);
  const lab = createLab({ model, store });
  await lab.fanout.resume();
  return { view: await lab.toEnd('run9'), model };
}

describe('a stage whose lanes', () => {
  it('make claims has them checked against the sources, in a digest and in its fall-back', async () => {
    const lanes = ['a', 'b'].map((title) => lane(title, { kind: 'claims' }));
    const quotes: Readonly<Record<string, string>> = { a: 'sales rose by 3 %', b: 'sales doubled' };
    const said = (instruction: string): string => {
      const name = instruction.slice(0, 1);
      return JSON.stringify({ text: `${name} says so [1].`, claims: [{ text: 'x', source: 'S1', quote: quotes[name] }] });
    };
    const isDigest = (instruction: string): boolean => instruction.startsWith('Write one text');
    const digest = await carryOut({ lanes, merge: 'digest' }, ({ instruction }) =>
      isDigest(instruction) ? 'Both [C2] [C1] [C7].' : said(instruction),
    );
    expect(digest.view.answer).toContain(
      'Both [1] [2].\n\n**Sources**\n\n1. report.md: “sales doubled” **(not found in the source)**\n2. report.md: “sales rose by 3 %”\n',
    );
    const failed = await carryOut({ lanes, merge: 'digest' }, ({ instruction }) =>
      isDigest(instruction) ? new FanoutError('content_filtered', 'the model declined') : said(instruction),
    );
    expect(failed.view.answer).toContain('## a\n\na says so [1].\n\n## b\n\nb says so [2].');
    expect(failed.view.answer).toContain('**(not found in the source)**');
    expect(failed.view.answer).toMatch(/No digest: the model declined\.[\s\S]*1 of 2 quotes was not found/);
  });

  it('give items are joined by the key column', async () => {
    const output: Output = { kind: 'items', fields: ['company', 'city'], count: null };
    const { view } = await carryOut({ lanes: [lane('a', output), lane('b', output)], merge: 'table', key: 'company' }, ({ instruction }) =>
      JSON.stringify({ items: [{ company: 'Acme', city: instruction.startsWith('a') ? 'Bern' : 'Basel' }] }),
    );
    expect(view.answer).toContain('| company | city | Found by |\n| --- | --- | --- |\n| Acme | a: Bern / b: Basel | a, b |');
  });

  it('answer one question are counted, or the best of them is kept, by calls that are paid for once', async () => {
    const texts: Output = { kind: 'text' };
    const lanes = [lane('a', texts), lane('b', texts), lane('c', texts)];
    const vote = await carryOut({ lanes, merge: 'vote' }, ({ instruction }) => (instruction.startsWith('b') ? 'No' : 'Yes.'));
    expect(vote.view.answer).toMatch(/^\*\*Yes\.\*\*: 2 of 3\n/);
    const best = await carryOut({ lanes, merge: 'best' }, ({ instruction, materials }) => {
      if (!instruction.startsWith('The material holds two')) return `answer of ${instruction.slice(0, 1)}`;
      return JSON.stringify({
        winner: materials[0]?.text === 'answer of b' ? 'A' : materials[1]?.text === 'answer of b' ? 'B' : 'tie',
        why: '',
      });
    });
    expect(best.view.answer).toMatch(/^answer of b\n/);
    expect(best.view.answer).toContain('The best of 3 is b, with 2 won (3 pairs judged, each in both orders).');
    expect(best.model.calls).toHaveLength(3 + 6);
  });
});
