import { FanoutError } from '#core/errors.ts';
import type { ListedEntry } from './job.ts';
import { type DocumentLimits, toSize } from './limits.ts';
import type { Zip } from './zip.ts';

const MAX_TITLE_CHARS = 200;

/** The files of an archive worth reading; what systems leave behind (hidden files, `__MACOSX`) is none. Rejects an archive of too many, or too much. */
export function listArchive(zip: Zip, title: string, limits: DocumentLimits): ListedEntry[] {
  const entries = zip.entries
    .map(({ name, bytes }, index) => ({ index, title: toEntryTitle(name), bytes }))
    .filter((it) => !isLeftover(it.title));
  if (entries.length === 0) throw new FanoutError('source_empty', `${title} is an archive with nothing in it`);
  if (entries.length > limits.maxArchiveEntries) {
    const counts = `${entries.length} files, more than the ${limits.maxArchiveEntries}`;
    throw new FanoutError('source_too_large', `${title} is an archive of ${counts} that Fanout takes; split it`);
  }
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > limits.maxArchiveBytes)
    throw new FanoutError('source_too_large', `${title} is an archive of more than ${toSize(limits.maxArchiveBytes)} of files; split it`);
  return entries;
}

/** A name as an archive has it, made one that points nowhere outside of it and fits a line. Nothing is ever written under it. */
export function toEntryTitle(name: string): string {
  const steps = name
    .replaceAll('\\', '/')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .split('/')
    .filter((step) => step !== '' && step !== '.' && step !== '..');
  const path = steps.join('/') || 'unnamed';
  return path.length <= MAX_TITLE_CHARS ? path : `…${path.slice(1 - MAX_TITLE_CHARS)}`.toWellFormed();
}

function isLeftover(title: string): boolean {
  return title.split('/').some((step) => step.startsWith('.') || step === '__MACOSX' || step === 'Thumbs.db' || step === 'desktop.ini');
}
