import { mkdtemp, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { WebClient } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { ReadSource, SourceReader } from '#core/ports/source-reader.ts';
import { type DownloadDeps, download, tooLarge } from './download.ts';
import { toFileRef } from './file-object.ts';
import { callSlack, type Patience } from './patience.ts';
import type { SlackFileRef } from './ref.ts';
import { fileGone, notForUs, refuseFile, signInShown, toFileError } from './refusal.ts';

export interface FileDeps extends DownloadDeps {
  clientFor(team: string): Promise<WebClient>;
  tokenFor(team: string): Promise<string>;
  /** Reads a file by its path. */
  readonly documents: SourceReader;
  /** Where the private folders are made; each lives as long as its file is read. */
  readonly scratch: string;
  readonly limits: DownloadDeps['limits'] & { readonly maxWaitMs: number };
}

/** Where a name has no extension: enough to tell apart what text can't tell of itself. Slack's canvases come as pages. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/html': '.html',
  'application/vnd.slack-docs': '.html',
  'text/csv': '.csv',
  'text/tab-separated-values': '.tsv',
  'application/json': '.json',
};

const extensionOf = ({ name, mediaType }: SlackFileRef): string => {
  const named = extname(name);
  return /^\.[A-Za-z0-9]{1,10}$/.test(named) ? named : (EXTENSIONS[mediaType ?? ''] ?? '');
};

/** Fetches a file of Slack's, has it read under its own name, and leaves nothing behind. Rejects like `SourceReader.read`. */
export async function readFile(file: SlackFileRef, deps: FileDeps, patience: Patience, signal: AbortSignal): Promise<ReadSource> {
  const ready = file.access === 'look_up' ? await lookUp(file, deps, patience, signal) : file;
  const refused = refuseFile(ready);
  if (refused !== null) throw refused;
  if (ready.size !== null && ready.size > deps.limits.maxFileBytes) throw tooLarge(file.name, deps.limits.maxFileBytes);
  // Made by Node for this user only (0700).
  const folder = await mkdtemp(join(deps.scratch, 'fanout-slack-')).catch(refuseDisk(file.name));
  try {
    const path = join(folder, `file${extensionOf(ready)}`);
    await fetchTo(path, ready, deps, patience, signal).catch(refuseDisk(file.name));
    return await deps.documents.read({ id: ready.fileId, kind: 'file', title: file.name, ref: path }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A disk that is full is no bug of ours. */
const refuseDisk =
  (title: string) =>
  (error: unknown): never => {
    if (error instanceof FanoutError || !(error instanceof Error) || !('syscall' in error)) throw error;
    throw new FanoutError('source_unreadable', `${title} could not be kept while it is read: see whether Fanout's disk is full`, {
      cause: error,
    });
  };

/** What Slack says of a file now. A name that people already saw stays. */
async function lookUp(file: SlackFileRef, deps: FileDeps, patience: Patience, signal: AbortSignal): Promise<SlackFileRef> {
  const client = await deps.clientFor(file.team);
  const info = await callSlack(deps, patience, file.name, () => client.files.info({ file: file.fileId }), signal).catch(
    (error: unknown) => {
      throw toFileError(error, file.name);
    },
  );
  const found = toFileRef(file.team, info.file);
  if (found === null) throw fileGone(file.name);
  return { ...found, name: file.name };
}

async function fetchTo(path: string, file: SlackFileRef, deps: FileDeps, patience: Patience, signal: AbortSignal): Promise<void> {
  const { name: title, urlPrivate: url } = file;
  if (url === null) throw notForUs(title);
  const token = await deps.tokenFor(file.team);
  const wanted = { url, token, title, isPage: /^\.x?html?$/i.test(extensionOf(file)) || isPage(file.mediaType), to: path };
  const downloaded = await patience.call(title, () => download(wanted, deps, signal), signal);
  if (downloaded !== 'done') throw await explain(downloaded, file, deps, patience, signal);
}

/** Why a file did not come. Slack's file server does not say; `files.info` does, where anything does. */
async function explain(
  downloaded: 'login' | 'gone',
  file: SlackFileRef,
  deps: FileDeps,
  patience: Patience,
  signal: AbortSignal,
): Promise<FanoutError> {
  try {
    const refused = refuseFile(await lookUp(file, deps, patience, signal));
    return refused ?? (downloaded === 'gone' ? fileGone(file.name) : signInShown(file.name));
  } catch (error) {
    if (!(error instanceof FanoutError)) throw error;
    // To an app that may not see a file Slack says that there is none; but then it has nothing to sign in for either.
    return downloaded === 'login' && error.code === 'source_missing' ? notForUs(file.name, error) : error;
  }
}

const isPage = (mediaType: string | null): boolean => mediaType === 'text/html' || mediaType === 'application/vnd.slack-docs';
