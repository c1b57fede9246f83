import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { FanoutError } from '#core/errors.ts';
import type { Input } from './content.ts';
import { toSize } from './limits.ts';

/** More parts than any document has, and than an archive is worth looking through. */
const MAX_PARTS = 20_000;

/** An opened ZIP file. Sizes are checked as bytes come out, so a header that lies about them gains nothing. */
export interface Zip {
  /** As its directory has them, folders left out. Names are untrusted. */
  readonly entries: readonly ZipEntry[];
  has(name: string): boolean;
  /** Rejects with `source_unreadable` where there is no such entry. */
  read(name: string): Promise<Buffer>;
  /** Errors name it by this title. */
  readEntry(entry: ZipEntry, entryTitle: string): Promise<Buffer>;
  /** Unpacks every entry to nowhere, for a parser that would trust the headers. Rejects with `source_too_large` when they come to too much. */
  check(): Promise<void>;
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly encrypted: boolean;
  readonly raw: Entry;
}

export async function openZip({ bytes, title, limits }: Input): Promise<Zip> {
  const file = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }).catch(
    (cause: unknown) => {
      throw damaged(title, cause);
    },
  );
  const entries = await listEntries(file, title);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));

  async function unpack(entry: ZipEntry, title: string, keep: (chunk: Buffer) => void): Promise<void> {
    if (entry.encrypted) throw new FanoutError('source_encrypted', `${title} is locked with a password; save it without one`);
    try {
      for await (const chunk of await file.openReadStreamPromise(entry.raw)) keep(chunk as Buffer);
    } catch (error) {
      if (error instanceof FanoutError) throw error;
      if (/too many bytes/.test(String(error)))
        throw new FanoutError('source_too_large', `${title} unpacks to more than it says`, { cause: error });
      throw damaged(title, error);
    }
  }

  async function readEntry(entry: ZipEntry, title: string): Promise<Buffer> {
    if (entry.bytes > limits.maxFileBytes)
      throw new FanoutError('source_too_large', `${title} unpacks to more than ${toSize(limits.maxFileBytes)}`);
    const chunks: Buffer[] = [];
    await unpack(entry, title, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  return {
    entries,
    has: (name) => byName.has(name),
    readEntry,
    async read(name) {
      const entry = byName.get(name);
      if (entry === undefined) throw damaged(title);
      return await readEntry(entry, title);
    },
    async check() {
      const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      if (total > limits.maxUnpackedBytes)
        throw new FanoutError('source_too_large', `${title} unpacks to more than ${toSize(limits.maxUnpackedBytes)}`);
      for (const entry of entries) await unpack(entry, title, () => undefined);
    },
  };
}

async function listEntries(file: ZipFile, title: string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  try {
    for await (const raw of file.eachEntry()) {
      if (entries.length >= MAX_PARTS) throw new FanoutError('source_too_large', `${title} has more than ${MAX_PARTS} files in it`);
      const name = getFileNameLowLevel(raw.generalPurposeBitFlag, raw.fileNameRaw, raw.extraFields, false);
      if (!name.endsWith('/')) entries.push({ name, bytes: raw.uncompressedSize, encrypted: raw.isEncrypted(), raw });
    }
  } catch (error) {
    throw error instanceof FanoutError ? error : damaged(title, error);
  }
  return entries;
}

function damaged(title: string, cause?: unknown): FanoutError {
  return new FanoutError('source_unreadable', `${title} is damaged or was cut short`, { cause });
}
