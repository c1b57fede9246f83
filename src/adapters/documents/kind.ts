import { extname } from 'node:path';
import { FanoutError } from '#core/errors.ts';
import type { Input } from './content.ts';
import type { PictureKind } from './formats/picture.ts';
import { tryDecodeText } from './formats/text.ts';
import type { FileRef } from './open-file.ts';
import type { Zip } from './zip.ts';

export type TextKind = 'text' | 'html' | 'csv' | 'tsv' | 'json' | 'jsonl';
export type ZipKind = 'docx' | 'pptx' | 'xlsx' | 'epub';

/** What a file's bytes say it is; a name can lie. `zip` is looked into for what it holds, `text` is named by its extension. */
export type Signature = PictureKind | 'pdf' | 'rtf' | 'zip' | 'compound';

/** Null: nothing that Fanout knows by its first bytes; it may be text. */
export function toSignature(bytes: Buffer): Signature | null {
  const head = bytes.toString('latin1', 0, 1_024);
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp';
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
  if (head.startsWith('{\\rtf')) return 'rtf';
  // A PDF may have other bytes before its mark, but a text that only speaks of PDF has it inside a line.
  if (/(^|[\r\n\0])%PDF-\d/.test(head)) return 'pdf';
  return null;
}

const TEXT_KINDS: Readonly<Record<string, TextKind>> = {
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};
const BINARY_NAMES = /^\.(pdf|docx?|pptx?|xlsx?|epub|rtf|zip|png|jpe?g|webp|gif)$/;

/** By name, since text has no mark of its own; a page under the name of a document (what a log-in page saves as) is seen as a page. */
export function toTextKind(name: string, start: string): TextKind {
  const extension = extname(name).toLowerCase();
  const named = TEXT_KINDS[extension];
  if (named !== undefined) return named;
  return (extension === '' || BINARY_NAMES.test(extension)) && /^\s*(<!doctype html|<html[\s>])/i.test(start) ? 'html' : 'text';
}

/** The name that may tell what kind of file it is: what people call a thing often has no extension. */
export function toName({ title, path }: FileRef): string {
  return extname(title) === '' ? path : title;
}

/** Whether these bytes are text that is read as it stands: no parser, so no worker. */
export function isPlain(name: string, bytes: Buffer): boolean {
  if (toSignature(bytes) !== null || TEXT_KINDS[extname(name).toLowerCase()] !== undefined) return false;
  const text = tryDecodeText(bytes);
  return text !== null && toTextKind(name, text) === 'text';
}

/** What kind of document a ZIP file is, by the parts that only that kind has. Null: none, it is an archive of files. */
export function toZipKind(zip: Zip, title: string): ZipKind | null {
  if (zip.has('word/document.xml')) return 'docx';
  if (zip.has('ppt/presentation.xml')) return 'pptx';
  if (zip.has('xl/workbook.xml')) return 'xlsx';
  if (zip.has('META-INF/container.xml')) return 'epub';
  const other = zip.has('xl/workbook.bin') ? 'XLSX' : zip.has('content.xml') && zip.has('mimetype') ? 'DOCX, PPTX or XLSX' : null;
  if (other !== null)
    throw new FanoutError('source_not_text', `${title} is in an office format that Fanout does not read; save it as ${other}`);
  return null;
}

/** Why a compound file (what Office wrote before 2007, and writes around what has a password) can't be read. */
export function refuseCompound({ bytes, title }: Pick<Input, 'bytes' | 'title'>): FanoutError {
  const holds = (part: string): boolean => bytes.includes(part, 0, 'utf16le');
  if (holds('EncryptedPackage')) return new FanoutError('source_encrypted', `${title} is locked with a password; save it without one`);
  const format = holds('WordDocument') ? 'DOCX' : holds('Workbook') ? 'XLSX' : holds('PowerPoint Document') ? 'PPTX' : 'DOCX, XLSX or PPTX';
  return new FanoutError('source_not_text', `${title} is in an old Office format; save it as ${format}`);
}
