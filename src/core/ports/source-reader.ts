import type { Failure } from '../errors.ts';
import type { SourceRef } from '../request.ts';

/** Rows under named columns; every row has as many cells as there are columns, empty ones as ''. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Picture {
  /** `image/png`, `image/jpeg`, `image/webp` or `image/gif`. */
  readonly mediaType: string;
  readonly base64: string;
}

/** One piece of material, as models get it. */
export interface ReadDocument {
  /** Untrusted. */
  readonly title: string;
  /** Markdown or plain text; of a table its rows as Markdown; of a picture ''. */
  readonly text: string;
  /** For what is rows by nature (CSV, a sheet): the rows, so that each can have its lane. */
  readonly table: Table | null;
  /** For a picture: what a model that sees gets instead of text. */
  readonly picture: Picture | null;
}

/** An entry of an archive: a document, or why it is none. */
export type ReadEntry = ReadDocument | { readonly title: string; readonly failure: Failure };

export type ReadSource =
  | { readonly kind: 'document'; readonly document: ReadDocument }
  | { readonly kind: 'archive'; readonly entries: readonly ReadEntry[] };

/** Turns a piece of material into text. */
export interface SourceReader {
  /**
   * Rejects with `FanoutError` `source_missing`, `source_empty`, `source_not_text`, `source_too_large`, `source_encrypted` or `source_unreadable` (its message names the file by title only), or with
   * `signal.reason` once aborted. The entries of an archive fail one by one.
   */
  read(source: SourceRef, signal: AbortSignal): Promise<ReadSource>;
}
