import type { Failure } from '#core/errors.ts';
import type { ReadDocument } from '#core/ports/source-reader.ts';
import type { FileRef } from './open-file.ts';

/** What a worker is asked. It fetches the bytes itself, so that none of them pass through the thread that answers people. */
export interface Job {
  readonly file: FileRef;
  /** Of an archive, which entry to read; null: the file itself. */
  readonly entry: ListedEntry | null;
}

/** A file inside an archive. */
export interface ListedEntry {
  /** Its place in the archive's directory. */
  readonly index: number;
  /** Its path in the archive, fit to be shown; untrusted. */
  readonly title: string;
  readonly bytes: number;
}

/** What a worker answers, always; that it doesn't is the pool's matter. */
export type Outcome =
  | { readonly kind: 'document'; readonly document: ReadDocument }
  | { readonly kind: 'archive'; readonly entries: readonly ListedEntry[] }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly cause: unknown };
