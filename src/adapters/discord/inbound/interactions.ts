import type { AutocompleteInteraction, ChatInputCommandInteraction, Interaction, MessageContextMenuCommandInteraction } from 'discord.js';
import { toRunCommand } from '#commands/command.ts';
import type { Drafts } from '#commands/drafts.ts';
import { findMissing } from '#commands/read-message.ts';
import { EMPTY_FORM, toRunForm } from '../forms/run-form.ts';
import type { Desk } from './desk.ts';
import { hearDeferred, speakerOf } from './hear-deferred.ts';
import { toAttachment } from './mentions.ts';
import { openForm } from './open-form.ts';
import { listenToComponent, listenToForm } from './presses.ts';
import { isRefusal, replyToInteraction } from './say.ts';
import { toCommand, toOptionWords } from './slash.ts';

const MOST_CHOICES = 25;
const CHOICE_CHARS = 100;
const FAILED = 'That did not work: Fanout met an error of its own. Try again.';

/** Everything that comes as an interaction: commands, their completion, buttons, menus and forms. */
export function listenToInteractions(desk: Desk, drafts: Drafts): void {
  // The first look at a request takes many times as long as the next, and a command waits for it, which has three
  // seconds.
  desk.background.run('a first look', () => findMissing(toRunCommand('write a line')));
  desk.client.on('interactionCreate', (interaction) => desk.background.run('an interaction', () => hearOrSay(interaction, desk, drafts)));
}

/** What fails before anything was answered is not met with silence. */
async function hearOrSay(interaction: Interaction, desk: Desk, drafts: Drafts): Promise<void> {
  try {
    await hearInteraction(interaction, desk, drafts);
  } catch (error) {
    if (interaction.isRepliable() && !interaction.replied && !interaction.deferred && !isRefusal(error))
      await replyToInteraction(interaction, { kind: 'refused', text: FAILED }, desk).catch(() => undefined); // the first error is told
    throw error;
  }
}

async function hearInteraction(interaction: Interaction, desk: Desk, drafts: Drafts): Promise<void> {
  if (interaction.isAutocomplete()) await complete(interaction, desk);
  else if (interaction.isChatInputCommand()) await hearCommand(interaction, desk, drafts);
  else if (interaction.isMessageContextMenuCommand()) await openForMessage(interaction, drafts);
  else if (interaction.isModalSubmit()) await listenToForm(interaction, desk, drafts);
  else if (interaction.isButton() || interaction.isStringSelectMenu()) await listenToComponent(interaction, desk, drafts);
}

async function hearCommand(interaction: ChatInputCommandInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const command = toCommand(interaction);
  if (command.verb === 'run' && (await findMissing(command)) !== null) {
    const draft = command.sources.length === 0 ? '' : drafts.keep({ sources: command.sources });
    const { mode, merge, card } = command;
    const request = `${toOptionWords(command)} ${command.text}`.trim();
    await openForm(interaction, toRunForm({ request, text: '', draft, mode, merge, card }));
    return;
  }
  await hearDeferred(interaction, command, desk);
}

/** What was asked here before, and the runs there are: both only of this channel. */
async function complete(interaction: AutocompleteInteraction, { watch }: Desk): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const { place } = speakerOf(interaction);
  const headings = await watch.list({ unfinished: false, place, words: [], limit: 4 * MOST_CHOICES });
  const typed = value.toLowerCase();
  const choices =
    name === 'run'
      ? headings.map(({ runId, title }) => ({ name: `${runId} ${title}`.slice(0, CHOICE_CHARS), value: runId }))
      : [...new Set(headings.map(({ title }) => title))].flatMap((title) =>
          title === '' ? [] : [{ name: title.slice(0, CHOICE_CHARS), value: title.slice(0, CHOICE_CHARS) }],
        );
  await interaction.respond(choices.filter((choice) => choice.name.toLowerCase().includes(typed)).slice(0, MOST_CHOICES));
}

async function openForMessage(interaction: MessageContextMenuCommandInteraction, drafts: Drafts): Promise<void> {
  const { targetMessage: message } = interaction;
  const files = [...message.attachments.values()].map((file) => toAttachment(file, { channel: message.channelId, message: message.id }));
  const fits = message.content.length <= 4_000;
  const sources = [...(fits ? [] : [{ kind: 'text', title: 'the message', ref: message.content } as const]), ...files];
  const draft = sources.length === 0 ? '' : drafts.keep({ sources });
  await openForm(interaction, toRunForm({ ...EMPTY_FORM, text: fits ? message.content : '', draft }));
}
