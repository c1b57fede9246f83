import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Routes } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import { FanoutError } from '#core/errors.ts';
import type { ReadDocument, ReadEntry, ReadSource, SourceReader } from '#core/ports/source-reader.ts';
import { toInline } from '#core/text/inline.ts';
import type { Get } from './get.ts';
import { type AttachmentRef, type DiscordRef, parseRef, type TalkRef } from './ref.ts';
import { HIDDEN, isHidden, readTalk, toMessageText } from './talk.ts';

/** A larger one is refused by what Discord says of it, and again by what arrives. In bytes. */
const MOST_BYTES = 50_000_000;
/** All of one download. In milliseconds. */
const DOWNLOAD_MS = 120_000;

/** Where Discord keeps what people attach; nothing is fetched from anywhere else. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];

export interface DiscordReaderDeps {
  readonly get: Get;
  readonly botUserId: () => string;
  /** Reads a file by its path. */
  readonly documents: SourceReader;
  /** Where another address stands in for Discord, its origin, and then only that. Empty: Discord itself. */
  readonly origins: readonly string[];
  /** Default: Node's. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Reads attachments, messages and talks of Discord by the refs that `toRef` makes. */
export function createDiscordReader({ get, botUserId, documents, origins, fetch = globalThis.fetch }: DiscordReaderDeps): SourceReader {
  function check(url: string, title: string): URL {
    const it = URL.parse(url);
    const isDiscord = it?.protocol === 'https:' && it.port === '' && HOSTS.includes(it.hostname);
    const trusted = it !== null && (origins.length > 0 ? origins.includes(it.origin) : isDiscord);
    if (it === null || !trusted || it.username !== '') {
      throw new FanoutError(
        'source_unreadable',
        `${title} is not kept in Discord itself, so Fanout does not fetch it; attach the file itself`,
      );
    }
    return it;
  }

  async function request(url: string, title: string, signal: AbortSignal): Promise<Response> {
    const checked = check(url, title);
    try {
      return await fetch(checked, { redirect: 'error', headers: { 'accept-encoding': 'identity' }, signal });
    } catch (cause) {
      if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason;
      throw new FanoutError('source_unreadable', `${title} could not be fetched from Discord; try again`, { cause });
    }
  }

  /** The address of an attachment is signed and expires; the message that it hangs on knows a new one. */
  async function ask(ref: AttachmentRef, title: string, signal: AbortSignal): Promise<Response> {
    const first = await request(ref.url, title, signal);
    if (first.ok || ref.message === null) return first;
    await first.body?.cancel();
    const { attachments } = await readMessage(ref.message, title, signal);
    const anew = attachments.find(({ id }) => id === ref.message?.attachment);
    if (anew === undefined) throw gone(title);
    return await request(anew.url, title, signal);
  }

  async function readMessage(
    { channel, message }: { readonly channel: string; readonly message: string },
    title: string,
    signal: AbortSignal,
  ): Promise<APIMessage> {
    return (await get(Routes.channelMessage(channel, message), title, new URLSearchParams(), signal)) as APIMessage;
  }

  async function readAttachment(ref: AttachmentRef, id: string, title: string, signal: AbortSignal): Promise<ReadSource> {
    if (ref.size > MOST_BYTES) throw tooLarge(title);
    // Made by Node for this user only (0700).
    const folder = await mkdtemp(join(tmpdir(), 'fanout-discord-'));
    try {
      const extension = extname(title);
      const path = join(folder, `file${/^\.[A-Za-z0-9]{1,10}$/.test(extension) ? extension : ''}`);
      const until = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_MS)]);
      const answer = await ask(ref, title, until);
      if ([403, 404, 410].includes(answer.status)) throw gone(title);
      if (!answer.ok)
        throw new FanoutError('source_unreadable', `${title} could not be fetched: Discord answers with HTTP ${answer.status}`);
      await save(answer, path, title, until);
      return await documents.read({ id, kind: 'file', title, ref: path }, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The files of some messages, each an entry; one that can't be read says why. */
  async function readFiles(messages: readonly APIMessage[], signal: AbortSignal): Promise<ReadEntry[]> {
    const entries: ReadEntry[] = [];
    for (const { channel_id: channel, id: message, attachments } of messages) {
      for (const { id, filename, url, size } of attachments) {
        const ref: AttachmentRef = { kind: 'attachment', url, size, message: { channel, message, attachment: id } };
        try {
          const read = await readAttachment(ref, id, filename, signal);
          entries.push(...(read.kind === 'document' ? [read.document] : read.entries));
        } catch (error) {
          if (!(error instanceof FanoutError)) throw error;
          entries.push({ title: filename, failure: { code: error.code, reason: error.userMessage } });
        }
      }
    }
    return entries;
  }

  async function readOne(ref: Extract<DiscordRef, { kind: 'message' }>, title: string, signal: AbortSignal): Promise<ReadSource> {
    const message = await readMessage(ref, title, signal);
    if (isHidden(message)) throw new FanoutError('source_unreadable', `${title} can't be read: ${HIDDEN}`);
    const files = await readFiles([message], signal);
    const text = toMessageText(message);
    return { kind: 'archive', entries: [...(text === '' ? [] : [toDocument(title, text)]), ...files] };
  }

  async function readAll(ref: TalkRef, title: string, signal: AbortSignal): Promise<ReadSource> {
    const messages = await readTalk(get, ref, title, botUserId(), signal);
    const files = await readFiles(messages, signal);
    if (ref.as === 'files') {
      if (files.length === 0) throw new FanoutError('source_empty', `${title} has no files; attach them, or ask about its messages`);
      return { kind: 'archive', entries: files };
    }
    const spoken = messages
      .map((message) => ({ name: message.author.global_name ?? message.author.username, text: toMessageText(message) }))
      .filter(({ text }) => text !== '');
    if (ref.as === 'messages')
      return {
        kind: 'archive',
        entries: [...spoken.map(({ text }) => toDocument(text.split('\n')[0]?.slice(0, 80) ?? '', text)), ...files],
      };
    // One lane gets all of it, and must not fail for a file that is gone.
    const missing = files.flatMap((entry) =>
      'failure' in entry ? [`${entry.title} is not among the material: ${entry.failure.reason}`] : [],
    );
    const transcript = [...missing, ...spoken.map(({ name, text }) => `**${toInline(name)}**: ${text}`)].join('\n\n');
    return { kind: 'archive', entries: [toDocument(title, transcript), ...files.filter((entry) => !('failure' in entry))] };
  }

  return {
    async read({ id, title, ref: text }, signal) {
      signal.throwIfAborted();
      const ref = parseRef(text);
      if (ref === null) throw new FanoutError('source_missing', `${title} is nothing that Fanout can find in Discord`);
      if (ref.kind === 'attachment') return await readAttachment(ref, id, title, signal);
      return ref.kind === 'message' ? await readOne(ref, title, signal) : await readAll(ref, title, signal);
    },
  };
}

const toDocument = (title: string, text: string): ReadDocument => ({ title, text, table: null, picture: null });

const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError';

async function save(answer: Response, path: string, title: string, signal: AbortSignal): Promise<void> {
  await using file = await open(path, 'w', 0o600);
  let bytes = 0;
  try {
    for await (const piece of answer.body ?? []) {
      bytes += piece.byteLength;
      if (bytes > MOST_BYTES) throw tooLarge(title);
      await file.appendFile(piece);
    }
  } catch (cause) {
    if (cause instanceof FanoutError) throw cause;
    if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason;
    throw new FanoutError('source_unreadable', `${title} could not be fetched whole from Discord; try again`, { cause });
  }
}

const gone = (title: string): FanoutError =>
  new FanoutError('source_missing', `${title} is not in Discord any more: it was deleted, or its address has expired`);
const tooLarge = (title: string): FanoutError =>
  new FanoutError('source_too_large', `${title} is larger than ${MOST_BYTES / 1_000_000} MB; split it`);
