import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FanoutError } from '#core/errors.ts';
import { toSize } from './limits.ts';

/** A file by path, and what people know it by. */
export interface FileRef {
  readonly path: string;
  readonly title: string;
}

/** Opens a regular file of at most `maxBytes`, hands it over, closes it. What the disk says no to is a `FanoutError`. */
export async function withFile<T>(
  { path, title }: FileRef,
  maxBytes: number,
  use: (file: FileHandle, bytes: number) => Promise<T>,
): Promise<T> {
  try {
    // Without O_NONBLOCK, opening a named pipe waits for whoever writes to it.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    if (!stats.isFile()) throw new FanoutError('source_unreadable', `${title} is ${stats.isDirectory() ? 'a folder' : 'no regular file'}`);
    if (stats.size > maxBytes) throw new FanoutError('source_too_large', `${title} is larger than ${toSize(maxBytes)}`);
    return await use(file, stats.size);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw toSourceError(error as NodeJS.ErrnoException, title);
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
