import { FanoutError } from '#core/errors.ts';
import type { ReadSource, SourceReader } from '#core/ports/source-reader.ts';

/** What stands at a path: a text, or anything a reader can give, or how reading it fails. */
export type FakeFile = string | ReadSource | FanoutError;

/** Files by path; what is not there is missing, as on a disk. */
export function createFakeReader(files: Readonly<Record<string, FakeFile>> = {}): SourceReader {
  return {
    async read(source, signal) {
      signal.throwIfAborted();
      const found = files[source.ref];
      if (found === undefined) throw new FanoutError('source_missing', `${source.title} does not exist (any more)`);
      if (found instanceof FanoutError) throw found;
      return typeof found === 'string'
        ? { kind: 'document', document: { title: source.title, text: found, table: null, picture: null } }
        : found;
    },
  };
}
