import { DiscordAPIError, type Message, MessageFlags, RateLimitError, type RepliableInteraction } from 'discord.js';
import type { Reply } from '#commands/dispatch.ts';
import type { DiscordMessage } from '../message.ts';
import { toReplyMessage } from '../render/replies.ts';
import { type Typed, toTypedMessage } from '../render/typed-message.ts';
import type { Desk } from './desk.ts';

const NOBODY = { parse: [] } as const;

function toComponents(reply: Reply, { clock }: Desk) {
  const message: DiscordMessage = toReplyMessage(reply, clock.now());
  return message.kind === 'message' ? [...message.components] : [];
}

const MOST_TRIES = 5;
const WAIT_MS = 1_000;

/** Does what may be done twice until Discord takes it or refuses it, a few times at most. */
export async function insist(act: () => Promise<unknown>, { clock, signal }: Desk): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (tries === MOST_TRIES || isRefusal(error)) throw error;
      await clock.sleep(error instanceof RateLimitError ? error.retryAfter : WAIT_MS * tries, signal);
    }
  }
}

/** Not where Discord stumbled, or nothing came back. */
export const isRefusal = (error: unknown): boolean => error instanceof DiscordAPIError && error.status < 500;

/** Beside a message: Discord shows nothing to one person alone but as the answer to an interaction. */
export async function answerMessage(message: Message, reply: Reply, desk: Desk): Promise<void> {
  const answer = () =>
    message.reply({
      flags: MessageFlags.IsComponentsV2,
      components: toComponents(reply, desk),
      allowedMentions: { ...NOBODY, repliedUser: false },
      failIfNotExists: false,
      // Discord takes it once.
      nonce: message.id,
      enforceNonce: true,
    });
  await insist(answer, desk);
}

/** To one person, as the answer to what they typed or pressed, which was deferred; a no holds what was `typed`. */
export async function answerInteraction(interaction: RepliableInteraction, reply: Reply, desk: Desk, typed?: Typed): Promise<void> {
  const message = { flags: MessageFlags.IsComponentsV2, ...toContent(reply, desk, typed), allowedMentions: NOBODY } as const;
  await insist(() => interaction.editReply(message), desk);
}

/** The same where nothing was deferred. */
export async function replyToInteraction(interaction: RepliableInteraction, reply: Reply, desk: Desk, typed?: Typed): Promise<void> {
  const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
  const message = { flags, ...toContent(reply, desk, typed), allowedMentions: NOBODY } as const;
  if (interaction.replied || interaction.deferred) await interaction.followUp(message);
  else await interaction.reply(message);
}

const toContent = (reply: Reply, desk: Desk, typed: Typed | undefined) =>
  reply.kind === 'refused' && typed !== undefined
    ? toTypedMessage(reply.text, typed)
    : { components: toComponents(reply, desk), files: [] };
