import type { Attachment, Message } from 'discord.js';
import { parseCommand } from '#commands/parse.ts';
import { missingMaterial, refersToThread, threadShape } from '#core/plan/needs.ts';
import type { SourceRef } from '#core/request.ts';
import { toRef } from '../material/ref.ts';
import { toMessageId } from '../place.ts';
import { type Desk, maySeeAs, toSpeaker } from './desk.ts';
import { createOnce } from './once.ts';
import { answerMessage } from './say.ts';

/** Questions back that the talk before may answer. */
const TALK_HELPS = ['material_missing', 'items_missing', 'request_empty'];

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
  const files = [...message.attachments.values()];
  const isReply = message.reference?.messageId !== undefined && message.reference.type === 0;
  const isBare = text === '' && files.length === 0 && !isReply;
  const parsed = isBare ? ({ verb: 'help' } as const) : parseCommand(text, '');
  const { sources, around } = parsed.verb === 'run' ? await toMaterial(parsed.text, message, files, isReply) : NO_MATERIAL;
  const command = parsed.verb === 'run' ? { ...parsed, sources } : parsed;
  const reply = await desk.hear({
    command,
    claims: [`discord:message:${message.id}`],
    asker: speaker.person,
    place: speaker.place,
    // In a channel the run's thread hangs from the message that asked.
    thread: speaker.thread ?? toMessageId({ channel: message.channelId, message: message.id }),
    inThread: speaker.inThread,
    around,
    back: null,
    // What is answered here all people of this place read: nothing from another one, whatever its asker may see. Direct messages only their writer reads.
    maySee: isDirect ? maySeeAs(speaker, desk) : async (place) => place === speaker.place,
  });
  if (reply.kind !== 'going') await answerMessage(message, reply, desk);
}

interface Material {
  readonly sources: SourceRef[];
  /** What it may be about, where it is no word about a run. */
  readonly around: readonly SourceRef[];
}

const NO_MATERIAL: Material = { sources: [], around: [] };

/** What came with the message; the message that it replies to; else the talk before, where the request is about it or there is nothing else to work on. A reply to Fanout's own message may be about its run. */
async function toMaterial(text: string, message: Message, files: readonly Attachment[], isReply: boolean): Promise<Material> {
  const own = files.map((file) => toAttachment(file, { channel: message.channelId, message: message.id }));
  const repliedTo = message.reference?.messageId;
  if (isReply && repliedTo !== undefined) {
    const ref = toRef({ kind: 'message', channel: message.reference?.channelId ?? message.channelId, message: repliedTo });
    const all = toSources([...own, { kind: 'file', title: 'the message', ref }]);
    return message.mentions.repliedUser?.id === message.client.user.id ? toMayBeAbout(all, own.length) : { sources: all, around: [] };
  }
  const missing = await missingMaterial(text, own.length);
  const isAbout = refersToThread(text) || (missing !== null && TALK_HELPS.includes(missing) && message.channel.isThread());
  if (!isAbout) return { sources: toSources(own), around: [] };
  const ref = toRef({ kind: 'talk', channel: message.channelId, message: message.id, as: threadShape(text) });
  return toMayBeAbout(toSources([...own, { kind: 'file', title: 'the thread', ref }]), own.length);
}

const toMayBeAbout = (all: readonly SourceRef[], own: number): Material => ({ sources: all.slice(0, own), around: all.slice(own) });

export const toAttachment = (
  { id, name, url, size }: Pick<Attachment, 'id' | 'name' | 'url' | 'size'>,
  at: { readonly channel: string; readonly message: string } | null,
): Pick<SourceRef, 'kind' | 'title' | 'ref'> => ({
  kind: 'file',
  title: name,
  ref: toRef({ kind: 'attachment', url, size, message: at === null ? null : { ...at, attachment: id } }),
});

/** Numbered `S1`, `S2`, … in their order. */
export const toSources = (sources: readonly Pick<SourceRef, 'kind' | 'title' | 'ref'>[]): SourceRef[] =>
  sources.map((source, index) => ({ id: `S${index + 1}`, ...source }));
