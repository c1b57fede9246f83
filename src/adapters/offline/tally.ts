import type { Material } from '#core/ports/model.ts';
import { countSentences, countWords } from './count-words.ts';
import { findLinks } from './find/links.ts';
import { TABLE_RULE } from './table-rule.ts';
import { type TextLine, textLines } from './text-lines.ts';

export type Measure = 'words' | 'characters' | 'sentences' | 'lines' | 'paragraphs' | 'headings' | 'links' | 'tables';

/** How much of each a text has. */
export type Tally = Readonly<Record<Measure, number>>;

const FENCE = /^ {0,3}(?:```|~~~)/;
const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;
const UNDERLINE = /^ {0,3}(?:=+|-+)\s*$/;
const MARKDOWN_LINK = /(?<!!)\[[^[\]\n]{1,500}\]\([^()\s]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s"[^"\n]{0,200}")?\)/g;
/** What makes a line more than running text: no heading stands under it. */
const NO_TITLE = /^\s*(?:$|[-*+>|#]|\d+[.)]\s)/;

/** Everything that can be counted in a text. Words, headings and links in code blocks count as words only. */
export async function tally({ text }: Material, signal: AbortSignal): Promise<Tally> {
  const sum = { words: 0, characters: 0, sentences: 0, lines: 0, paragraphs: 0, headings: 0, links: 0, tables: 0 };
  let fenced = false;
  let before = '';
  let paragraph: string[] = [];

  function endParagraph(): void {
    if (paragraph.length > 0) sum.sentences += countSentences(paragraph.join(' '));
    paragraph = [];
  }

  function take({ text: line }: TextLine, isNew: boolean): void {
    sum.words += countWords(line);
    if (isNew) sum.lines += 1;
    if (isNew && FENCE.test(line)) {
      fenced = !fenced;
      endParagraph();
    } else if (!fenced) takeProse(line, isNew);
    before = line;
  }

  function takeProse(line: string, isNew: boolean): void {
    const isRule = TABLE_RULE.test(line) && before.includes('|');
    if (isRule) sum.tables += 1;
    const underlined = isNew && !isRule && UNDERLINE.test(line) && !NO_TITLE.test(before);
    if (underlined || (isNew && HEADING.test(line))) sum.headings += 1;
    const links = line.match(MARKDOWN_LINK)?.length ?? 0;
    sum.links += links + findLinks(line.replace(MARKDOWN_LINK, ' ')).length;
    if (line.trim() === '' || HEADING.test(line) || isRule || underlined) {
      endParagraph();
      if (HEADING.test(line)) sum.sentences += countSentences(line);
      return;
    }
    if (paragraph.length === 0) sum.paragraphs += 1;
    // A list item or a table's row ends what stands before it.
    else if (/^\s*(?:[-*+|]|\d+[.)])\s?/.test(line)) endParagraph();
    paragraph.push(line);
  }

  let last = 0;
  for await (const lines of textLines(text, signal)) {
    for (const line of lines) {
      take(line, line.number !== last);
      last = line.number;
    }
  }
  endParagraph();
  const endsInBreak = /[\r\n]$/.test(text) ? 1 : 0;
  return { ...sum, lines: text === '' ? 0 : sum.lines - endsInBreak, characters: [...text].length };
}
