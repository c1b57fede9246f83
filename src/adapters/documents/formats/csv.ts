import { CsvError, parse } from 'csv-parse/sync';
import { FanoutError } from '#core/errors.ts';
import type { Content, Input } from '../content.ts';
import { tableToContent, toTable } from '../table.ts';
import { decodeText } from './text.ts';

/** A record longer than this is a quote that was never closed, or an attack. In characters. */
const MAX_RECORD_CHARS = 1_000_000;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Rows under the names in the first one. The delimiter is the one the first line has most of, unless the kind of file says. */
export function readCsv(input: Input, delimiter?: '\t'): Content {
  const text = decodeText(input);
  try {
    const rows = parse(text, {
      delimiter: delimiter ?? guessDelimiter(text),
      max_record_size: MAX_RECORD_CHARS,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    return tableToContent(toTable(rows));
  } catch (error) {
    if (error instanceof CsvError) throw toSourceError(error, input.title);
    throw error;
  }
}

function guessDelimiter(text: string): string {
  const firstLine =
    text
      .slice(0, 10_000)
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? '';
  const unquoted = firstLine.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function toSourceError(error: CsvError, title: string): FanoutError {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new FanoutError('source_too_large', `${title} has a row of more than ${MAX_RECORD_CHARS} characters; a quote may be missing`);
  const line = typeof error.lines === 'number' ? ` (line ${error.lines})` : '';
  const what = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'ends inside a quoted field' : 'is not valid CSV';
  // No cause: the parser's error carries the record, and a document's text is no matter for logs.
  return new FanoutError('source_unreadable', `${title} ${what}${line}`);
}
