import { FanoutError } from '#core/errors.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';

/** Who reads refs that begin with `prefix`; null: that chat is not set up in this process. */
export interface MaterialRoute {
  readonly prefix: string;
  open(): Promise<SourceReader | null>;
}

/** A reader that hands each ref to whose it is; what is no chat's is a document's path. */
export function routeMaterial(routes: readonly MaterialRoute[], documents: SourceReader): SourceReader {
  return {
    async read(source, signal) {
      const route = routes.find(({ prefix }) => source.ref.startsWith(prefix));
      if (route === undefined) return await documents.read(source, signal);
      const reader = await route.open();
      if (reader !== null) return await reader.read(source, signal);
      throw new FanoutError('source_unreadable', `${source.title} is in a chat that is not set up here: see .env.example`);
    },
  };
}
