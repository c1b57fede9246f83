import mammoth from 'mammoth';
import { type Content, type Input, toContent } from '../content.ts';
import type { Zip } from '../zip.ts';
import { checkDepth } from './depth.ts';
import { htmlToMarkdown } from './markdown.ts';

/** Headings, lists, tables, links, footnotes; pictures are left out. */
export async function readDocx({ bytes }: Input, zip: Zip): Promise<Content> {
  const parts = zip.entries.filter(({ name }) => /^word\/[^/]+\.xml$/.test(name));
  for (const { name } of parts) checkDepth((await zip.read(name)).toString('utf8'), 'xml');
  const noPicture = mammoth.images.imgElement(async () => ({ src: '' }));
  const { value } = await mammoth.convertToHtml({ buffer: bytes }, { convertImage: noPicture, externalFileAccess: false });
  return toContent(htmlToMarkdown(nameColumns(value)));
}

/** Word marks a table's first row as its header only when told to; Markdown has no table without one. */
function nameColumns(html: string): string {
  return html.replace(/<table><tr>(.*?)<\/tr>/gs, (row) => row.replace(/<(\/?)td\b/g, '<$1th'));
}
