import type { Attachment, Message } from 'discord.js';
import { type Material, type RepliedTo, readMessage, type Talk } from '#commands/read-message.ts';
import { toRef } from '../material/ref.ts';
import { toMessageId } from '../place.ts';
import { type Desk, maySeeAs, toSpeaker } from './desk.ts';
import { createOnce } from './once.ts';
import { answerMessage } from './say.ts';

const NOT_ME = 'That was my role, not me: mention @Fanout itself, the one with the bot badge, so that I can read your message.';

/** `@Fanout …` in a channel, a thread or a forum post, and what is written to it directly. */
export function listenToMentions(desk: Desk): void {
  const once = createOnce();
  desk.client.on('messageCreate', (message) => desk.background.run('a message', () => once(message.id, () => hearMessage(message, desk))));
}

async function hearMessage(message: Message, desk: Desk): Promise<void> {
  const me = desk.client.user;
  if (message.author.bot || message.webhookId !== null || message.system) return;
  const isDirect = message.guildId === null;
  // Everyone, a role and the author of what is replied to are mentioned without being meant.
  const isMeant = message.mentions.has(me, { ignoreEveryone: true, ignoreRoles: true, ignoreRepliedUser: true });
  if (!isDirect && !isMeant) {
    if (message.mentions.roles.some((role) => role.tags?.botId === me.id))
      await answerMessage(message, { kind: 'refused', text: NOT_ME }, desk);
    return;
  }
  const speaker = toSpeaker(message.author.id, message.guildId, message.channelId, message.channel);
  const text = message.content.replaceAll(new RegExp(`<@!?${me.id}>`, 'g'), ' ').trim();
  const at = { channel: message.channelId, message: message.id };
  const files = [...message.attachments.values()].map((file) => toAttachment(file, at));
  const reply = await desk.hear({
    ...(await readMessage({ text, files, repliesTo: toRepliedTo(message), talk: toTalk(message) })),
    claims: [`discord:message:${message.id}`],
    asker: speaker.person,
    place: speaker.place,
    // In a channel the run's thread hangs from the message that asked.
    thread: speaker.thread ?? toMessageId({ channel: message.channelId, message: message.id }),
    inThread: speaker.inThread,
    back: null,
    // What is answered here all people of this place read: nothing from another one, whatever its asker may see.
    // Direct messages only their writer reads.
    maySee: isDirect ? maySeeAs(speaker, desk) : async (place) => place === speaker.place,
  });
  if (reply.kind !== 'going') await answerMessage(message, reply, desk);
}

/** A reply to Fanout's own message may be about its run. */
function toRepliedTo({ reference, channelId, mentions, client }: Message): RepliedTo | null {
  if (reference?.messageId === undefined || reference.type !== 0) return null;
  const ref = toRef({ kind: 'message', channel: reference.channelId ?? channelId, message: reference.messageId });
  return { kind: 'file', title: 'the message', ref, isOurs: mentions.repliedUser?.id === client.user.id };
}

/** The talk before it: all of a thread belongs together, of a channel only what is said to be meant. */
const toTalk = ({ channelId: channel, id: message, channel: place }: Message): Talk => ({
  isThread: place.isThread(),
  toMaterial: (as) => ({ kind: 'file', title: 'the thread', ref: toRef({ kind: 'talk', channel, message, as }) }),
});

export const toAttachment = (
  { id, name, url, size }: Pick<Attachment, 'id' | 'name' | 'url' | 'size'>,
  at: { readonly channel: string; readonly message: string } | null,
): Material => ({
  kind: 'file',
  title: name,
  ref: toRef({ kind: 'attachment', url, size, message: at === null ? null : { ...at, attachment: id } }),
});
