const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;

/** Whether a line can stand under a table's header: `| --- | :-: |`. One column needs a pipe, else any rule would do. */
export function isDelimiterRow(line: string): boolean {
  const row = line.trim();
  return row.includes('|') && row.includes('-') && DELIMITER.test(row);
}

/**
 * The cells of a table's row, trimmed, with `\|` read as a pipe. By the rule of GFM a pipe inside inline code cuts too; where that gives more cells than the table has columns, the writer meant it to be
 * code and it does not. Cells beyond `columns` are joined to the last one, so nothing is lost.
 */
export function toCells(line: string, columns = Number.POSITIVE_INFINITY): string[] {
  const cells = cutAtPipes(line, false);
  if (cells.length <= columns) return cells;
  const asMeant = cutAtPipes(line, true);
  if (asMeant.length <= columns) return asMeant;
  return [...asMeant.slice(0, columns - 1), asMeant.slice(columns - 1).join(' | ')];
}

/** Whether the line has as many cells as `columns`, whichever way its code is read. */
export function hasCells(line: string, columns: number): boolean {
  return line.includes('|') && (cutAtPipes(line, false).length === columns || cutAtPipes(line, true).length === columns);
}

function cutAtPipes(line: string, codeHolds: boolean): string[] {
  const row = line.trim().replace(/^\|/, '');
  const cells: string[] = [];
  let cell = '';
  let inCode = false;
  for (const [piece] of row.matchAll(/\\.?|`+|\||[^\\`|]+/gsu)) {
    if (piece.startsWith('`')) inCode = !inCode;
    if (piece === '|' && !(codeHolds && inCode)) {
      cells.push(cell.trim());
      cell = '';
    } else cell += piece === '\\|' ? '|' : piece;
  }
  if (cell.trim() !== '' || cells.length === 0) cells.push(cell.trim());
  return cells;
}
