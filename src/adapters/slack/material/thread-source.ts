import PQueue from 'p-queue';
import { FanoutError } from '#core/errors.ts';
import type { ReadEntry, ReadSource } from '#core/ports/source-reader.ts';
import { type FileDeps, readFile } from './file.ts';
import { toFileRef } from './file-object.ts';
import type { SlackMaterialLimits } from './limits.ts';
import { toMessageText } from './message-text.ts';
import type { Patience } from './patience.ts';
import { mentionedIn, namePeople } from './people.ts';
import type { SlackFileRef, SlackThreadRef } from './ref.ts';
import { readThread, type ThreadMessage } from './thread.ts';
import { type Said, toDocument, toMessageDocument, toTranscript } from './transcript.ts';
import type { NameOf } from './unescape.ts';

export interface ThreadSourceDeps extends FileDeps {
  botUserId(team: string): Promise<string>;
  readonly limits: SlackMaterialLimits;
}

/** Files fetched at once: each may hold a worker of the document reader. */
const CONCURRENCY = 2;

interface Spoken extends Said {
  readonly files: readonly SlackFileRef[];
}

/** Reads a thread in the shape that was asked for, always as an archive. Rejects like `SourceReader.read`; a file that can't be read is an entry that says why. */
export async function readThreadSource(
  ref: SlackThreadRef,
  title: string,
  deps: ThreadSourceDeps,
  patience: Patience,
  signal: AbortSignal,
): Promise<ReadSource> {
  const [client, botUserId] = await Promise.all([deps.clientFor(ref.team), deps.botUserId(ref.team)]);
  const found = await readThread(ref, title, { ...deps, client, patience, botUserId }, signal);
  const people = found.messages.flatMap((message) => [
    ...(message.user === undefined ? [] : [message.user]),
    ...mentionedIn(`${message.text ?? ''}${JSON.stringify([message.blocks, message.attachments])}`),
  ]);
  const named = await namePeople(
    people.filter((id) => id !== botUserId),
    { ...deps, client, patience },
    signal,
  );
  const nameOf: NameOf = (id) => (id === botUserId ? 'Fanout' : named(id));
  const all = found.messages
    .map((message) => toSpoken(message, ref.team, nameOf))
    .filter(({ text, files }) => text !== '' || files.length > 0);
  const spoken = withinChars(all, deps.limits.maxThreadChars);
  if (spoken.length === 0) throw new FanoutError('source_empty', `${title} is empty: nobody wrote anything before this request`);
  const isCut = found.isCut || spoken.length < all.length;
  const rest = isCut ? `the thread is longer: only its first ${spoken.length} messages were read` : null;
  const entries = await toEntries(ref, spoken, rest, deps, patience, signal);
  if (entries.length === 0) throw new FanoutError('source_empty', `${title} has no files; attach them, or ask about its messages`);
  return { kind: 'archive', entries };
}

async function toEntries(
  { as }: SlackThreadRef,
  spoken: readonly Spoken[],
  rest: string | null,
  deps: ThreadSourceDeps,
  patience: Patience,
  signal: AbortSignal,
): Promise<ReadEntry[]> {
  const read = (messages: readonly Spoken[]) =>
    readFiles(
      messages.flatMap(({ files }) => files),
      deps,
      patience,
      signal,
    );
  // In a transcript the models read it; where each entry is for itself it is one of them, so that the answer accounts for it.
  if (as === 'whole') {
    const files = await read(spoken);
    // One lane gets all of it, and must not fail for a picture that somebody deleted: what is missing is said where it is missing.
    const missing = files.flatMap((entry) =>
      'failure' in entry ? [`${entry.title} is not among the material: ${entry.failure.reason}`] : [],
    );
    const notes = [...(rest === null ? [] : [rest]), ...missing];
    const transcript = toDocument('the thread', toTranscript(spoken, notes.length === 0 ? null : notes.join('; ')));
    return [transcript, ...files.filter((entry) => !('failure' in entry))];
  }
  const cut: ReadEntry[] = rest === null ? [] : [{ title: 'the rest of the thread', failure: { code: 'source_too_large', reason: rest } }];
  if (as === 'files') {
    const entries = await read(spoken);
    return entries.length === 0 ? [] : [...entries, ...cut];
  }
  // A message that is only a file is that file.
  const silent = await read(spoken.filter(({ text }) => text === ''));
  return [...spoken.filter(({ text }) => text !== '').map(toMessageDocument), ...silent, ...cut];
}

function toSpoken(message: ThreadMessage, team: string, nameOf: NameOf): Spoken {
  const files = (message.files ?? []).map((file) => toFileRef(team, file)).filter((file) => file !== null);
  const app = (message.username ?? message.bot_profile?.name ?? '').replace(/[\p{Cc}\s*_`]+/gu, ' ').trim();
  return {
    author: (message.user === undefined ? null : nameOf(message.user)) ?? (app === '' ? 'an app' : app),
    atMs: Math.floor(Number(message.ts) * 1_000),
    text: toMessageText(message, nameOf),
    files,
    fileNames: files.map(({ name }) => name),
  };
}

/** The oldest messages that come to no more than `maxChars`, at least one. */
function withinChars(messages: readonly Spoken[], maxChars: number): readonly Spoken[] {
  let chars = 0;
  const end = messages.findIndex(({ text }, index) => {
    chars += text.length;
    return chars > maxChars && index > 0;
  });
  return end === -1 ? messages : messages.slice(0, end);
}

/** An entry for each file, in order; for a ZIP file what is in it. A file shared twice is read once. */
async function readFiles(
  files: readonly SlackFileRef[],
  deps: ThreadSourceDeps,
  patience: Patience,
  signal: AbortSignal,
): Promise<ReadEntry[]> {
  const once = [...new Map(files.map((file) => [file.fileId, file])).values()];
  const { maxFiles, maxFilesChars } = deps.limits;
  let charsLeft = maxFilesChars;
  const readOne = async (file: SlackFileRef, index: number): Promise<readonly ReadEntry[]> => {
    if (index >= maxFiles || charsLeft <= 0)
      throw new FanoutError('source_too_large', `${file.name} is beyond what Fanout reads of one thread; ask about fewer files`);
    const read = await readFile(file, deps, patience, signal);
    const entries =
      read.kind === 'document' ? [read.document] : read.entries.map((entry) => ({ ...entry, title: `${file.name} › ${entry.title}` }));
    for (const entry of entries) if (!('failure' in entry)) charsLeft -= entry.text.length + (entry.picture?.base64.length ?? 0);
    return entries;
  };
  const turns = new PQueue({ concurrency: CONCURRENCY });
  // Waits for all, so that no file is still being read, and on the disk, when this has ended.
  const settled = await Promise.allSettled(
    once.map((file, index) => turns.add(() => readOne(file, index).catch((error: unknown) => toFailedEntries(file.name, error)))),
  );
  signal.throwIfAborted();
  return settled.flatMap((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value ?? [];
  });
}

function toFailedEntries(title: string, error: unknown): readonly ReadEntry[] {
  if (error instanceof FanoutError) return [{ title, failure: { code: error.code, reason: error.userMessage } }];
  throw error;
}
