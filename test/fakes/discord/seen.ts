import { PermissionFlagsBits as Can, ChannelType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { type Fields, toFieldsList, toText } from './fields.ts';
import { channelOf, newest, userOf } from './lookup.ts';
import { canSee, may } from './permissions.ts';
import { controlsIn } from './pressing.ts';
import { renderComponents, renderEmbed } from './render.ts';
import type { Channel, Message, World } from './world.ts';

/** Something in a message that can be pressed or chosen from. */
export interface Control {
  readonly customId: string;
  readonly kind: 'button' | 'menu';
  readonly label: string;
  readonly isDisabled: boolean;
  /** Values of a menu's options. */
  readonly options: readonly string[];
}

/** A message as one person sees it. */
export interface SeenMessage {
  readonly id: string;
  readonly author: string;
  /** Everything there is to read: content, embeds, components and file names. */
  readonly text: string;
  readonly content: string;
  readonly embeds: readonly string[];
  readonly isEphemeral: boolean;
  /** "Fanout is thinking…" */
  readonly isLoading: boolean;
  readonly isEdited: boolean;
  readonly isV2: boolean;
  readonly isPinned: boolean;
  /** Written by Discord itself: a thread was begun, renamed. */
  readonly isSystem: boolean;
  /** Links show no previews. */
  readonly suppressesEmbeds: boolean;
  readonly replyTo: string | null;
  /** "ada used /fanout". */
  readonly usedBy: string | null;
  readonly pings: readonly string[];
  readonly controls: readonly Control[];
  readonly files: readonly string[];
  /** The thread that hangs on it. */
  readonly threadId: string | null;
}

const SPOKEN = new Set<number>([MessageType.Default, MessageType.Reply, MessageType.ChatInputCommand, MessageType.ContextMenuCommand]);

const toControl = (component: Fields): Control => ({
  customId: toText(component.custom_id),
  kind: component.type === 2 ? 'button' : 'menu',
  label: toText(component.label) || toText(component.placeholder),
  isDisabled: component.disabled === true,
  options: toFieldsList(component.options).map(({ value }) => toText(value)),
});

/** With V2 a file shows only where a component shows it. */
function filesOf(message: Message): string[] {
  const { files, flags, components } = newest(message);
  const names = files.map(({ name }) => name);
  if ((flags & MessageFlags.IsComponentsV2) === 0) return names;
  const shown = JSON.stringify(components);
  return names.filter((name) => shown.includes(`attachment://${name}`));
}

function toSeen(world: World, channel: Channel, message: Message): SeenMessage {
  const { content, embeds, components, flags } = newest(message);
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const files = filesOf(message);
  const rendered = embeds.map(renderEmbed);
  const listed = isV2 ? [] : files.map((name) => `(file: ${name})`);
  const parts = [content, ...rendered, renderComponents(components), ...listed];
  return {
    id: message.id,
    author: userOf(world, message.authorId).name,
    text: message.isLoading ? 'Fanout is thinking…' : parts.filter((part) => part !== '').join('\n'),
    content,
    embeds: rendered,
    isEphemeral: message.onlyFor !== null,
    isLoading: message.isLoading,
    isEdited: message.revisions.length > 1,
    isV2,
    isPinned: message.isPinned,
    isSystem: !SPOKEN.has(message.type),
    suppressesEmbeds: (flags & MessageFlags.SuppressEmbeds) !== 0,
    replyTo: message.reference?.channelId === channel.id && message.reference.messageId !== '' ? message.reference.messageId : null,
    usedBy: message.interaction?.commandName == null ? null : userOf(world, message.interaction.userId).name,
    pings: [...message.pings],
    controls: controlsIn(components).map(toControl),
    files,
    threadId: world.channels.has(message.id) ? message.id : null,
  };
}

/** Nothing where the person does not see the channel; without the history they see nothing either, as if they had just come. */
export function seenBy(world: World, userId: string, channelId: string): SeenMessage[] {
  const channel = channelOf(world, channelId);
  if (!canSee(world, channel, userId)) return [];
  if (channel.type !== ChannelType.DM && !may(world, channel, userId, Can.ReadMessageHistory)) return [];
  return channel.messages
    .filter((message) => message.deletedMs === null && (message.onlyFor === null || message.onlyFor === userId))
    .map((message) => toSeen(world, channel, message));
}
