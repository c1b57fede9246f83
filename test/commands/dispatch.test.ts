import { describe, expect, it } from 'vitest';
import type { Command } from '#commands/command.ts';
import { type Caller, createDispatch } from '#commands/dispatch.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const caller = (it: Partial<Caller> = {}): Caller => ({
  asker: 'ann',
  place: 'here',
  threadRunId: null,
  inThread: false,
  address: { command: '/fanout ', mention: '@Fanout ', note: null },
  maySee: async () => true,
  ...it,
});

async function setUp() {
  const lab = createLab({ model: createScriptedModel((call) => `did ${call.instruction}`) });
  const dispatch = createDispatch(lab.fanout, { cap: 4, model: null, budgetUsd: null, laneTimeoutMs: 120_000, askUsd: 1 });
  const runId = await lab.fanout.ask(toTestRequest(['one', 'two']));
  await lab.toEnd(runId);
  return { ...lab, dispatch, runId };
}

const about = (runId: string): readonly Command[] => [
  { verb: 'show', runId, lane: null },
  { verb: 'show', runId, lane: 1 },
  { verb: 'stop', runId },
  { verb: 'merge', runId },
  { verb: 'yes', runId },
  { verb: 'skip', runId, lane: 1 },
  { verb: 'retry', runId, lanes: [1], prompt: 'tell me all', budgetUsd: null },
];

describe('a run that somebody may not see', () => {
  it('is as unknown to every command as one that never was', async () => {
    const { dispatch, runId, fanout } = await setUp();
    const stranger = caller({ asker: 'eve', place: 'elsewhere', maySee: async (place, asker) => place === 'elsewhere' || asker === 'eve' });
    for (const [index, command] of about(runId).entries()) {
      const never = await dispatch(about('nobody')[index] as Command, stranger);
      const reply = await dispatch(command, stranger);
      expect(reply).toEqual({ kind: 'refused', text: never.kind === 'refused' ? never.text.replace('nobody', runId) : '' });
    }
    expect(await fanout.watch.log(runId)).toHaveLength((await fanout.watch.log(runId)).at(-1)?.seq ?? 0);
    expect((await fanout.watch.now(runId)).revision).toBe(1);
  });

  it('is not told of by its thread, by lists, or as the newest', async () => {
    const { dispatch, runId } = await setUp();
    const stranger = caller({ asker: 'eve', place: 'elsewhere', threadRunId: runId, inThread: true, maySee: async () => false });
    expect(await dispatch({ verb: 'show', runId: null, lane: null }, stranger)).toMatchObject({ kind: 'refused' });
    expect(await dispatch({ verb: 'history', words: [] }, stranger)).toEqual({ kind: 'runs', headings: [] });
    expect(await dispatch({ verb: 'status' }, stranger)).toEqual({ kind: 'views', views: [] });
    expect(await dispatch({ verb: 'stop', runId: null }, { ...stranger, threadRunId: null, inThread: false })).toEqual({
      kind: 'refused',
      text: 'There is no run here yet.',
    });
  });
});

describe('a run that somebody may see', () => {
  it('is asked of the platform with its place and its asker, also when it is named from elsewhere', async () => {
    const { dispatch, runId } = await setUp();
    const asked: string[][] = [];
    const bob = caller({ asker: 'bob', place: 'elsewhere', maySee: async (...it) => asked.push(it) > 0 });
    expect(await dispatch({ verb: 'show', runId, lane: 2 }, bob)).toEqual({ kind: 'said', text: 'did two' });
    expect(asked).toEqual([['here', 'ann']]);
  });

  it('is found by its words, and shown by number of lane', async () => {
    const { dispatch, runId } = await setUp();
    expect(await dispatch({ verb: 'history', words: ['two'] }, caller())).toMatchObject({ kind: 'runs', headings: [{ runId }] });
    const text = 'No run here has “seventeen” in what was asked or what came of it.';
    expect(await dispatch({ verb: 'history', words: ['seventeen'] }, caller())).toEqual({ kind: 'said', text });
    expect(await dispatch({ verb: 'show', runId: null, lane: 9 }, caller())).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('its lanes are 1 to 2'),
    });
  });
});

it('help is told as it is said where one asks', async () => {
  const { dispatch } = await setUp();
  expect(await dispatch({ verb: 'help' }, caller())).toMatchObject({ kind: 'help', text: expect.stringContaining('/fanout retry [run]') });
});

it('a mistake is refused with how to say it', async () => {
  const { dispatch } = await setUp();
  expect(await dispatch({ verb: 'usage', problem: 'Say it like this.' }, caller())).toEqual({ kind: 'refused', text: 'Say it like this.' });
});
