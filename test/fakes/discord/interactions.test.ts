import type { Client, Interaction, RepliableInteraction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { eventually } from '#test/fakes/until.ts';
import type { FakeDiscordOptions } from './fake-discord.ts';
import { ADA, APP, BOB, call, codeOf, connect, GENERAL, GUILD, post, start } from './test-guild.ts';

const COMMANDS = [
  {
    name: 'fanout',
    description: 'd',
    options: [
      { name: 'prompt', description: 'd', type: 3, required: true, autocomplete: true },
      { name: 'lanes', description: 'd', type: 4, min_value: 1, max_value: 5 },
    ],
  },
];

/** A client that lets a test answer by hand. */
async function listen(options: Partial<FakeDiscordOptions> = {}) {
  const discord = await start(options);
  const client: Client = await connect(discord);
  await codeOf(discord, 'PUT', `/applications/${APP}/guilds/${GUILD}/commands`, COMMANDS);
  const arrived: Interaction[] = [];
  client.on('interactionCreate', (interaction) => void arrived.push(interaction));
  const next = async (): Promise<RepliableInteraction> => {
    await eventually(() => expect(arrived.length).toBeGreaterThan(0));
    return arrived.shift() as RepliableInteraction;
  };
  const slash = () => discord.slashCommand({ channel: GENERAL, user: ADA, name: 'fanout', options: { prompt: 'hi' } });
  const callback = ({ id, token }: Interaction, body: unknown) => codeOf(discord, 'POST', `/interactions/${id}/${token}/callback`, body);
  const followUp = ({ token }: Interaction, body: unknown = { content: 'x' }) => codeOf(discord, 'POST', `/webhooks/${APP}/${token}`, body);
  return { discord, next, slash, callback, followUp };
}

const MODAL = {
  custom_id: 'm',
  title: 'Ask',
  components: [{ type: 18, label: 'How?', component: { type: 4, custom_id: 'how', style: 1 } }],
};

describe('an interaction', () => {
  it('is answered once, by its own token, in a way that fits', async () => {
    const { discord, next, slash, callback, followUp } = await listen();
    const outcome = slash();
    const interaction = await next();
    expect(await followUp(interaction)).toBe(10015);
    expect(await callback(interaction, { type: 6 })).toBe(50035);
    expect(await callback(interaction, { type: 8, data: { choices: [] } })).toBe(50035);
    expect(await callback(interaction, { type: 5, data: { flags: 1 << 15 } })).toBe(50035);
    expect(await callback(interaction, { type: 4, data: { content: 'x'.repeat(2001) } })).toBe(50035);
    expect(await codeOf(discord, 'POST', `/interactions/${interaction.id}/wrong/callback`, { type: 5 })).toBe(10062);
    expect(await callback(interaction, { type: 4, data: { content: 'yes' } })).toBe(0);
    expect(await callback(interaction, { type: 5 })).toBe(40060);
    expect(await outcome).toMatchObject({ acknowledged: 'message', failure: null });
  });

  it('is over after 3 seconds, and its token after 15 minutes', async () => {
    const clock = createFakeClock();
    const { next, slash, callback, followUp } = await listen({ clock });
    const late = slash();
    const first = await next();
    await clock.advance(3_001);
    expect(await callback(first, { type: 5 })).toBe(10062);
    expect((await late).failure).toBe('interaction failed');
    const inTime = slash();
    const second = await next();
    expect(await callback(second, { type: 5 })).toBe(0);
    await inTime;
    await clock.advance(15 * 60_000 - 1);
    expect(await followUp(second)).toBe(0);
    await clock.advance(2);
    expect(await followUp(second)).toBe(50027);
  });

  it('fills what was put off by its first follow-up, and keeps that private', async () => {
    const { discord, next, slash, callback, followUp } = await listen();
    const outcome = slash();
    const interaction = await next();
    await callback(interaction, { type: 5, data: { flags: 64 } });
    const { messageId, isEphemeral } = await outcome;
    expect(isEphemeral).toBe(true);
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ isLoading: true, isEphemeral: true }]);
    await followUp(interaction, { content: 'first' });
    await followUp(interaction, { content: 'second' });
    expect(discord.seenBy(ADA, GENERAL).map(({ text }) => text)).toEqual(['first', 'second']);
    expect(discord.seenBy(BOB, GENERAL).map(({ text }) => text)).toEqual(['second']);
    expect(await codeOf(discord, 'PATCH', `/channels/${GENERAL}/messages/${messageId}`, { content: 'x' })).toBe(10008);
    const foreign = await post(discord);
    expect(await codeOf(discord, 'PATCH', `/webhooks/${APP}/${interaction.token}/messages/${foreign}`, { content: 'x' })).toBe(10008);
    expect(await codeOf(discord, 'DELETE', `/webhooks/${APP}/${interaction.token}/messages/@original`)).toBe(0);
    expect(await codeOf(discord, 'PATCH', `/webhooks/${APP}/${interaction.token}/messages/@original`, { content: 'x' })).toBe(10008);
  });

  it('opens no form that breaks the rules, and none from a form', async () => {
    const { discord, next, slash, callback } = await listen();
    const outcome = slash();
    const interaction = await next();
    const label = MODAL.components[0];
    const wrong = [
      { ...MODAL, title: 'x'.repeat(46) },
      { ...MODAL, components: [] },
      { ...MODAL, components: Array.from({ length: 6 }, () => label) },
      { ...MODAL, components: [label, label] },
      { ...MODAL, components: [{ ...label, label: 'x'.repeat(46) }] },
      { ...MODAL, components: [{ type: 17, components: [] }] },
      { ...MODAL, components: [{ ...label, component: { type: 19, custom_id: 'f', max_values: 11 } }] },
      { ...MODAL, components: [{ ...label, component: { type: 21, custom_id: 'r', options: [{ label: 'a', value: 'a' }] } }] },
    ];
    for (const data of wrong) expect([data, await callback(interaction, { type: 9, data })]).toEqual([data, 50035]);
    const files = { type: 18, label: 'Files', component: { type: 19, custom_id: 'files', required: false, min_values: 0, max_values: 2 } };
    expect(await callback(interaction, { type: 9, data: { ...MODAL, components: [label, files] } })).toBe(0);
    const modalId = (await outcome).modal?.id ?? '';
    const submitted = discord.submitModal({ modalId, values: { how: 'well', files: [{ name: 'a b.txt', bytes: 'abc' }] } });
    const submission = await next();
    if (!submission.isModalSubmit()) throw new Error('not a submission');
    const [file] = submission.fields.getUploadedFiles('files')?.values() ?? [];
    expect(await (await fetch(file?.url ?? '')).text()).toBe('abc');
    expect(file?.name).toBe('a_b.txt');
    expect((await fetch(file?.url.replace(/hm=\w+/, 'hm=0') ?? '')).status).toBe(404);
    expect(await callback(submission, { type: 9, data: MODAL })).toBe(50035);
    expect(await callback(submission, { type: 7, data: { content: 'x' } })).toBe(50035);
    expect(await callback(submission, { type: 4, data: { content: 'thanks' } })).toBe(0);
    await submitted;
  });

  it('completes with 25 choices at most', async () => {
    const { discord, next, callback } = await listen();
    const outcome = discord.autocomplete({ channel: GENERAL, user: ADA, name: 'fanout', focused: 'prompt', options: { prompt: 'h' } });
    const interaction = await next();
    const choices = (count: number) => ({
      type: 8,
      data: { choices: Array.from({ length: count }, (_, n) => ({ name: `n${n}`, value: `v${n}` })) },
    });
    expect(await callback(interaction, { type: 5 })).toBe(50035);
    expect(await callback(interaction, choices(26))).toBe(50035);
    expect(await callback(interaction, choices(25))).toBe(0);
    expect((await outcome).choices).toHaveLength(25);
  });

  it('lets people do only what they could', async () => {
    const { discord } = await listen();
    const slash = (options: Record<string, string | number>) =>
      discord.slashCommand({ channel: GENERAL, user: ADA, name: 'fanout', options });
    await expect(slash({})).rejects.toThrow('required');
    await expect(slash({ prompt: 'x', lanes: 6 })).rejects.toThrow('range');
    await expect(slash({ prompt: 'x\ny' })).rejects.toThrow('one line');
    await expect(slash({ prompt: 'x', more: 1 })).rejects.toThrow('no option');
    await expect(discord.slashCommand({ channel: GENERAL, user: ADA, name: 'other' })).rejects.toThrow('no command');
    const id = await post(discord, {
      content: 'x',
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'a', custom_id: 'a', disabled: true }] }],
    });
    await expect(discord.press({ channel: GENERAL, user: ADA, messageId: id, customId: 'a' })).rejects.toThrow('disabled');
  });

  it('is lost when nobody is there', async () => {
    const discord = await start();
    await call(discord, 'PUT', `/applications/${APP}/commands`, COMMANDS);
    const outcome = await discord.slashCommand({ channel: GENERAL, user: ADA, name: 'fanout', options: { prompt: 'hi' } });
    expect(outcome).toMatchObject({ acknowledged: null, failure: 'interaction failed' });
  });
});

it('notifies nobody by filling what was put off', async () => {
  const { discord, next, slash, callback, followUp } = await listen();
  const outcome = slash();
  const interaction = await next();
  await callback(interaction, { type: 5 });
  await outcome;
  const content = `<@${BOB}>`;
  await followUp(interaction, { content, allowed_mentions: { users: [BOB] } });
  await followUp(interaction, { content });
  expect(discord.seenBy(BOB, GENERAL).map(({ pings }) => pings)).toEqual([[], [BOB]]);
});
