import { FanoutError } from '#core/errors.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';

/** Files by path; what is not there is missing, as on a disk. */
export function createFakeReader(files: Readonly<Record<string, string | FanoutError>> = {}): SourceReader {
  return {
    async read(source, signal) {
      signal.throwIfAborted();
      const found = files[source.ref];
      if (found === undefined) throw new FanoutError('source_missing', `${source.title} does not exist (any more)`);
      if (found instanceof FanoutError) throw found;
      return { title: source.title, text: found };
    },
  };
}
