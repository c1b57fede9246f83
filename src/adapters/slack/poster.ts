import type { MessageMetadata } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Aside, Budgets, Found, Poster, Sent, Tag } from '#core/ports/poster.ts';
import { type Clients, type TeamClients, TIMEOUT_MS } from './clients.ts';
import { type SlackMessage, toFileTitle } from './message.ts';
import { toOutcome } from './outcome.ts';
import { parsePlace, userOf } from './place.ts';
import { createSessions } from './session.ts';
import { uploadFile } from './upload.ts';

const METADATA_TYPE = 'fanout_message';

/** Pages of history that a look for one message goes through, a hundred messages each, before it counts as not there. */
const MOST_PAGES = 20;

const UNKNOWN_BLOCKS = ['invalid_blocks', 'invalid_blocks_format'];

/** Slack's clock and ours agree within this much. In milliseconds. */
const CLOCKS_MS = 300_000;

const UNINSTALLED: Sent = { kind: 'refused', what: 'place', reason: 'Fanout is not installed in this workspace any more' };

/** Slack: about one message a second in a channel, with short bursts; `chat.update` is tier 3, 50 a minute for a workspace. */
export const SLACK_BUDGETS: Budgets = {
  post: ({ place }) => ({ scope: `post ${place}`, gapMs: 1_000, burst: 4 }),
  replace: ({ place }) => ({ scope: `edit ${parsePlace(place)?.team ?? place}`, gapMs: 1_250, burst: 4 }),
};

export interface PosterDeps {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: typeof globalThis.fetch;
}

/** Messages in Slack by bot token. Never an unfurl, never a mention but those that the message's own blocks hold. */
export function createSlackPoster({ clients, clock, log, fetch }: PosterDeps): Poster<SlackMessage> {
  /** Kinds of blocks that a workspace does not take: `T1 plan`. */
  const untaken = new Set<string>();
  const sessions = createSessions(log);

  /** Does it with `blocks`, then with the simpler ones, then with the text alone, until Slack takes the content. */
  async function send(
    team: string,
    message: Extract<SlackMessage, { kind: 'message' }>,
    act: (blocks: SlackBlocks) => Promise<Sent>,
  ): Promise<Sent> {
    const { blocks, simpler } = message;
    const kind = `${team} ${blocks.find(({ type }) => type === 'plan' || type === 'markdown')?.type ?? ''}`;
    const forms = [...(untaken.has(kind) && simpler !== null ? [] : [blocks]), ...(simpler === null ? [] : [simpler]), []];
    let sent: Sent = { kind: 'refused', what: 'content', reason: 'nothing to send' };
    let isUnknown = false;
    for (const [index, form] of forms.entries()) {
      sent = await act([...form]);
      if (sent.kind !== 'refused' || sent.what !== 'content') {
        if (isUnknown && sent.kind === 'sent' && form === simpler) untaken.add(kind);
        return sent;
      }
      // Too long is this message's own matter; a kind of block that is not known will not be known next time.
      isUnknown = index === 0 && UNKNOWN_BLOCKS.includes(sent.reason);
      log.warn({ team, reason: sent.reason, form: index }, 'Slack does not take these blocks; a simpler form is tried');
    }
    return sent;
  }

  async function teamOf(place: string): Promise<{ readonly team: string; readonly channel: string; readonly clients: TeamClients } | null> {
    const it = parsePlace(place);
    const theirs = it === null ? null : await clients.of(it.team);
    return it === null || theirs === null ? null : { ...it, clients: theirs };
  }

  return {
    async post({ place, thread }, content, tag) {
      const at = await teamOf(place);
      if (at === null) return UNINSTALLED;
      const { calls } = at.clients;
      if (content.kind === 'file')
        return await uploadFile(calls, { channel: at.channel, thread, title: toFileTitle(tag), ...content }, fetch);
      const sent = await send(at.team, content, (blocks) =>
        attempt(async () => {
          const { ts } = await calls.chat.postMessage({
            channel: at.channel,
            text: content.text,
            ...(blocks.length > 0 ? { blocks } : {}),
            ...(thread === null ? {} : { thread_ts: thread }),
            metadata: toMetadata(tag),
            ...QUIET,
            unfurl_links: false,
            unfurl_media: false,
          });
          return ts ?? '';
        }),
      );
      if (sent.kind === 'sent') sessions.set(at.clients, at.channel, thread ?? sent.messageId, content.session);
      return sent;
    },

    async replace({ place, thread }, messageId, content, tag) {
      const at = await teamOf(place);
      if (at === null) return UNINSTALLED;
      const { calls, edits } = at.clients;
      // A file can't be changed; core posts another one instead.
      if (content?.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be changed' };
      if (content === null) {
        const gone = await attempt(async () => (await calls.chat.delete({ channel: at.channel, ts: messageId })).ts ?? messageId);
        return gone.kind === 'refused' && gone.what === 'message' ? { kind: 'sent', messageId } : gone;
      }
      const sent = await send(at.team, content, (blocks) =>
        attempt(async () => {
          // `blocks: []` and no blocks are not the same: the second leaves what is there.
          await edits.chat.update({ channel: at.channel, ts: messageId, text: content.text, blocks, metadata: toMetadata(tag), ...QUIET });
          return messageId;
        }),
      );
      if (sent.kind === 'sent') sessions.set(at.clients, at.channel, thread ?? messageId, content.session);
      return sent;
    },

    async find({ place, thread }, tag, sinceMs) {
      const at = await teamOf(place);
      if (at === null) return { kind: 'unknown' };
      return await look(at.clients, at.channel, { thread, sinceMs }, tag);
    },

    async tell(aside, content, tag) {
      if (content.kind === 'file') return { kind: 'refused', what: 'content', reason: 'a file can not be told aside' };
      // How far it is takes the place of what was said before; the answer stands by itself.
      const answered = await answerBack(aside, content, /^aside:0/.test(tag.key));
      if (answered !== null) return answered;
      const at = await teamOf(aside.place);
      if (at === null) return UNINSTALLED;
      return await send(at.team, content, (blocks) =>
        attempt(async () => {
          const { ts } = await at.clients.calls.chat.postMessage({
            channel: userOf(aside.person),
            text: content.text,
            ...(blocks.length > 0 ? { blocks } : {}),
            ...QUIET,
            unfurl_links: false,
            unfurl_media: false,
          });
          return ts ?? '';
        }),
      );
    },
  };

  /** By the way back that came with what was typed: at most five times within half an hour. Null where there is none left. */
  async function answerBack(
    { back }: Aside,
    { text, blocks }: Extract<SlackMessage, { kind: 'message' }>,
    replaces: boolean,
  ): Promise<Sent | null> {
    if (back === null || clock.now() >= back.untilMs) return null;
    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: replaces, text, blocks });
    const response = await fetch(back.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null);
    if (response === null) return { kind: 'later', afterMs: null };
    await response.body?.cancel();
    if (response.ok) return { kind: 'sent', messageId: '' };
    return response.status === 429 || response.status >= 500 ? { kind: 'later', afterMs: null } : null;
  }
}

type SlackBlocks = Extract<SlackMessage, { kind: 'message' }>['blocks'][number][];

/** Both fall back to other values on an edit that leaves them out. */
const QUIET = { parse: 'none', link_names: false } as const;

const toMetadata = ({ runId, key }: Tag): MessageMetadata => ({ event_type: METADATA_TYPE, event_payload: { run: runId, key } });

async function attempt(act: () => Promise<string>): Promise<Sent> {
  try {
    return { kind: 'sent', messageId: await act() };
  } catch (error) {
    return toOutcome(error);
  }
}

interface Range {
  readonly thread: string | null;
  readonly sinceMs: number;
}

async function look({ calls, tokens }: TeamClients, channel: string, range: Range, tag: Tag): Promise<Found> {
  const title = tag.key.startsWith('file:') ? toFileTitle(tag) : null;
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { messages = [], response_metadata: next } = await readPage(calls, channel, range, cursor);
      const ours = messages.filter((message) => message.bot_id === tokens.botId || message.user === tokens.botUserId);
      const found = ours.find((message) =>
        title === null ? isTagged(message.metadata, tag) : message.files?.some((file) => file.title === title),
      );
      if (found?.ts !== undefined) return { kind: 'found', messageId: found.ts };
      cursor = next?.next_cursor;
      if (cursor === undefined || cursor === '') return { kind: 'none' };
    }
    return { kind: 'unknown' };
  } catch (error) {
    const outcome = toOutcome(error);
    if (outcome.kind === 'later') return outcome;
    return outcome.kind === 'unclear' ? { kind: 'later', afterMs: null } : { kind: 'unknown' };
  }
}

/** The most that Slack gives to an app that is sold outside its Marketplace; others get a hundred. */
const FEW = 15;

async function readPage(calls: WebClient, channel: string, { thread, sinceMs }: Range, cursor: string | undefined) {
  const oldest = (Math.max(0, sinceMs - CLOCKS_MS) / 1_000).toFixed(6);
  const read = (limit: number) => {
    const page = { channel, include_all_metadata: true, oldest, limit, ...(cursor === undefined ? {} : { cursor }) };
    return thread === null ? calls.conversations.history(page) : calls.conversations.replies({ ...page, ts: thread });
  };
  try {
    return await read(100);
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'invalid_limit') return await read(FEW);
    throw error;
  }
}

function isTagged(metadata: { readonly event_type?: string; readonly event_payload?: object } | undefined, { runId, key }: Tag): boolean {
  if (metadata?.event_type !== METADATA_TYPE) return false;
  const payload = (metadata.event_payload ?? {}) as { readonly run?: unknown; readonly key?: unknown };
  return payload.run === runId && payload.key === key;
}
