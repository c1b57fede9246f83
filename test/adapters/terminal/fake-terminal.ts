import type { TerminalStream } from '#adapters/terminal/screen.ts';

/** A terminal that obeys the escapes a screen writes; any other fails the test. Characters are one column wide. */
export interface FakeTerminal extends TerminalStream {
  columns: number;
  rows: number;
  /** Everything on it, what scrolled off first; without trailing spaces and without empty lines at the end. */
  readonly lines: string[];
  readonly isCursorShown: boolean;
  readonly wraps: boolean;
  readonly writes: readonly string[];
  readonly listeners: number;
  /** From now on each write fails as on a closed pipe: the callback is told first, then the event comes. */
  breakPipe(): void;
}

const ESCAPE = '\x1b';

/** `before` stands on it already. */
export function createFakeTerminal(columns = 80, rows = 24, before = ''): FakeTerminal {
  const cells: string[][] = [];
  const writes: string[] = [];
  const listeners = new Set<(error: Error) => void>();
  let row = 0;
  let column = 0;
  let isCursorShown = true;
  let wraps = true;
  let isBroken = false;

  function lineAt(at: number): string[] {
    while (cells.length <= at) cells.push([]);
    return cells[at] ?? [];
  }

  function print(character: string): void {
    if (character === '\r') column = 0;
    else if (character === '\n') {
      row += 1;
      column = 0;
      lineAt(row);
    } else {
      if (column >= terminal.columns && wraps) throw new Error('a line was wrapped');
      lineAt(row)[Math.min(column, terminal.columns - 1)] = character;
      column += 1;
    }
  }

  function obey(code: string): void {
    if (code.endsWith('A')) row = Math.max(0, cells.length - terminal.rows, row - Number(code.slice(1, -1)));
    else if (code === '[2K') lineAt(row).length = 0;
    else if (code === '[J') {
      lineAt(row).length = column;
      cells.length = row + 1;
    } else if (code === '[?25l' || code === '[?25h') isCursorShown = code.endsWith('h');
    else if (code === '[?7l' || code === '[?7h') wraps = code.endsWith('h');
    else if (code !== '[?2026h' && code !== '[?2026l') throw new Error(`unknown code ${code}`);
  }

  function apply(text: string): void {
    const [plain = '', ...rest] = text.split(ESCAPE);
    for (const character of plain) print(character);
    for (const part of rest) {
      const length = part.search(/[A-Za-z]/) + 1;
      obey(part.slice(0, length));
      for (const character of part.slice(length)) print(character);
    }
  }

  const terminal: FakeTerminal = {
    columns,
    rows,
    writes,
    get lines() {
      const lines = cells.map((line) =>
        Array.from(line, (cell) => cell ?? ' ')
          .join('')
          .trimEnd(),
      );
      return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
    },
    get isCursorShown() {
      return isCursorShown;
    },
    get wraps() {
      return wraps;
    },
    get listeners() {
      return listeners.size;
    },
    breakPipe() {
      isBroken = true;
    },
    write(text, done) {
      writes.push(text);
      const error = isBroken ? new Error('write EPIPE') : null;
      if (error === null) apply(text);
      queueMicrotask(() => {
        done(error);
        if (error === null) return;
        if (listeners.size === 0) throw error;
        for (const listener of listeners) listener(error);
      });
      return error === null;
    },
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
  };
  apply(before);
  return terminal;
}
