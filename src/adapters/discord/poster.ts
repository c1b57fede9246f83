import { DiscordAPIError, MessageFlags, type REST, Routes } from 'discord.js';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Address, Aside, Budgets, Found, Poster, Sent, Tag } from '#core/ports/poster.ts';
import { type DiscordMessage, toMark, toNonce } from './message.ts';
import { toFileOutcome, toOutcome } from './outcome.ts';
import { parseMessageId, parsePlace, toMessageId, userOf } from './place.ts';

const ARCHIVED = 50_083;
const UNKNOWN_CHANNEL = 10_003;
const HAS_THREAD = 160_004;
/** A day: activity in a thread is messages, not edits, so a short one is archived under a running board. In minutes. */
const ARCHIVE_MIN = 1_440;
const THREAD_NAME_CHARS = 90;
/** Messages that a look for one goes through, newest first, a hundred a page. */
const MOST_PAGES = 10;
/** Two machines' clocks agree within this much. In milliseconds. */
const CLOCKS_MS = 300_000;

/** About five sends in five seconds and channel; edits share a channel's bucket, and those of messages over an hour old are three in six seconds. */
export const DISCORD_BUDGETS: Budgets = {
  post: ({ place, thread }) => ({ scope: `post ${thread ?? place}`, gapMs: 1_100, burst: 4 }),
  replace: ({ place }) => ({ scope: `edit ${place}`, gapMs: 2_000, burst: 2 }),
};

export interface PosterDeps {
  /** With `retries: 0` and the limits of channels rejected. */
  readonly rest: REST;
  readonly token: string;
  readonly applicationId: () => string;
  readonly botUserId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Messages in Discord by bot token: Components V2, nobody pinged but who the board says asked. */
export function createDiscordPoster({ rest, token, applicationId, botUserId, clock, log }: PosterDeps): Poster<DiscordMessage> {
  const gone = createGone(clock);

  async function attempt(act: () => Promise<string>, signal: AbortSignal): Promise<Sent> {
    signal.throwIfAborted();
    // Any 401 has discord.js forget it.
    rest.setToken(token);
    try {
      return { kind: 'sent', messageId: await act() };
    } catch (error) {
      signal.throwIfAborted();
      const outcome = toOutcome(error);
      if (outcome.kind === 'later' && error instanceof DiscordAPIError && error.status === 401)
        log.warn({ err: error }, 'Discord refused the token; it is tried again');
      return outcome;
    }
  }

  /** The channel that a message goes into: the place itself, or its thread, which is made when the first message needs it. */
  function channelOf({ place, thread }: Address): string {
    if (thread === null) return parsePlace(place)?.channel ?? '';
    const { channel, message } = parseMessageId(thread);
    return message ?? channel;
  }

  async function beginThread(thread: string, name: string, signal: AbortSignal): Promise<void> {
    const { channel, message } = parseMessageId(thread);
    if (message === null) return;
    try {
      await rest.post(Routes.threads(channel, message), { body: { name, auto_archive_duration: ARCHIVE_MIN }, signal });
    } catch (error) {
      if (!(error instanceof DiscordAPIError && error.code === HAS_THREAD)) throw error;
    }
  }

  /** Does it; where a thread sleeps it is woken first, and where it is not there yet `begin` begins it. */
  async function inThread<T>(
    channel: string,
    signal: AbortSignal,
    act: () => Promise<T>,
    begin: (() => Promise<void>) | null = null,
  ): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      if (error.code === UNKNOWN_CHANNEL && begin !== null) await begin();
      else if (error.code === ARCHIVED) await rest.patch(Routes.channel(channel), { body: { archived: false }, signal });
      else throw error;
      return await act();
    }
  }

  async function send(channel: string, content: DiscordMessage, tag: Tag, person: string | null, signal: AbortSignal): Promise<string> {
    const { body, files } = toRequest(content, tag, person);
    const sent = (await rest.post(Routes.channelMessages(channel), {
      body: { ...body, nonce: toNonce(tag, gone.times(tag)), enforce_nonce: true },
      files,
      signal,
    })) as APIMessage;
    return toMessageId({ channel: sent.channel_id, message: sent.id });
  }

  return {
    async post(to, content, tag, signal) {
      const name = `Fanout run ${tag.runId}`.slice(0, THREAD_NAME_CHARS);
      const channel = channelOf(to);
      const { thread } = to;
      const begin = thread === null ? null : () => beginThread(thread, name, signal);
      const person = tag.key === 'board' ? askerOf(content) : null;
      const sent = await attempt(() => inThread(channel, signal, () => send(channel, content, tag, person, signal), begin), signal);
      if (content.kind === 'file') return toFileOutcome(sent);
      // Of a new message the one that is gone is that which its thread was to hang from.
      return sent.kind === 'refused' && sent.what === 'message'
        ? { kind: 'refused', what: 'place', reason: 'the message that the thread was to hang from is gone' }
        : sent;
    },

    async replace(_to, messageId, content, tag, signal) {
      const { channel, message } = parseMessageId(messageId);
      if (content?.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be changed' };
      const route = Routes.channelMessage(channel, message ?? '');
      const act =
        content === null
          ? () => rest.delete(route, { signal })
          : () => rest.patch(route, { body: toRequest(content, tag, null).body, signal });
      const done = await attempt(async () => {
        await inThread(channel, signal, act);
        return messageId;
      }, signal);
      const isGone = done.kind === 'refused' && done.what === 'message';
      if (isGone || content === null) gone.add(tag);
      return content === null && isGone ? { kind: 'sent', messageId } : done;
    },

    async find(to, tag, sinceMs, signal) {
      signal.throwIfAborted();
      rest.setToken(token);
      try {
        return await look(channelOf(to), tag, sinceMs, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DiscordAPIError && error.code === UNKNOWN_CHANNEL) return { kind: 'none' };
        const outcome = toOutcome(error);
        if (outcome.kind === 'later') return outcome;
        return outcome.kind === 'unclear' ? { kind: 'later', afterMs: null } : { kind: 'unknown' };
      }
    },

    async tell(aside, content, tag, signal) {
      if (content.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be told aside' };
      const answered = await answerBack(aside, content, tag, signal);
      if (answered !== null) return answered;
      return await attempt(async () => {
        const body = { recipient_id: userOf(aside.person) };
        const direct = (await rest.post(Routes.userChannels(), { body, signal })) as { readonly id: string };
        return await send(direct.id, content, tag, null, signal);
      }, signal);
    },
  };

  async function look(channel: string, tag: Tag, sinceMs: number, signal: AbortSignal): Promise<Found> {
    const mark = toMark(tag);
    let before: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ limit: '100', ...(before === null ? {} : { before }) });
      const messages = (await rest.get(Routes.channelMessages(channel), { query, signal })) as APIMessage[];
      const found = messages.find((message) => message.author.id === botUserId() && isMarked(message, mark));
      if (found !== undefined) return { kind: 'found', messageId: toMessageId({ channel, message: found.id }) };
      const oldest = messages.at(-1);
      before = oldest?.id ?? null;
      if (messages.length < 100 || oldest === undefined || Date.parse(oldest.timestamp) < sinceMs - CLOCKS_MS) return { kind: 'none' };
    }
    return { kind: 'unknown' };
  }

  /** By the interaction that asked, for a quarter of an hour; null where there is none left. */
  async function answerBack({ back }: Aside, content: DiscordMessage, tag: Tag, signal: AbortSignal): Promise<Sent | null> {
    if (back === null || clock.now() >= back.untilMs) return null;
    const { body } = toRequest(content, tag, null);
    const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
    // A first word after "thinking…" would take its place, and go with it when that is taken away.
    await rest.delete(Routes.webhookMessage(applicationId(), back.address), { auth: false, signal }).catch(() => undefined);
    const sent = await attempt(async () => {
      const message = (await rest.post(Routes.webhook(applicationId(), back.address), {
        body: { ...body, flags },
        auth: false,
        signal,
      })) as APIMessage;
      return message.id;
    }, signal);
    return sent.kind === 'refused' ? null : sent;
  }
}

/** Longer than Discord remembers a nonce. */
const NONCE_MS = 15 * 60_000;

/** How often messages were there and are gone, for as long as that matters. */
function createGone(clock: Clock) {
  const known = new Map<string, { readonly times: number; readonly atMs: number }>();
  const nameOf = ({ runId, key }: Tag): string => `${runId}:${key}`;
  const times = (tag: Tag): number => known.get(nameOf(tag))?.times ?? 0;
  return {
    times,
    add(tag: Tag): void {
      const now = clock.now();
      for (const [name, { atMs }] of known) if (now - atMs > NONCE_MS) known.delete(name);
      known.set(nameOf(tag), { times: times(tag) + 1, atMs: now });
    },
  };
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
