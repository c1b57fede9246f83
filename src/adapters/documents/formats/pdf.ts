import { getDocumentProxy } from 'unpdf';
import { FanoutError } from '#core/errors.ts';
import { type Content, type Input, toContent, tooMuchText } from '../content.ts';
import { type Line, linesToMarkdown } from './pdf-lines.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A text line is at most this much of its height away from the one before it, or it starts anew. */
const SAME_LINE = 0.3;

/** The words of every page. Rejects a scan (pictures of pages) with `source_empty`. */
export async function readPdf({ bytes, title, limits }: Input): Promise<Content> {
  const pdf = await openPdf(bytes, title);
  try {
    const lines: Line[] = [];
    let chars = 0;
    for (let page = 1; page <= pdf.numPages; page += 1) {
      for (const line of await readPage(pdf, page)) {
        chars += line.text.length;
        lines.push(line);
      }
      if (chars > limits.maxTextChars) throw tooMuchText(title, limits.maxTextChars);
    }
    const text = linesToMarkdown(lines);
    if (text === '')
      throw new FanoutError('source_empty', `${title} has no text in it; it seems to be a scan, which needs text recognition (OCR) first`);
    return toContent(text);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function openPdf(bytes: Buffer, title: string): Promise<Pdf> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, useSystemFonts: false, disableFontFace: true });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException') throw new FanoutError('source_encrypted', `${title} is locked with a password; save it without one`);
    if (name === 'InvalidPDFException')
      throw new FanoutError('source_unreadable', `${title} is damaged or was cut short`, { cause: error });
    throw error;
  }
}

async function readPage(pdf: Pdf, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const lines: Line[] = [];
  for (const item of items) {
    if (!('str' in item)) continue;
    const [, , , , , y = 0] = item.transform as number[];
    const last = lines.at(-1);
    if (last !== undefined && !last.ended && Math.abs(last.y - y) <= SAME_LINE * Math.max(last.height, item.height)) {
      last.text += item.str;
      last.height = Math.max(last.height, item.height);
      last.ended = item.hasEOL;
    } else if (item.str.trim() !== '') lines.push({ page: number, text: item.str, y, height: item.height, ended: item.hasEOL });
    else if (last !== undefined) last.ended ||= item.hasEOL;
  }
  page.cleanup();
  return lines;
}
