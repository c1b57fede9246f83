import { FanoutError } from '#core/errors.ts';
import { type Content, clean, type Input } from './content.ts';
import { readPicture } from './formats/picture.ts';
import { decodeText, readText } from './formats/text.ts';
import { refuseCompound, toSignature, toTextKind, toZipKind, type ZipKind } from './kind.ts';
import { openZip, type Zip } from './zip.ts';

export type Converted = { readonly kind: 'document'; readonly content: Content } | { readonly kind: 'archive'; readonly zip: Zip };

/** Turns a document's bytes into text, by what they are and only then by their name. Each parser is loaded when first needed. Rejects as `SourceReader` says, or with whatever a parser throws. */
export async function convert(input: Input, name: string): Promise<Converted> {
  const { bytes, title, limits } = input;
  if (bytes.length === 0) throw new FanoutError('source_empty', `${title} is empty`);
  const signature = toSignature(bytes);
  const zip = signature === 'zip' ? await openZip(input) : null;
  const zipKind = zip && toZipKind(zip, title);
  if (zip !== null && zipKind === null) return { kind: 'archive', zip };
  const content = zip && zipKind ? await convertZip(input, zip, zipKind) : await convertBytes(input, name, signature);
  if (content.text.trim() === '' && content.picture === null) throw new FanoutError('source_empty', `${title} has no text in it`);
  return { kind: 'document', content: clean(content, title, limits.maxTextChars) };
}

async function convertZip(input: Input, zip: Zip, kind: ZipKind): Promise<Content> {
  await zip.check();
  if (kind === 'docx') return await (await import('./formats/docx.ts')).readDocx(input, zip);
  if (kind === 'xlsx') return await (await import('./formats/xlsx.ts')).readXlsx(input);
  if (kind === 'pptx') return await (await import('./formats/pptx.ts')).readPptx(zip);
  return await (await import('./formats/epub.ts')).readEpub(input, zip);
}

async function convertBytes(input: Input, name: string, signature: ReturnType<typeof toSignature>): Promise<Content> {
  if (signature === 'compound') throw refuseCompound(input);
  if (signature === 'pdf') return await (await import('./formats/pdf.ts')).readPdf(input);
  if (signature === 'rtf') return (await import('./formats/rtf.ts')).readRtf(input);
  if (signature !== null && signature !== 'zip') return readPicture(input, signature);
  const kind = toTextKind(name, decodeText(input).slice(0, 200));
  if (kind === 'html') return (await import('./formats/html.ts')).readHtml(input);
  if (kind === 'csv' || kind === 'tsv') return (await import('./formats/csv.ts')).readCsv(input, kind === 'tsv' ? '\t' : undefined);
  if (kind === 'json') return (await import('./formats/json.ts')).readJson(input);
  if (kind === 'jsonl') return (await import('./formats/json.ts')).readJsonLines(input);
  return readText(input);
}
