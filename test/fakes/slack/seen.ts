import { toFields, toFieldsList } from './arguments.ts';
import { pingsOf, unfurlsOf } from './pings.ts';
import type { Fields } from './refusal.ts';
import { renderMessage } from './render.ts';
import { type Channel, channelOf, type Message, newest, type World } from './world.ts';

/** Something in a message that can be pressed or chosen from. */
export interface Control {
  readonly actionId: string;
  readonly blockId: string;
  readonly type: string;
  readonly label: string;
  readonly value: string | null;
  /** Values of a menu's options. */
  readonly options: readonly string[];
}

/** A message as one person sees it. */
export interface SeenMessage {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly from: string;
  readonly text: string;
  /** What a notification or a screen reader says. */
  readonly fallback: string;
  readonly isEphemeral: boolean;
  /** Blocks hide the mark that text edits carry. */
  readonly isEdited: boolean;
  readonly pings: readonly string[];
  readonly unfurls: boolean;
  readonly controls: readonly Control[];
  readonly files: readonly string[];
  readonly replies: number;
}

export function optionsOf(element: Fields): Fields[] {
  return [...toFieldsList(element.options), ...toFieldsList(element.option_groups).flatMap((group) => toFieldsList(group.options))];
}

export interface FoundElement {
  readonly block: Fields;
  readonly element: Fields;
}

/** Everything with an action in the blocks, containers opened. */
export function elementsOf(blocks: readonly Fields[]): FoundElement[] {
  return blocks.flatMap((block) => {
    const inner = toFieldsList(block.child_blocks);
    // An input tells the app of each change only where it says so.
    const dispatched = block.dispatch_action === true ? [toFields(block.element)] : [];
    const own = [...dispatched, ...toFieldsList(block.elements), ...(block.accessory === undefined ? [] : [toFields(block.accessory)])];
    return [...own.map((element) => ({ block, element })), ...elementsOf(inner)].filter(({ element }) => element.action_id !== undefined);
  });
}

const toControl = ({ block, element }: FoundElement): Control => ({
  actionId: String(element.action_id),
  blockId: String(block.block_id),
  type: String(element.type),
  label: String(toFields(element.text).text ?? toFields(element.placeholder).text ?? ''),
  value: typeof element.value === 'string' ? element.value : null,
  options: optionsOf(element).map(({ value }) => String(value)),
});

/** Members see a channel, and everybody sees a public one. */
export const canSee = (channel: Channel, user: string): boolean =>
  channel.members.has(user) || (channel.isPrivate !== true && channel.isIm !== true);

function toSeen(channel: Channel, message: Message): SeenMessage {
  const { text, blocks } = newest(message);
  return {
    ts: message.ts,
    threadTs: message.threadTs,
    from: message.from,
    text: renderMessage(message),
    fallback: text,
    isEphemeral: message.onlyFor !== null,
    isEdited: message.revisions.length > 1 && blocks.length === 0,
    pings: pingsOf(message),
    unfurls: unfurlsOf(message),
    controls: elementsOf(blocks).map(toControl),
    files: message.files.map(({ name }) => name),
    replies: channel.messages.filter(
      ({ threadTs, deletedAtMs, onlyFor }) => threadTs === message.ts && deletedAtMs === null && onlyFor === null,
    ).length,
  };
}

/** The channel itself, or with `threadTs` one thread with its root. */
export function seenBy(world: World, team: string, user: string, channelId: string, threadTs: string | null): SeenMessage[] {
  const channel = channelOf(world, team, channelId);
  if (!canSee(channel, user)) return [];
  const isHere = (message: Message): boolean =>
    threadTs === null ? message.threadTs === null || message.broadcast : message.threadTs === threadTs || message.ts === threadTs;
  return channel.messages
    .filter((message) => message.deletedAtMs === null && (message.onlyFor === null || message.onlyFor === user) && isHere(message))
    .map((message) => toSeen(channel, message));
}
