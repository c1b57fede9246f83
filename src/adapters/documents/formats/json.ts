import { type Content, type Input, toContent } from '../content.ts';
import { tableToContent, toTable } from '../table.ts';
import { decodeText } from './text.ts';

/** A list of flat objects is a table; anything else is shown indented. What only claims to be JSON is plain text. */
export function readJson(input: Input): Content {
  const text = decodeText(input);
  const [value] = parseAll([text]) ?? [];
  if (value === undefined) return toContent(text);
  return toRows(value) ?? toContent(JSON.stringify(value, null, 2));
}

/** One JSON value a line. */
export function readJsonLines(input: Input): Content {
  const text = decodeText(input);
  return toRows(parseAll(text.split('\n').filter((line) => line.trim() !== ''))) ?? toContent(text);
}

function parseAll(texts: readonly string[]): unknown[] | null {
  try {
    return texts.map((text) => JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

type Flat = Readonly<Record<string, string | number | boolean | null>>;

function toRows(value: unknown): Content | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFlat)) return null;
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return null;
  return tableToContent(toTable([columns, ...value.map((row) => columns.map((column) => String(row[column] ?? '')))]));
}

function isFlat(value: unknown): value is Flat {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((cell) => typeof cell !== 'object' || cell === null);
}
