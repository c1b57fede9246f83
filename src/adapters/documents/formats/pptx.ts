import { type Content, toContent } from '../content.ts';
import { tableToMarkdown, toTable } from '../table.ts';
import type { Zip } from '../zip.ts';
import { readRelations } from './parts.ts';
import { attributeOf, childrenOf, find, parseXml, type XmlElement } from './xml.ts';

const PRESENTATION = 'ppt/presentation.xml';

/** A section a slide, in the order shown, each with its tables and what the speaker notes say. */
export async function readPptx(zip: Zip): Promise<Content> {
  const targets = new Map((await readRelations(zip, PRESENTATION)).map(({ id, target }) => [id, target]));
  const slides = find(parseXml(await zip.read(PRESENTATION)), 'sldId').map((it) => targets.get(relationId(it)) ?? '');
  const sections: string[] = [];
  for (const [index, slide] of slides.entries()) sections.push(await readSlide(zip, slide, index + 1));
  return toContent(sections.every((section) => section.split('\n').length === 1) ? '' : sections.join('\n\n'));
}

/** `<p:sldId id="256" r:id="rId2"/>`: the second is the relation. */
function relationId({ element }: XmlElement): string {
  return [...element.attributes].find(({ name }) => name.endsWith(':id'))?.value ?? '';
}

async function readSlide(zip: Zip, part: string, number: number): Promise<string> {
  const shapes = find(parseXml(await zip.read(part)), 'sp', 'tbl');
  const titles = shapes.filter(isTitle).map((shape) => paragraphsOf(shape).join(' ').trim());
  const blocks = shapes
    .filter((shape) => !isTitle(shape) && !isFurniture(shape))
    .map((it) => (it.name === 'tbl' ? toMarkdownTable(it) : toList(it)));
  const notesPart = (await readRelations(zip, part)).find(({ type }) => type === 'notesSlide')?.target;
  const notes = notesPart === undefined ? '' : await readNotes(zip, notesPart);
  const heading = ['## Slide ', number, ...titles.filter((title) => title !== '').map((title) => `: ${title}`)].join('');
  return [heading, ...blocks, notes && `Notes: ${notes}`].filter((block) => block.trim() !== '').join('\n\n');
}

async function readNotes(zip: Zip, part: string): Promise<string> {
  const shapes = find(parseXml(await zip.read(part)), 'sp').filter((shape) => placeholderOf(shape) === 'body');
  return shapes.flatMap(paragraphsOf).join('\n').trim();
}

/** What a shape stands for in the slide's layout: `title`, `body`, `sldNum`; null for a free one. */
function placeholderOf(shape: XmlElement): string | null {
  const [placeholder] = find(shape, 'ph');
  return placeholder === undefined ? null : (attributeOf(placeholder, 'type') ?? 'body');
}

const isTitle = (shape: XmlElement): boolean => ['title', 'ctrTitle'].includes(placeholderOf(shape) ?? '');
const isFurniture = (shape: XmlElement): boolean => ['sldNum', 'dt', 'ftr', 'sldImg'].includes(placeholderOf(shape) ?? '');

function paragraphsOf(shape: XmlElement): string[] {
  return find(shape, 'p').map(textOf);
}

function toList(shape: XmlElement): string {
  const isBody = placeholderOf(shape) === 'body';
  const lines = find(shape, 'p').map((paragraph) => {
    const [style] = find(paragraph, 'pPr');
    const level = Number((style && attributeOf(style, 'lvl')) ?? 0) || 0;
    const [bullet] = style === undefined ? [] : find(style, 'buNone', 'buChar', 'buAutoNum');
    const isItem = bullet === undefined ? isBody : bullet.name !== 'buNone';
    const text = textOf(paragraph).trim();
    return text === '' || !isItem ? text : `${'  '.repeat(Math.min(level, 8))}- ${text}`;
  });
  return lines.filter((line) => line !== '').join('\n');
}

function textOf(paragraph: XmlElement): string {
  return find(paragraph, 't', 'br')
    .map((it) => (it.name === 'br' ? ' ' : (it.element.textContent ?? '')))
    .join('');
}

function toMarkdownTable(table: XmlElement): string {
  const rows = childrenOf(table).filter(({ name }) => name === 'tr');
  return tableToMarkdown(toTable(rows.map((row) => find(row, 'tc').map((cell) => paragraphsOf(cell).join(' ')))));
}
