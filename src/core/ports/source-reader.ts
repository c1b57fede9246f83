import type { SourceRef } from '../request.ts';

/** Material as Markdown or plain text. */
export interface ReadSource {
  readonly title: string;
  readonly text: string;
}

/** Turns a piece of material into text. */
export interface SourceReader {
  /** Rejects with `FanoutError` `source_missing`, `source_empty`, `source_not_text`, `source_too_large` or `source_unreadable`; its message names the file by title only. */
  read(source: SourceRef, signal: AbortSignal): Promise<ReadSource>;
}
