import {
  ActionRowBuilder,
  type ApplicationCommandDataResolvable,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  ContainerBuilder,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { eventually } from '#test/fakes/until.ts';
import { ADA, BOB, connect, GENERAL, GUILD, start } from './test-guild.ts';

const COMMANDS: ApplicationCommandDataResolvable[] = [
  {
    name: 'fanout',
    description: 'Fan out',
    options: [
      { name: 'prompt', description: 'What to do', type: ApplicationCommandOptionType.String, required: true, max_length: 50 },
      { name: 'lanes', description: 'How many', type: ApplicationCommandOptionType.Integer, min_value: 1, max_value: 500 },
      { name: 'file', description: 'A file', type: ApplicationCommandOptionType.Attachment },
    ],
  },
  { name: 'Fan out this', type: ApplicationCommandType.Message },
];

const row = (...buttons: ButtonBuilder[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(buttons);
const stop = new ButtonBuilder().setCustomId('stop').setLabel('Stop').setStyle(ButtonStyle.Danger);

async function ready(answer: (interaction: Interaction) => Promise<unknown>, options = {}) {
  const discord = await start();
  const client = await connect(discord, options);
  await client.application.commands.set(COMMANDS, GUILD);
  const errors: unknown[] = [];
  client.on('interactionCreate', (interaction) => void answer(interaction).catch((error: unknown) => errors.push(error)));
  const slash = (rest = {}) => discord.slashCommand({ channel: GENERAL, user: ADA, name: 'fanout', options: { prompt: 'hi', ...rest } });
  return { discord, client, slash, errors };
}

describe('a real client', () => {
  it('answers a slash command, and fills what it put off', async () => {
    const seen: unknown[] = [];
    const { discord, slash, errors } = await ready(async (interaction) => {
      const command = interaction as ChatInputCommandInteraction;
      await command.deferReply();
      seen.push(
        command.options.getInteger('lanes'),
        command.options.getAttachment('file')?.name,
        command.appPermissions.has('AttachFiles'),
      );
      const container = new ContainerBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent('3 lanes'))
        .addActionRowComponents(row(stop));
      await command.editReply({ flags: MessageFlags.IsComponentsV2, components: [container] });
    });
    const outcome = await slash({ lanes: 3, file: { name: 'a.txt', bytes: 'abc' } });
    expect(outcome).toMatchObject({ acknowledged: 'deferred message', failure: null, isEphemeral: false });
    await eventually(() => expect(discord.seenBy(BOB, GENERAL).at(-1)?.text).toBe('3 lanes\n[Stop]'));
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ usedBy: 'ada', isV2: true, isEdited: false, controls: [{ customId: 'stop' }] }]);
    expect(seen).toEqual([3, 'a.txt', true]);
    expect(errors).toEqual([]);
  });

  it('keeps an ephemeral answer from everybody else', async () => {
    const { discord, slash } = await ready((interaction) =>
      (interaction as ChatInputCommandInteraction).reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
    );
    expect(await slash()).toMatchObject({ acknowledged: 'message', isEphemeral: true });
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ text: 'psst', isEphemeral: true }]);
    expect(discord.seenBy(BOB, GENERAL)).toEqual([]);
  });

  it('opens a form from a message menu and reads what was typed', async () => {
    const { discord, client } = await ready(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        const input = new TextInputBuilder().setCustomId('how').setStyle(TextInputStyle.Paragraph);
        const label = new LabelBuilder().setLabel('How?').setTextInputComponent(input);
        await interaction.showModal(
          new ModalBuilder().setCustomId('ask').setTitle(interaction.targetMessage.content).addLabelComponents(label),
        );
      } else if (interaction.isModalSubmit()) await interaction.reply(`typed ${interaction.fields.getTextInputValue('how')}`);
    });
    const messageId = discord.write({ channel: GENERAL, user: BOB, content: 'long story' });
    const { modal } = await discord.messageCommand({ channel: GENERAL, user: ADA, name: 'Fan out this', messageId });
    expect(modal?.data.title).toBe('long story');
    expect(discord.modals(ADA)).toHaveLength(1);
    await expect(discord.submitModal({ modalId: modal?.id ?? '' })).rejects.toThrow('another length');
    const outcome = await discord.submitModal({ modalId: modal?.id ?? '', values: { how: 'well' } });
    expect(outcome.failure).toBeNull();
    expect(discord.modals(ADA)).toEqual([]);
    expect(discord.seenBy(ADA, GENERAL).at(-1)?.text).toBe('typed well');
    expect(client.isReady()).toBe(true);
  });

  it('changes the message whose button was pressed', async () => {
    const { discord, client } = await ready(async (interaction) => {
      if (interaction.isButton()) await interaction.update({ content: 'stopped', components: [] });
    });
    const channel = await client.channels.fetch(GENERAL);
    if (channel?.isSendable() !== true) throw new Error('not sendable');
    const { id } = await channel.send({ content: 'running', components: [row(stop)] });
    const outcome = await discord.press({ channel: GENERAL, user: BOB, messageId: id, customId: 'stop' });
    expect(outcome.acknowledged).toBe('update');
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ text: 'stopped', isEdited: true, controls: [] }]);
    await expect(discord.press({ channel: GENERAL, user: BOB, messageId: id, customId: 'stop' })).rejects.toThrow('nothing called');
  });

  it('hears mentions with their content, and threads them', async () => {
    const discord = await start();
    const client = await connect(discord);
    const heard: string[] = [];
    client.on('messageCreate', async (message) => {
      if (message.author.bot || message.system) return;
      heard.push(message.content);
      if (!message.mentions.has(client.user, { ignoreEveryone: true, ignoreRoles: true, ignoreRepliedUser: true })) return;
      const thread = await message.startThread({ name: 'run', autoArchiveDuration: 1440 });
      await thread.send({ content: 'done', files: [new AttachmentBuilder(Buffer.from('# all'), { name: 'answer.md' })] });
    });
    discord.write({ channel: GENERAL, user: ADA, content: 'just talk' });
    const id = discord.mention({ channel: GENERAL, user: ADA, content: 'go' });
    await eventually(() => expect(discord.threads(GUILD).length).toBe(1));
    await eventually(() => expect(discord.seenBy(BOB, id).at(-1)?.text).toBe('done\n(file: answer.md)'));
    expect(heard[0]).toBe('');
    expect(heard[1]).toMatch(/go$/);
    expect(discord.seenBy(ADA, GENERAL).at(-1)?.threadId).toBe(id);
    const { channel, messageId } = discord.dm({ user: BOB, content: 'hello bot' });
    await eventually(() => expect(heard.at(-1)).toBe('hello bot'));
    expect(discord.seenBy(ADA, channel)).toEqual([]);
    expect(discord.seenBy(BOB, channel)[0]?.id).toBe(messageId);
  });

  it('tells the person when it did not answer', async () => {
    const { slash } = await ready(async () => {});
    expect(await slash()).toMatchObject({ acknowledged: null, failure: 'interaction failed' });
  });
});
