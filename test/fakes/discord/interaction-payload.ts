import { randomBytes } from 'node:crypto';
import { ChannelType, type InteractionType } from 'discord-api-types/v10';
import type { Clock } from '#core/ports/clock.ts';
import type { Fields } from './fields.ts';
import type { Gateway } from './gateway.ts';
import type { Interaction, OpenModal } from './interaction.ts';
import { channelOf, guildOf, newest, userOf } from './lookup.ts';
import { toMessageObject } from './message-object.ts';
import { toInteractionChannel, toMemberObject, toUserObject } from './objects.ts';
import { canSee, permissionsOf } from './permissions.ts';
import { FILE_BYTES } from './uploads.ts';
import type { Channel, Message, World } from './world.ts';

/** Where a person stands when they do something. */
export interface Spot {
  readonly channel: string;
  readonly user: string;
}

export type Acknowledged = 'message' | 'deferred message' | 'deferred update' | 'update' | 'choices' | 'modal';

/** How one interaction went. */
export interface InteractionOutcome {
  readonly id: string;
  /** Null: the app did not answer. */
  readonly acknowledged: Acknowledged | null;
  /** Milliseconds until the answer. */
  readonly ms: number;
  /** The answer's message; an id. */
  readonly messageId: string | null;
  readonly isEphemeral: boolean;
  readonly modal: OpenModal | null;
  /** Of an autocomplete. */
  readonly choices: readonly Fields[];
  /** What the person is told when the app failed. */
  readonly failure: 'interaction failed' | null;
}

const NAMES: Readonly<Record<number, Acknowledged>> = {
  4: 'message',
  5: 'deferred message',
  6: 'deferred update',
  7: 'update',
  8: 'choices',
  9: 'modal',
};

export interface Doing {
  readonly kind: InteractionType;
  readonly spot: Spot;
  readonly data: Fields;
  readonly commandName?: string;
  /** The message with the component, or whose component opened the form. */
  readonly message?: Message | null;
  /** Whether the payload carries that message. */
  readonly showsMessage?: boolean;
}

export interface Sender {
  /** Resolves when the app answered, or when its time is over. */
  send(doing: Doing): Promise<InteractionOutcome>;
  /** The channel, where this person may act. Throws otherwise. */
  stand(spot: Spot): Channel;
  close(): void;
}

export function createSender(world: World, gateway: Pick<Gateway, 'hasListener'>, clock: Clock): Sender {
  const closing = new AbortController();

  function stand({ channel, user }: Spot): Channel {
    const found = channelOf(world, channel);
    userOf(world, user);
    if (!canSee(world, found, user)) throw new Error(`${user} can't see ${channel}`);
    return found;
  }

  function toPayload(interaction: Interaction, channel: Channel, { data, message = null, showsMessage = false }: Doing): Fields {
    const guild = guildOf(world, channel);
    const user = interaction.userId;
    return {
      id: interaction.id,
      application_id: world.applicationId,
      type: interaction.kind,
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: toInteractionChannel(world, channel, user),
      app_permissions: permissionsOf(world, channel, world.botUserId).toString(),
      locale: 'en-US',
      entitlements: [],
      attachment_size_limit: FILE_BYTES,
      context: guild === null ? 1 : 0,
      authorizing_integration_owners: { '0': guild?.id ?? '0' },
      ...(guild === null
        ? { user: toUserObject(userOf(world, user)) }
        : {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: { ...toMemberObject(world, guild, user), permissions: permissionsOf(world, channel, user).toString() },
          }),
      ...(showsMessage && message !== null && { message: toMessageObject(world, channel, message, { seesContent: true }) }),
    };
  }

  function outcomeOf(interaction: Interaction, ms: number): InteractionOutcome {
    const { id, answer, original, modal, choices, state } = interaction;
    const isMessage = answer === 4 || answer === 5;
    return {
      id,
      acknowledged: answer === null ? null : (NAMES[answer] ?? null),
      ms,
      messageId: isMessage ? (original?.id ?? null) : null,
      isEphemeral: isMessage && original !== null && original.onlyFor !== null,
      modal,
      choices: choices ?? [],
      failure: state === 'answered' ? null : 'interaction failed',
    };
  }

  return {
    stand,
    close: () => closing.abort(),
    send: (doing) => {
      const channel = stand(doing.spot);
      const startedMs = clock.now();
      const settled = new AbortController();
      const { promise, resolve } = Promise.withResolvers<InteractionOutcome>();
      const interaction: Interaction = {
        id: world.nextId(),
        token: `aW50ZXJhY3Rpb246${randomBytes(48).toString('base64url')}`,
        kind: doing.kind,
        userId: doing.spot.user,
        guildId: channel.guildId,
        channelId: channel.id,
        createdMs: world.nowMs(),
        commandName: doing.commandName ?? null,
        message: doing.message ?? null,
        state: 'waiting',
        answer: null,
        original: null,
        modal: null,
        choices: null,
        followUps: 0,
        settled: () => {
          settled.abort();
          resolve(outcomeOf(interaction, clock.now() - startedMs));
        },
      };
      world.interactions.set(interaction.token, interaction);
      const fail = (): void => {
        interaction.state = 'failed';
        interaction.settled();
      };
      clock.sleep(world.ackMs, AbortSignal.any([settled.signal, closing.signal])).then(fail, () => undefined); // it was answered before
      // With nobody there it is lost: interactions are not kept for later.
      if (!gateway.hasListener(channel.guildId)) fail();
      else world.emit('INTERACTION_CREATE', toPayload(interaction, channel, doing), { guildId: channel.guildId });
      return promise;
    },
  };
}

/** For a person: the message must be there and be theirs to see. */
export function seenMessage(channel: Channel, user: string, id: string): Message {
  const message = channel.messages.find((each) => each.id === id && each.deletedMs === null);
  if (message === undefined || (message.onlyFor !== null && message.onlyFor !== user)) throw new Error(`${user} sees no message ${id}`);
  return message;
}

export const isDirect = (channel: Channel): boolean => channel.type === ChannelType.DM;

export const componentsOf = (message: Message): readonly Fields[] => newest(message).components;
