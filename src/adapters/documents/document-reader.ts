import PQueue from 'p-queue';
import { FanoutError } from '#core/errors.ts';
import type { ReadDocument, ReadEntry, ReadSource, SourceReader } from '#core/ports/source-reader.ts';
import { clean, toContent } from './content.ts';
import { tryDecodeText } from './formats/text.ts';
import type { Job, ListedEntry } from './job.ts';
import { isPlain, toName } from './kind.ts';
import { DOCUMENT_LIMITS, type DocumentLimits, toSize } from './limits.ts';
import { type FileRef, withFile } from './open-file.ts';
import { createWorkerPool, type Ending } from './worker-pool.ts';

export interface DocumentReader extends SourceReader {
  /** Lets go of the workers; call it when all reads have settled. */
  close(): Promise<void>;
}

/** Text up to this size is read in this thread: a worker takes longer to start than that takes to read. */
const PLAIN_BYTES = 1_000_000;

/** Reads every kind of document by path, each in a worker thread that is held to `limits` (by default `DOCUMENT_LIMITS`) and ended when it breaks them. Workers start with the first document that needs one. */
export function createDocumentReader(overrides: Partial<DocumentLimits> = {}): DocumentReader {
  const limits = { ...DOCUMENT_LIMITS, ...overrides };
  const pool = createWorkerPool(limits);

  async function readDocument(job: Job, signal: AbortSignal): Promise<ReadDocument | readonly ListedEntry[]> {
    const ending = await pool.run(job, signal);
    if (ending.kind === 'document') return ending.document;
    if (ending.kind === 'archive') return ending.entries;
    throw toFanoutError(ending, job.entry?.title ?? job.file.title, limits);
  }

  async function readArchive(file: FileRef, listed: readonly ListedEntry[], signal: AbortSignal): Promise<readonly ReadEntry[]> {
    let charsLeft = limits.maxArchiveChars;
    const readEntry = async (entry: ListedEntry): Promise<ReadEntry> => {
      if (charsLeft <= 0) throw new FanoutError('source_too_large', `${entry.title} is beyond what Fanout reads of one archive; split it`);
      const document = (await readDocument({ file, entry }, signal)) as ReadDocument;
      charsLeft -= document.text.length + (document.picture?.base64.length ?? 0);
      return document;
    };
    // As many at once as there are workers: what is over the limit must have been counted before the next one is read.
    const turns = new PQueue({ concurrency: limits.workers });
    return await turns.addAll(listed.map((entry) => () => readEntry(entry).catch((error: unknown) => toFailedEntry(entry.title, error))));
  }

  return {
    async read({ title, ref: path }, signal): Promise<ReadSource> {
      signal.throwIfAborted();
      const file = { path, title };
      const plain = await readPlain(file, limits);
      signal.throwIfAborted();
      if (plain !== null) return { kind: 'document', document: plain };
      const read = await readDocument({ file, entry: null }, signal);
      if (!('text' in read)) return { kind: 'archive', entries: await readArchive(file, read, signal) };
      return { kind: 'document', document: read };
    },
    close: () => pool.close(),
  };
}

/** A short text as it stands; null: a worker's job. */
async function readPlain(file: FileRef, { maxFileBytes, maxTextChars }: DocumentLimits): Promise<ReadDocument | null> {
  const bytes = await withFile(file, maxFileBytes, async (it, size) => (size <= PLAIN_BYTES ? await it.readFile() : null));
  if (bytes === null || !isPlain(toName(file), bytes)) return null;
  const text = tryDecodeText(bytes) ?? '';
  if (text.trim() === '') throw new FanoutError('source_empty', `${file.title} is empty`);
  return { title: file.title, ...clean(toContent(text), file.title, maxTextChars) };
}

function toFailedEntry(title: string, error: unknown): ReadEntry {
  if (error instanceof FanoutError) return { title, failure: { code: error.code, reason: error.userMessage } };
  throw error;
}

function toFanoutError(ending: Exclude<Ending, { kind: 'document' | 'archive' }>, title: string, limits: DocumentLimits): FanoutError {
  if (ending.kind === 'failure') return new FanoutError(ending.failure.code, ending.failure.reason, { cause: ending.cause });
  if (ending.kind === 'too much memory')
    return new FanoutError(
      'source_too_large',
      `${title} takes more than ${toSize(limits.workerMemoryMb * 1_000_000)} of memory to read; split it`,
    );
  if (ending.kind === 'late')
    return new FanoutError(
      'source_too_large',
      `${title} takes more than ${Math.ceil(limits.timeoutMs / 1_000)} s to read; split it, or save it as plain text`,
    );
  return new FanoutError('source_unreadable', `${title} could not be read`, { cause: ending.cause });
}
