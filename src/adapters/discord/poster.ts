import { DiscordAPIError, MessageFlags, type REST, Routes } from 'discord.js';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Address, Aside, Budgets, Found, Poster, Sent, Tag } from '#core/ports/poster.ts';
import { type DiscordMessage, toMark, toNonce } from './message.ts';
import { toOutcome } from './outcome.ts';
import { parseMessageId, parsePlace, toMessageId, userOf } from './place.ts';

const ARCHIVED = 50_083;
const UNKNOWN_CHANNEL = 10_003;
const HAS_THREAD = 160_004;
/** A day: activity in a thread is messages, not edits, so a short one is archived under a running board. In minutes. */
const ARCHIVE_MIN = 1_440;
const THREAD_NAME_CHARS = 90;
/** Messages that a look for one goes through, newest first, a hundred a page. */
const MOST_PAGES = 10;

/** About five sends in five seconds and channel; edits share a channel's bucket, and those of messages over an hour old are three in six seconds. */
export const DISCORD_BUDGETS: Budgets = {
  post: ({ place, thread }) => ({ scope: `post ${thread ?? place}`, gapMs: 1_100, burst: 4 }),
  replace: ({ place }) => ({ scope: `edit ${place}`, gapMs: 2_000, burst: 2 }),
};

export interface PosterDeps {
  /** With `retries: 0` and every rate limit rejected. */
  readonly rest: REST;
  readonly token: string;
  readonly applicationId: () => string;
  readonly botUserId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Messages in Discord by bot token: Components V2, nobody pinged but who the board says asked. */
export function createDiscordPoster({ rest, token, applicationId, botUserId, clock, log }: PosterDeps): Poster<DiscordMessage> {
  async function attempt(act: () => Promise<string>): Promise<Sent> {
    try {
      return { kind: 'sent', messageId: await act() };
    } catch (error) {
      if (error instanceof DiscordAPIError && error.status === 401) {
        log.error({ err: error }, 'Discord refused the token');
        rest.setToken(token);
      }
      return toOutcome(error);
    }
  }

  /** The channel that a message goes into: the place itself, or its thread, which is made when the first message needs it. */
  async function channelOf({ place, thread }: Address): Promise<string | null> {
    if (thread === null) return parsePlace(place)?.channel ?? null;
    const { channel, message } = parseMessageId(thread);
    return message ?? channel;
  }

  async function beginThread(thread: string, name: string): Promise<void> {
    const { channel, message } = parseMessageId(thread);
    if (message === null) return;
    try {
      await rest.post(Routes.threads(channel, message), { body: { name, auto_archive_duration: ARCHIVE_MIN } });
    } catch (error) {
      if (!(error instanceof DiscordAPIError && error.code === HAS_THREAD)) throw error;
    }
  }

  /** Does it; where the thread is not there yet, or sleeps, it is begun or woken first. */
  async function inThread<T>(to: Address, name: string, act: (channel: string) => Promise<T>): Promise<T> {
    const channel = (await channelOf(to)) ?? '';
    try {
      return await act(channel);
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || to.thread === null) throw error;
      if (error.code === UNKNOWN_CHANNEL && parseMessageId(to.thread).message !== null) await beginThread(to.thread, name);
      else if (error.code === ARCHIVED) await rest.patch(Routes.channel(channel), { body: { archived: false } });
      else throw error;
      return await act(channel);
    }
  }

  async function send(channel: string, content: DiscordMessage, tag: Tag, person: string | null): Promise<string> {
    const { body, files } = toRequest(content, tag, person);
    const sent = (await rest.post(Routes.channelMessages(channel), {
      body: { ...body, nonce: toNonce(tag), enforce_nonce: true },
      files,
    })) as APIMessage;
    return toMessageId({ channel: sent.channel_id, message: sent.id });
  }

  return {
    async post(to, content, tag) {
      const name = `Fanout run ${tag.runId}`.slice(0, THREAD_NAME_CHARS);
      return await attempt(() =>
        inThread(to, name, (channel) => send(channel, content, tag, tag.key === 'board' ? askerOf(content) : null)),
      );
    },

    async replace(to, messageId, content, tag) {
      const { channel, message } = parseMessageId(messageId);
      if (content?.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be changed' };
      if (content === null) {
        const gone = await attempt(async () => {
          await rest.delete(Routes.channelMessage(channel, message ?? ''));
          return messageId;
        });
        return gone.kind === 'refused' && gone.what === 'message' ? { kind: 'sent', messageId } : gone;
      }
      return await attempt(() =>
        inThread({ ...to, thread: channel === parsePlace(to.place)?.channel ? null : to.thread }, '', async () => {
          const { body } = toRequest(content, tag, null);
          await rest.patch(Routes.channelMessage(channel, message ?? ''), { body });
          return messageId;
        }),
      );
    },

    async find(to, tag) {
      const channel = (await channelOf(to)) ?? '';
      try {
        return await look(channel, tag);
      } catch (error) {
        if (error instanceof DiscordAPIError && error.code === UNKNOWN_CHANNEL) return { kind: 'none' };
        const outcome = toOutcome(error);
        if (outcome.kind === 'later') return outcome;
        return outcome.kind === 'unclear' ? { kind: 'later', afterMs: null } : { kind: 'unknown' };
      }
    },

    async tell(aside, content, tag) {
      if (content.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be told aside' };
      const answered = await answerBack(aside, content, tag);
      if (answered !== null) return answered;
      return await attempt(async () => {
        const direct = (await rest.post(Routes.userChannels(), { body: { recipient_id: userOf(aside.person) } })) as {
          readonly id: string;
        };
        return await send(direct.id, content, tag, null);
      });
    },
  };

  async function look(channel: string, tag: Tag): Promise<Found> {
    const mark = toMark(tag);
    let before: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ limit: '100', ...(before === null ? {} : { before }) });
      const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
      const found = messages.find((message) => message.author.id === botUserId() && isMarked(message, mark));
      if (found !== undefined) return { kind: 'found', messageId: toMessageId({ channel, message: found.id }) };
      before = messages.at(-1)?.id ?? null;
      if (messages.length < 100) return { kind: 'none' };
    }
    return { kind: 'none' };
  }

  /** By the interaction that asked, for a quarter of an hour; null where there is none left. */
  async function answerBack({ back }: Aside, content: DiscordMessage, tag: Tag): Promise<Sent | null> {
    if (back === null || clock.now() >= back.untilMs) return null;
    const { body } = toRequest(content, tag, null);
    const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
    const sent = await attempt(async () => {
      const message = (await rest.post(Routes.webhook(applicationId(), back.address), {
        body: { ...body, flags },
        auth: false,
      })) as APIMessage;
      return message.id;
    });
    return sent.kind === 'refused' ? null : sent;
  }
}

function toRequest(content: DiscordMessage, tag: Tag, person: string | null) {
  const allowed_mentions = { parse: [], users: person === null ? [] : [person] };
  const mark = { type: ComponentType.TextDisplay, content: toMark(tag) } as const;
  const common = { flags: MessageFlags.IsComponentsV2, allowed_mentions } as const;
  if (content.kind === 'message') return { body: { ...common, components: [...content.components, mark] }, files: [] };
  const { name, bytes } = content.file;
  const comment = { type: ComponentType.TextDisplay, content: content.comment } as const;
  const file = { type: ComponentType.File, file: { url: `attachment://${name}` } } as const;
  return {
    body: { ...common, components: [comment, file, mark], attachments: [{ id: 0, filename: name }] },
    files: [{ name, data: Buffer.from(bytes), key: 'files[0]' }],
  };
}

/** The one person that a board may call, where it says who asked. */
const askerOf = (content: DiscordMessage): string | null =>
  /<@(\d{17,20})>/.exec(content.kind === 'message' ? JSON.stringify(content.components) : '')?.[1] ?? null;

const isMarked = (message: APIMessage, mark: string): boolean =>
  (message.components ?? []).some((component) => component.type === ComponentType.TextDisplay && component.content === mark);
