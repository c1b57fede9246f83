import PQueue from 'p-queue';
import { FanoutError } from '../errors.ts';
import type { Log } from '../ports/log.ts';
import type { SourceReader } from '../ports/source-reader.ts';
import type { LiveRun } from './live-run.ts';

/** Files read at once: enough to hide a slow disk, few enough to bound memory. */
const CONCURRENCY = 8;

/** Reads these sources and keeps their text in the log; one that can't be read is kept with the reason, and fails its own lanes only. */
export async function readSources(
  run: LiveRun,
  ids: readonly string[],
  { reader, log }: { readonly reader: SourceReader; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const slots = new PQueue({ concurrency: CONCURRENCY });
  const wanted = run.state().request.sources.filter((source) => ids.includes(source.id));
  await Promise.all(
    wanted.map((source) =>
      slots.add(async () => {
        signal.throwIfAborted();
        try {
          const { title, text } = source.kind === 'text' ? { title: source.title, text: source.ref } : await reader.read(source, signal);
          await run.append({ type: 'source.read', source: source.id, title, text });
        } catch (error) {
          if (!(error instanceof FanoutError) || error.code === 'store_unusable') throw error;
          log.info({ runId: run.runId, source: source.id, code: error.code }, 'a source could not be read');
          await run.append({
            type: 'source.unreadable',
            source: source.id,
            title: source.title,
            code: error.code,
            reason: error.userMessage,
          });
        }
      }),
    ),
  );
}
