import { FanoutError } from '#core/errors.ts';
import { listArchive } from './archive.ts';
import type { Input } from './content.ts';
import { type Converted, convert } from './convert.ts';
import type { Job, ListedEntry, Outcome } from './job.ts';
import { toName } from './kind.ts';
import type { DocumentLimits } from './limits.ts';
import { type FileRef, withFile } from './open-file.ts';
import { openZip, type Zip } from './zip.ts';

/** Does jobs one by one. The archive of the last one stays open: its entries come as a job each. */
export function createPerformer(limits: DocumentLimits): (job: Job) => Promise<Outcome> {
  let last: { readonly path: string; readonly zip: Zip } | null = null;

  async function perform({ file, entry }: Job): Promise<Outcome> {
    if (entry !== null) return toDocument(entry.title, await performEntry(file, entry));
    last = null;
    const input = await load(file, limits);
    const converted = await convert(input, toName(file));
    if (converted.kind === 'document') return toDocument(file.title, converted);
    last = { path: file.path, zip: converted.zip };
    return { kind: 'archive', entries: listArchive(converted.zip, file.title, limits) };
  }

  async function performEntry(file: FileRef, { index, title }: ListedEntry): Promise<Converted> {
    if (last?.path !== file.path) last = { path: file.path, zip: await openZip(await load(file, limits)) };
    const entry = last.zip.entries[index];
    if (entry === undefined) throw new FanoutError('source_unreadable', `${title} is not in its archive (any more)`);
    return await convert({ bytes: await last.zip.readEntry(entry, title), title, limits }, title);
  }

  return async (job) => {
    const title = job.entry?.title ?? job.file.title;
    return await perform(job).catch((error: unknown) => {
      const { code, userMessage, cause } = toFanoutError(error, title);
      return { kind: 'failure', failure: { code, reason: userMessage }, cause };
    });
  };
}

async function load(file: FileRef, limits: DocumentLimits): Promise<Input> {
  return { bytes: await withFile(file, limits.maxFileBytes, (it) => it.readFile()), title: file.title, limits };
}

function toDocument(title: string, converted: Converted): Outcome {
  if (converted.kind === 'document') return { kind: 'document', document: { title, ...converted.content } };
  throw new FanoutError('source_not_text', `${title} is an archive inside an archive; unpack it first`);
}

/** What a parser throws at a file it was not made for is that file's failure, and says nothing to a person. */
function toFanoutError(error: unknown, title: string): FanoutError {
  if (error instanceof FanoutError) return error;
  if (error instanceof RangeError)
    return new FanoutError('source_too_large', `${title} is nested too deeply, or unpacks to too much, to be read`, { cause: error });
  return new FanoutError('source_unreadable', `${title} is damaged, or not what its kind of file should be`, { cause: error });
}
