import { type Message, MessageFlags, type RepliableInteraction } from 'discord.js';
import type { Reply } from '#commands/dispatch.ts';
import type { DiscordMessage } from '../message.ts';
import { toReplyMessage } from '../render/replies.ts';
import type { Desk } from './desk.ts';

const NOBODY = { parse: [] } as const;

function toComponents(reply: Reply, { clock }: Desk) {
  const message: DiscordMessage = toReplyMessage(reply, clock.now());
  return message.kind === 'message' ? [...message.components] : [];
}

/** Beside a message: Discord shows nothing to one person alone but as the answer to an interaction. */
export async function answerMessage(message: Message, reply: Reply, desk: Desk): Promise<void> {
  await message.reply({
    flags: MessageFlags.IsComponentsV2,
    components: toComponents(reply, desk),
    allowedMentions: { ...NOBODY, repliedUser: false },
    failIfNotExists: false,
  });
}

/** To one person, as the answer to what they typed or pressed, which was deferred. */
export async function answerInteraction(interaction: RepliableInteraction, reply: Reply, desk: Desk): Promise<void> {
  await interaction.editReply({ flags: MessageFlags.IsComponentsV2, components: toComponents(reply, desk), allowedMentions: NOBODY });
}

/** The same where nothing was deferred. */
export async function replyToInteraction(interaction: RepliableInteraction, reply: Reply, desk: Desk): Promise<void> {
  const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
  const message = { flags, components: toComponents(reply, desk), allowedMentions: NOBODY } as const;
  if (interaction.replied || interaction.deferred) await interaction.followUp(message);
  else await interaction.reply(message);
}
