import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type RepliableInteraction,
} from 'discord.js';
import { type Command, toRunCommand, type Usage } from '#commands/command.ts';
import type { Reply } from '#commands/dispatch.ts';
import type { Drafts } from '#commands/drafts.ts';
import { parseArguments } from '#commands/parse.ts';
import { missingMaterial } from '#core/plan/needs.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';
import { DISCORD_ADDRESSING } from '../addressing.ts';
import { toRunForm } from '../forms/run-form.ts';
import { type Desk, maySeeAs, type Speaker, toBack, toSpeaker } from './desk.ts';
import { toAttachment, toSources } from './mentions.ts';
import { listenToComponent, listenToForm } from './presses.ts';
import { answerInteraction, insist, isRefusal } from './say.ts';

/** A question back of these is one that the form asks. */
const FORM_HELPS = ['material_missing', 'items_missing', 'request_empty', 'task_missing'];
/** The answer is gone, or never was. */
const GONE: readonly unknown[] = [10_008, 10_015];
const MOST_CHOICES = 25;
const CHOICE_CHARS = 100;

/** Everything that comes as an interaction: commands, their completion, buttons, menus and forms. */
export function listenToInteractions(desk: Desk, drafts: Drafts): void {
  desk.client.on('interactionCreate', (interaction) =>
    desk.background.run('an interaction', () => hearInteraction(interaction, desk, drafts)),
  );
}

async function hearInteraction(interaction: Interaction, desk: Desk, drafts: Drafts): Promise<void> {
  if (interaction.isAutocomplete()) await complete(interaction, desk);
  else if (interaction.isChatInputCommand()) await hearCommand(interaction, desk, drafts);
  else if (interaction.isMessageContextMenuCommand()) await openForMessage(interaction, drafts);
  else if (interaction.isModalSubmit()) await listenToForm(interaction, desk, drafts);
  else if (interaction.isButton() || interaction.isStringSelectMenu()) await listenToComponent(interaction, desk);
}

export const speakerOf = ({ guildId, channelId, channel, user }: Interaction): Speaker =>
  toSpeaker(user.id, guildId, channelId ?? '', channel);

async function hearCommand(interaction: ChatInputCommandInteraction, desk: Desk, drafts: Drafts): Promise<void> {
  const command = toCommand(interaction);
  if (command.verb === 'run') {
    const missing = command.text === '' ? 'request_empty' : await missingMaterial(command.text, command.sources.length);
    if (missing !== null && FORM_HELPS.includes(missing)) {
      const draft = command.sources.length === 0 ? '' : drafts.keep({ sources: command.sources });
      await interaction.showModal(toRunForm({ request: command.text, text: '', draft }));
      return;
    }
  }
  await hearDeferred(interaction, command, desk);
}

/**
 * Carries out what was typed while Discord is told that it arrived, within its three seconds. The two go side by side: a run that is kept goes on, also where the telling failed, since from then on messages go by the bot's
 * own token.
 */
export async function hearDeferred(
  interaction: RepliableInteraction,
  command: Command | Usage,
  desk: Desk,
  name = `discord:interaction:${interaction.id}`,
): Promise<void> {
  const speaker = speakerOf(interaction);
  const deferring = interaction.deferReply({ flags: MessageFlags.Ephemeral }).then(
    () => true,
    (error: unknown) => {
      desk.log.warn({ err: error }, 'Discord was not told in time that something arrived; it is carried out all the same');
      // Where nothing came back it may have heard: then somebody waits for an answer.
      interaction.deferred = !isRefusal(error);
      return interaction.deferred;
    },
  );
  const hearing: Promise<Reply> = desk.hear({
    command,
    claims: [name],
    asker: speaker.person,
    place: speaker.place,
    thread: speaker.thread,
    inThread: speaker.inThread,
    back: toBack(interaction.token, interaction.createdTimestamp),
    maySee: maySeeAs(speaker, desk),
  });
  const reply = await hearing.catch((error: unknown): Reply => {
    desk.log.error({ err: error }, 'what came from Discord could not be carried out');
    return { kind: 'refused', text: 'That did not work: Fanout met an error of its own. Try again.' };
  });
  if (!(await deferring)) return;
  // What goes on is seen by everybody; an answer of its own would only repeat it. Where it can't be, the word to the asker alone has taken its place already.
  if (reply.kind === 'going') await insist(() => interaction.deleteReply(), desk).catch(toUndefinedWhereGone);
  else await answerInteraction(interaction, reply, desk);
}

function toUndefinedWhereGone(error: unknown): void {
  if (!(error instanceof DiscordAPIError && GONE.includes(error.code))) throw error;
}

function toCommand({ options }: ChatInputCommandInteraction): Command | Usage {
  const verb = options.getSubcommand();
  if (verb !== 'run') {
    const words = [
      options.getString('run'),
      options.getInteger('lane')?.toString(),
      options.getString('lanes'),
      options.getString('words'),
    ];
    return parseArguments(verb, words.filter((word) => word != null).join(' '), DISCORD_ADDRESSING.command);
  }
  const text = options.getString('request')?.trim() ?? '';
  const files = ['file', 'file2', 'file3'].flatMap((name) => options.getAttachment(name) ?? []);
  const mode = MODES.find((it) => it === options.getString('mode')) ?? 'auto';
  return {
    ...toRunCommand(text),
    sources: toSources(files.map((file) => toAttachment(file, null))),
    mode,
    merge: MERGE_KINDS.find((it) => it === options.getString('merge')) ?? null,
    cap: options.getInteger('cap'),
    budgetUsd: options.getNumber('budget'),
  };
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
  await interaction.showModal(toRunForm({ request: '', text: fits ? message.content : '', draft }));
}
