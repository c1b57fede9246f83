import { FanoutError } from '#core/errors.ts';
import { type Content, type Input, toContent, tooMuchText } from '../content.ts';
import type { Zip } from '../zip.ts';
import { htmlToMarkdown } from './markdown.ts';
import { toPartName } from './parts.ts';
import { attributeOf, find, parseXml } from './xml.ts';

const CONTAINER = 'META-INF/container.xml';
const ENCRYPTION = 'META-INF/encryption.xml';

/** A book's chapters in the order of its spine. */
export async function readEpub({ title, limits }: Input, zip: Zip): Promise<Content> {
  if (await isLocked(zip)) throw new FanoutError('source_encrypted', `${title} is locked to a shop or a reader (DRM)`);
  const [root] = find(parseXml(await zip.read(CONTAINER)), 'rootfile');
  const packagePart = (root && attributeOf(root, 'full-path')) ?? '';
  const book = parseXml(await zip.read(packagePart));
  const parts = new Map(find(book, 'item').map((item) => [attributeOf(item, 'id'), attributeOf(item, 'href') ?? '']));
  const chapters = find(book, 'itemref').map((it) => toPartName(packagePart, decodeLink(parts.get(attributeOf(it, 'idref')) ?? '')));
  const texts: string[] = [];
  let chars = 0;
  for (const chapter of chapters) {
    const text = htmlToMarkdown((await zip.read(chapter)).toString('utf8'));
    chars += text.length;
    if (chars > limits.maxTextChars) throw tooMuchText(title, limits.maxTextChars);
    if (text !== '') texts.push(text);
  }
  return toContent(texts.join('\n\n'));
}

/** Fonts are scrambled in books that anyone may read; chapters only in those that are locked. */
async function isLocked(zip: Zip): Promise<boolean> {
  if (!zip.has(ENCRYPTION)) return false;
  const methods = find(parseXml(await zip.read(ENCRYPTION)), 'EncryptionMethod').map((it) => attributeOf(it, 'Algorithm') ?? '');
  return methods.some((method) => !/idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC/.test(method));
}

function decodeLink(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
