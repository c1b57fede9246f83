import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { createSlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, BOB, boards, forEach, letters, the, whispers } from './seeing.ts';

const NONE_HERE = "There is no run in this thread. In the channel, or with a run's id, it works too.";

describe('a thread that has no run', () => {
  it('stops and retries none of the channel; outside of it the same words do', async () => {
    const lab = await createSlackLab({ model: createScriptedModel(() => ({ hang: true })) });
    const process = await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(2) });
    await lab.until('a board', () => boards(lab)[0]);
    const [runId] = await lab.runs();
    const root = await lab.slack.mention({ ...BOB, text: 'status' });
    for (const text of ['stop', 'retry failed']) await lab.slack.mention({ ...BOB, threadTs: root.ts, text });
    await lab.until('two noes', () => whispers(lab, 'U2').filter((text) => text === NONE_HERE).length === 2);
    expect((await process.fanout.watch.now(the(runId))).phase).toBe('running');
    await lab.slack.mention({ ...BOB, text: 'stop please' });
    await lab.delivered();
    expect((await process.fanout.watch.now(the(runId))).outcome).toBe('stopped');
  });
});

it('a request that begins like a command is one after "run:"', async () => {
  const model = createScriptedModel(() => 'made');
  const lab = await createSlackLab({ model });
  await lab.start();
  await lab.slack.command({ ...ADA, text: 'run: merge two names into one: Ada and Bob' });
  const { ack } = await lab.slack.command({ ...ADA, text: 'history' });
  expect(ack.body).toContain('merge two names into one');
  expect(ack.body).not.toContain('run: merge');
  await lab.delivered();
  expect(letters(lab)).toEqual([]);
});
