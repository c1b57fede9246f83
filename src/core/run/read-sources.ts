import PQueue from 'p-queue';
import { FanoutError } from '../errors.ts';
import type { Log } from '../ports/log.ts';
import type { ReadEntry, ReadSource, SourceReader } from '../ports/source-reader.ts';
import type { SourceRef } from '../request.ts';
import type { LiveRun } from './live-run.ts';

/** Files read at once: enough to hide a slow disk, few enough to bound memory. */
const CONCURRENCY = 8;

export interface ReadSourcesDeps {
  readonly reader: SourceReader;
  readonly log: Log;
}

/** Reads these sources and keeps their text in the log; one that can't be read is kept with the reason, and fails its own lanes only. */
export async function readSources(run: LiveRun, ids: readonly string[], deps: ReadSourcesDeps, signal: AbortSignal): Promise<void> {
  const slots = new PQueue({ concurrency: CONCURRENCY });
  const wanted = run.state().request.sources.filter((source) => ids.includes(source.id));
  await Promise.all(wanted.map((source) => slots.add(() => readSource(run, source, deps, signal))));
}

async function readSource(run: LiveRun, source: SourceRef, { reader, log }: ReadSourcesDeps, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const read = await (source.kind === 'text' ? toDocument(source) : reader.read(source, signal)).catch((error: unknown) => {
    if (error instanceof FanoutError) return error;
    throw error;
  });
  if (read instanceof FanoutError) {
    log.info({ runId: run.runId, source: source.id, code: read.code }, 'a source could not be read');
    await keep(run, source.id, { title: source.title, failure: { code: read.code, reason: read.userMessage } });
  } else if (read.kind === 'document') await keep(run, source.id, read.document);
  else {
    const entries = read.entries.map((entry, index) => ({ id: `${source.id}.${index + 1}`, entry }));
    await Promise.all(entries.map(({ id, entry }) => keep(run, id, entry)));
    await run.append({ type: 'source.expanded', source: source.id, entries: entries.map(({ id }) => id) });
  }
}

async function keep(run: LiveRun, source: string, entry: ReadEntry): Promise<void> {
  if (!('failure' in entry)) await run.append({ type: 'source.read', source, ...entry });
  else await run.append({ type: 'source.unreadable', source, title: entry.title, ...entry.failure });
}

async function toDocument({ title, ref }: SourceRef): Promise<ReadSource> {
  return { kind: 'document', document: { title, text: ref, table: null, picture: null } };
}
