import { expect, it } from 'vitest';
import { ADA, BOB, createDiscordLab, GENERAL } from '#test/fakes/discord-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { ask, boards, forEach, inGeneral, said, slash, the, whispers } from './seeing.ts';

const NONE_HERE = /There is no run in this thread\. In the channel, or with a run's id, it works too\./;

it('in a thread that has no run nothing is stopped by mention or command; in the channel it is', async () => {
  const lab = await createDiscordLab({ model: createScriptedModel(() => ({ hang: true })) });
  const process = await lab.start();
  await ask(lab, forEach(2));
  await lab.until('a board', () => boards(lab, ADA)[0]);
  const [runId] = await lab.runs();
  const thread = lab.discord.createThread({ ...inGeneral, user: BOB, name: 'lunch', content: 'Where?' });
  lab.discord.mention({ user: BOB, channel: thread, content: 'stop' });
  await lab.until('a no', () => said(lab, thread, BOB).some(({ text }) => NONE_HERE.test(text)));
  await slash(lab, 'stop', {}, { user: BOB, channel: thread });
  await lab.until('a no for Bob alone', () => whispers(lab, BOB, thread).some((text) => NONE_HERE.test(text)));
  expect((await process.fanout.watch.now(the(runId))).phase).toBe('running');
  await slash(lab, 'stop', {}, { user: BOB, channel: GENERAL });
  await lab.delivered();
  expect((await process.fanout.watch.now(the(runId))).outcome).toBe('stopped');
});

it('the words of a command are its own, also such as begin a request after a mention', async () => {
  const lab = await createDiscordLab({ model: createScriptedModel(() => 'made') });
  await lab.start();
  await slash(lab, 'history', { words: 'of tea in five languages' });
  await lab.until('an empty list', () => whispers(lab, ADA)[0]?.includes('No run here has'));
  await slash(lab, 'skip', { lane: 3, run: 'the last one' });
  await lab.until('how to say it', () => whispers(lab, ADA)[1]?.includes('Say it like this: /fanout skip'));
  expect(await lab.runs()).toEqual([]);
});
