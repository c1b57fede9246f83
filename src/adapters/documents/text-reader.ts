import { FanoutError } from '#core/errors.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import { readText } from './formats/text.ts';
import { withFile } from './open-file.ts';

export interface TextReaderOptions {
  /** A larger file is refused before it is read. In bytes. */
  readonly maxBytes: number;
}

/** Reads text and Markdown files by path, in this thread. UTF-8, or UTF-16 with a byte order mark. */
export function createTextReader({ maxBytes }: TextReaderOptions): SourceReader {
  return {
    async read({ title, ref }, signal) {
      signal.throwIfAborted();
      const bytes = await withFile({ path: ref, title }, maxBytes, (file) => file.readFile());
      signal.throwIfAborted();
      const { text } = readText({ bytes, title });
      if (text.trim() === '') throw new FanoutError('source_empty', `${title} is empty`);
      return { kind: 'document', document: { title, text, table: null, picture: null } };
    },
  };
}
