import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import { groupSizes, toGroups } from '#core/merge/digest.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import { createLab } from '#test/fakes/lab.ts';
import { carryOut, type PlannedRunOptions, toLanePlan, toStagePlan } from '#test/fakes/planned-run.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const isDigest = (instruction: string): boolean =>
  /one text out of (?:the material|all of them)|digest of (?:the material|all of them)/.test(instruction);
const digest = { merge: 'digest' as const };

describe('a digest', () => {
  it('is written by the model from all results, in one call where they fit', async () => {
    const model = createScriptedModel((call) =>
      isDigest(call.instruction) ? `digest of ${call.materials.map((it) => it.text).join(' + ')}` : call.instruction,
    );
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two', 'three'], digest)));
    expect(view.answer).toBe('digest of one + two + three\n\n---\n\n**3 lanes = 3 done**');
    expect(model.calls).toHaveLength(4);
  });

  it('grows as a tree where they do not fit the window, with every result in it, in order', async () => {
    const model = createScriptedModel(
      (call) =>
        isDigest(call.instruction) ? call.materials.map((it) => it.text.trim()).join(' ') : `${call.instruction}${' '.repeat(300)}`,
      // 60 % of 400 tokens at 3 characters: two results fit, three do not.
      { windowTokens: 400 },
    );
    const lab = createLab({ model });
    const lanes = Array.from({ length: 9 }, (_, n) => `n${n + 1}`);
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(lanes, digest)));
    expect(view.answer?.split('\n')[0]).toBe(lanes.join(' '));
    expect(model.calls.length).toBeGreaterThan(9 + 2);
  });

  it('falls back to the results themselves when the model fails: paid work is never lost', async () => {
    const model = createScriptedModel((call) => {
      if (isDigest(call.instruction)) return new FanoutError('content_filtered', 'the model declined');
      return call.instruction;
    });
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(['one', 'two'], digest)));
    expect(view.outcome).toBe('done');
    expect(view.answer).toContain('## one\n\none\n\n## two\n\ntwo');
    expect(view.answer).toContain('*No digest: the model declined.');
  });

  it('retries what may pass, and falls back after three tries', async () => {
    const again = new FanoutError('provider_unavailable', 'hiccup', { retry: { kind: 'again', afterMs: null } });
    let left = 2;
    const passes = createLab({
      model: createScriptedModel((call) => (isDigest(call.instruction) ? (left-- > 0 ? again : 'the digest') : 'x')),
    });
    expect((await passes.toEnd(await passes.fanout.ask(toTestRequest(['one', 'two'], digest)))).answer).toMatch(/^the digest/);
    const model = createScriptedModel((call) => (isDigest(call.instruction) ? again : 'x'));
    const fails = createLab({ model });
    expect((await fails.toEnd(await fails.fanout.ask(toTestRequest(['one', 'two'], digest)))).answer).toContain('No digest: hiccup');
    expect(model.calls).toHaveLength(5);
  });

  it('that could not be written is written on a later "merge", and a restart between the two goes on with it', async () => {
    const store = createMemoryStore();
    let broken = true;
    const model = createScriptedModel((call) => {
      if (!isDigest(call.instruction)) return call.instruction;
      return broken ? new FanoutError('content_filtered', 'the model declined') : { hang: true };
    });
    const first = createLab({ model, store });
    const runId = await first.fanout.ask(toTestRequest(['one', 'two'], digest));
    await first.toEnd(runId);
    broken = false;
    expect(await first.fanout.steer(runId, { kind: 'merge' }, 'ann')).toBeNull();
    await first.until(runId, (view) => view.phase === 'merging');
    const second = createLab({ model: createScriptedModel(() => 'the digest'), store });
    expect(await second.fanout.resume()).toEqual([runId]);
    const view = await second.toEnd(runId);
    expect([view.revision, view.answer?.split('\n')[0]]).toEqual([2, 'the digest']);
    expect(await second.fanout.steer(runId, { kind: 'merge' }, 'ann')).toMatch(/ended already/);
  });

  it('is not waited for when a person stops the run', async () => {
    const model = createScriptedModel((call) => (isDigest(call.instruction) ? { hang: true } : call.instruction));
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two'], digest));
    await lab.until(runId, (view) => view.phase === 'merging' && model.inFlight() === 1);
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.answer).toContain('## one');
    expect(model.inFlight()).toBe(0);
  });

  it('pays again only for the part of the tree that a retried lane is in', async () => {
    let round = 1;
    const model = createScriptedModel(
      (call) =>
        isDigest(call.instruction)
          ? call.materials.map((it) => it.text.trim()).join(' ')
          : `${call.instruction} r${round}${' '.repeat(300)}`,
      { windowTokens: 400 },
    );
    const lab = createLab({ model });
    const runId = await lab.fanout.ask(toTestRequest(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], digest));
    await lab.toEnd(runId);
    const calls = model.calls.length;
    round = 2;
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [8], prompt: null, budgetUsd: null }, 'ann');
    const view = await lab.toEnd(runId);
    expect(view.answer).toMatch(/^a r1 b r1 .* g r1 h r2\n/);
    // The lane, its leaf and the way up; not the leaves of the other lanes.
    expect(model.calls.length - calls).toBeLessThan(calls - 8);
  });
});

describe('what a digest is asked', () => {
  const about = async (change: Partial<StagePlan>, options: PlannedRunOptions = {}) => {
    const lanes = Array.from({ length: 9 }, (_, index) => toLanePlan(`part ${index + 1}`));
    const stage = toStagePlan('The step', { lanes, merge: 'digest', mergePrompt: 'a one-pager', ...change });
    const run = await carryOut([stage], (call) => (isDigest(call.instruction) ? 'digest' : 'x'.repeat(300)), {
      ...options,
      model: { windowTokens: 1_000 },
    });
    await run.toEnd();
    const asked = run.model.calls.map(({ instruction }) => instruction).filter(isDigest);
    return { leaf: asked[0] ?? '', root: asked.at(-1) ?? '', all: asked };
  };

  it('is by default one text as the whole request asks for it, its material aside, and what is asked of the results', async () => {
    const { root, leaf } = await about(
      {},
      {
        request: { text: 'Compare the offers and recommend one, as a one-page memo: A is cheap. B is good.' },
        plan: { texts: [{ id: 'T1', title: 'a text', text: 'A is cheap. B is good.' }], language: 'German' },
      },
    );
    expect(root).toContain('The request was: Compare the offers and recommend one, as a one-page memo: T1\n');
    expect(root).toContain('What is asked of the results: a one-pager\n');
    expect(root).toContain('Give what the request asks for, whole');
    expect(root).toMatch(/\nWrite in German\.$/);
    expect(root).not.toContain('in common');
    expect(leaf).toContain('The request was: Compare the offers');
  });

  it('of parts is one text without parts, and of several sources what they have in common', async () => {
    const parts = await about({ digest: 'parts' });
    expect(parts.root).toContain('speak of no parts');
    for (const instruction of parts.all) expect(instruction).toContain('consecutive parts of one text, in order');
    const common = await about({ digest: 'common' });
    expect(common.root).toContain('Say what they have in common, where they differ');
    expect(common.leaf).toContain('which piece it comes from');
  });

  it('of one step of several is that step alone', async () => {
    const stages = [
      toStagePlan('Research', { lanes: [toLanePlan('a'), toLanePlan('b')], merge: 'digest', mergePrompt: 'a report' }),
      toStagePlan('Post', { lanes: [toLanePlan('Post', { sources: ['R1'] })] }),
    ];
    const run = await carryOut(stages, () => 'x', { request: { text: 'research tea, then write a post' } });
    await run.toEnd();
    const digest = run.model.calls.find(({ instruction }) => isDigest(instruction))?.instruction;
    expect(digest).toContain(
      'The request was: research tea, then write a post\nThis is step 1 of 2, Research: give what that step is to give',
    );
  });
});

describe('the groups of a level', () => {
  it('keep every section in order, fit, and are at most half as many', () => {
    const sections = fc
      .array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 })
      .map((lengths) => lengths.map((length, index) => ({ lane: index + 1, title: '', text: 'x'.repeat(length), truncated: false })));
    fc.assert(
      fc.property(sections, fc.integer({ min: 200, max: 1_000 }), (all, maxChars) => {
        const groups = toGroups(all, maxChars);
        expect(groups.flat().map((section) => section.lane)).toEqual(all.map((section) => section.lane));
        if (groups.length > 1) expect(groups.length).toBeLessThanOrEqual(Math.ceil(all.length / 2));
        for (const group of groups) {
          const chars = group.reduce((sum, section) => sum + section.text.length, 0);
          expect(chars).toBeLessThanOrEqual(maxChars + group.length * 60);
        }
      }),
    );
  });
});

it('thousands of short results are no one call, since each has a fence around it', () => {
  expect(groupSizes(Array(8).fill(10), 100)).toEqual([8]);
  const sizes = groupSizes(Array(1_000).fill(10), 12_000);
  expect(sizes).toHaveLength(125);
  expect(Math.max(...sizes)).toBe(8);
});
