import { FanoutError } from '#core/errors.ts';
import type { Picture, Table } from '#core/ports/source-reader.ts';
import type { DocumentLimits } from './limits.ts';

/** One document as it came: what every format is read from. */
export interface Input {
  readonly bytes: Buffer;
  /** For errors, which name the document by it and by nothing else. */
  readonly title: string;
  readonly limits: DocumentLimits;
}

/** What a format gives; `ReadDocument` without its title. */
export interface Content {
  readonly text: string;
  readonly table: Table | null;
  readonly picture: Picture | null;
}

export function toContent(text: string): Content {
  return { text, table: null, picture: null };
}

/**
 * The one cleaning that all formats get: newlines made \n, NUL characters and halves of surrogate pairs dropped or replaced (stores and wires break on
 * them), length checked. Nothing else is taken out: what is hostile in a text is fenced where it is used.
 */
export function clean({ text, table, picture }: Content, title: string, maxChars: number): Content {
  if (text.length > maxChars) throw tooMuchText(title, maxChars);
  const cells = (row: readonly string[]): string[] => row.map(cleanText);
  return { text: cleanText(text), table: table && { columns: cells(table.columns), rows: table.rows.map(cells) }, picture };
}

export function tooMuchText(title: string, maxChars: number): FanoutError {
  const limit = maxChars >= 1_000_000 ? `${Math.floor(maxChars / 1_000_000)} million` : String(maxChars);
  return new FanoutError('source_too_large', `${title} has more than ${limit} characters of text`);
}

function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed();
}
