import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { FanoutError } from '#core/errors.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import type { SourceRef } from '#core/request.ts';

export interface TextReaderOptions {
  /** A larger file is refused before it is read. In bytes. */
  readonly maxBytes: number;
}

/** Reads text and Markdown files by path. UTF-8, with or without a byte order mark. */
export function createTextReader({ maxBytes }: TextReaderOptions): SourceReader {
  return {
    async read(source, signal) {
      const bytes = await readBytes(source, maxBytes, signal);
      const text = decode(bytes, source.title);
      if (text.trim() === '') throw new FanoutError('source_empty', `${source.title} is empty`);
      return { kind: 'document', document: { title: source.title, text, table: null, picture: null } };
    },
  };
}

async function readBytes(source: SourceRef, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  try {
    await using file = await open(source.ref, 'r');
    const stats = await file.stat();
    if (!stats.isFile())
      throw new FanoutError('source_unreadable', `${source.title} is ${stats.isDirectory() ? 'a folder' : 'no regular file'}`);
    if (stats.size > maxBytes) {
      const limit = `${Math.floor(maxBytes / 1_000_000)} MB`;
      throw new FanoutError('source_too_large', `${source.title} is larger than ${limit}`);
    }
    return await file.readFile({ signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FanoutError || !(error instanceof Error)) throw error;
    throw toSourceError(error, source.title);
  }
}

const REASONS: Readonly<Record<string, readonly ['source_missing' | 'source_unreadable', string]>> = {
  ENOENT: ['source_missing', 'does not exist (any more)'],
  EACCES: ['source_unreadable', 'may not be read by Fanout'],
  EPERM: ['source_unreadable', 'may not be read by Fanout'],
};

function toSourceError(error: NodeJS.ErrnoException, title: string): FanoutError {
  const [code, what] = REASONS[error.code ?? ''] ?? ['source_unreadable', 'could not be read'];
  return new FanoutError(code, `${title} ${what}`, { cause: error });
}

function decode(bytes: Buffer, title: string): string {
  try {
    if (bytes.includes(0)) throw new TypeError('a NUL byte');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const extension = basename(title).includes('.') ? '' : ' (it has no file extension)';
    throw new FanoutError('source_not_text', `${title} is not a UTF-8 text file${extension}`, { cause: error });
  }
}
