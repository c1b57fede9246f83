/** A table set in Markdown. */
export interface MarkdownTable {
  /** Where it stands in the text: [start, end). */
  readonly start: number;
  readonly end: number;
  readonly columns: readonly string[];
  /** Rows with something in them; each as long as `columns`. */
  readonly rows: readonly (readonly string[])[];
}

const RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** The cells of a line; a bar behind a backslash is none of its borders. */
function toCells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** The first table of a text; null where there is none with a row. */
export function findMarkdownTable(text: string): MarkdownTable | null {
  if (!text.includes('|')) return null;
  const lines = text.split('\n');
  let start = 0;
  for (let index = 0; index + 1 < lines.length; index++) {
    const head = lines[index] ?? '';
    const rule = lines[index + 1] ?? '';
    if (head.includes('|') && rule.includes('-') && rule.includes('|') && rule.length < 2_000 && RULE.test(rule)) {
      const columns = toCells(head);
      let end = start + head.length + 1 + rule.length;
      const rows: string[][] = [];
      for (const line of lines.slice(index + 2)) {
        if (!line.includes('|')) break;
        const cells = toCells(line);
        rows.push(columns.map((_, column) => cells[column] ?? ''));
        end += line.length + 1;
      }
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      return filled.length === 0 ? null : { start, end, columns, rows: filled };
    }
    start += head.length + 1;
  }
  return null;
}
