import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createDocumentReader, type DocumentReader } from '#adapters/documents/document-reader.ts';
import type { DocumentLimits } from '#adapters/documents/limits.ts';
import type { ReadDocument, ReadEntry } from '#core/ports/source-reader.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

/** No read is late because others hold the processor. */
export const IN_NO_HURRY = { timeoutMs: 600_000 } as const;

/** A reader whose workers are gone when the test has ended. Default limits: the product's, but for time. */
export function openReader(limits: Partial<DocumentLimits> = {}): DocumentReader {
  const reader = createDocumentReader({ ...IN_NO_HURRY, ...limits });
  onTestFinished(() => reader.close());
  return reader;
}

/** Writes these bytes under this name and reads them back as material. */
export async function readFrom(reader: DocumentReader, name: string, bytes: string | Uint8Array, signal = new AbortController().signal) {
  const path = join(temporaryFolder(), name.replaceAll('/', '_'));
  writeFileSync(path, bytes);
  return await reader.read({ id: 'S1', kind: 'file', title: name, ref: path }, signal);
}

export async function readDocument(reader: DocumentReader, name: string, bytes: string | Uint8Array): Promise<ReadDocument> {
  const read = await readFrom(reader, name, bytes);
  if (read.kind !== 'document') throw new TypeError(`${name} was read as an archive`);
  return read.document;
}

export async function readEntries(reader: DocumentReader, bytes: Uint8Array): Promise<readonly ReadEntry[]> {
  const read = await readFrom(reader, 'files.zip', bytes);
  if (read.kind !== 'archive') throw new TypeError('an archive was read as a document');
  return read.entries;
}
