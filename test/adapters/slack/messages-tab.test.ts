import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { createSlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, letters, replies, whispers } from './seeing.ts';

describe('the Messages tab', () => {
  it('suggests what to say, answers in a thread of its own, and its Stop button stops that run alone', async () => {
    const hanging = createScriptedModel((call) => (call.instruction.includes('haiku') ? { hang: true } : 'said'));
    const lab = await createSlackLab({ model: hanging });
    await lab.start();
    await lab.slack.appHomeOpened({ team: 'T1', user: 'U1' });
    await lab.until('the prompts', () => lab.slack.prompts('T1')[0]);
    const one = await lab.slack.dm({ team: 'T1', user: 'U1', text: 'write a haiku about rain' });
    const two = await lab.slack.dm({
      team: 'T1',
      user: 'U1',
      text: 'write a haiku about snow',
      files: [{ name: 'snow.txt', bytes: Buffer.from('It is cold.') }],
    });
    const { channel } = one;
    const isAtWork = (ts: string) => lab.slack.session('T1', channel, ts) === 'processing';
    await lab.until('both at work', () => isAtWork(one.ts) && isAtWork(two.ts) && hanging.inFlight() === 2);
    await lab.slack.agentStop({ ...ADA, channel, threadTs: one.ts });
    await lab.until('the first to end', () => lab.slack.session('T1', channel, one.ts) === 'active');
    expect(
      replies(lab, one.ts, 'U1', channel)
        .map((it) => it.text)
        .join('\n'),
    ).toMatch(/stopped/i);
    expect(hanging.inFlight()).toBe(1);
    await lab.slack.dm({ team: 'T1', user: 'U1', text: 'stop', threadTs: two.ts });
    await lab.delivered();
    expect(hanging.inFlight()).toBe(0);
    expect(await lab.runs()).toHaveLength(2);
    await lab.slack.dm({ team: 'T1', user: 'U1', text: 'help' });
    await lab.until('the help', () => whispers(lab, 'U1', channel).find((it) => it.includes('Commands (')));
    expect(letters(lab).filter(({ isEphemeral }) => !isEphemeral)).toEqual([]);
  });
});
