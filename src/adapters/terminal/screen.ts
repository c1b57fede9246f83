import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '#core/ports/clock.ts';
import { columnsOf } from '#core/text/columns.ts';
import type { Size } from './board.ts';

/** What a screen needs of a terminal's stream; `process.stdout` and `process.stderr` fit where they are a TTY. */
export interface TerminalStream {
  readonly columns: number;
  readonly rows: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** Draws one frame; asked again every `gapMs`, so that times move. Its lines must fit the size, or the terminal cuts them. */
type Frame = (nowMs: number, size: Size) => readonly string[];

/** Lines that are drawn over and over in one place of a terminal, below whatever was there before. */
export interface Screen {
  /** From now on this is drawn. The first frame at once, any other with the next tick: those between are dropped. */
  show(frame: Frame): void;
  /** Leaves this last frame in place of the live one and the terminal as it was. Resolves when it is written or can't be. */
  finish(last: Frame): Promise<void>;
  /** Gives the terminal back at once, leaving what is drawn; harmless twice and after `finish`. Also fit for a process's exit. */
  [Symbol.dispose](): void;
}

export interface ScreenDeps {
  readonly stream: TerminalStream;
  readonly clock: Clock;
  /** Between two frames; 100 is smooth, above 500 a clock's seconds would jump. */
  readonly gapMs: number;
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
// Terminals that know it show a frame only when it is whole; others ignore it.
const BEGIN_FRAME = '\x1b[?2026h';
const END_FRAME = '\x1b[?2026l';
// A line whose width the terminal sees otherwise than we do is cut, not wrapped: a wrapped one would put the cursor off by a row.
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';
const ERASE_LINE = '\x1b[2K';
const ERASE_BELOW = '\x1b[J';

/** Whether lines can be drawn over there. `term`: `TERM`; a dumb terminal, as in some editors, shows the escapes themselves. */
export const canRedraw = (isTty: boolean | undefined, term: string | undefined): boolean => isTty === true && term !== 'dumb';

export function createScreen({ stream, clock, gapMs }: ScreenDeps): Screen {
  const stop = new AbortController();
  let newest: Frame | null = null;
  let loop: Promise<void> | null = null;
  let bug: unknown = null;
  let drawn: readonly string[] = [];
  let isBroken = false;
  let isHidden = false;

  // A terminal that went away must not stop the run it shows.
  const onError = (): void => {
    isBroken = true;
  };
  stream.on('error', onError);

  /** A stream that fails says so to the callback first and emits after it: then the listener must still be there. */
  function letGo(error?: Error | null): void {
    if (!error) stream.off('error', onError);
  }

  async function tick(): Promise<void> {
    while (!stop.signal.aborted && !isBroken) {
      draw();
      await clock.sleep(gapMs, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    }
  }

  function draw(): void {
    if (newest === null) return;
    const size = sizeOf(stream);
    const lines = newest(clock.now(), size);
    const frame = overwrite(drawn, lines, size);
    drawn = lines;
    const hide = isHidden ? '' : HIDE_CURSOR;
    isHidden = true;
    stream.write(hide + frame, () => {});
  }

  return {
    show(frame) {
      newest = frame;
      loop ??= tick().catch((error: unknown) => {
        bug = error;
      });
    },
    async finish(last) {
      stop.abort();
      await loop;
      if (isBroken) return;
      const size = sizeOf(stream);
      const frame = overwrite(drawn, last(clock.now(), size), size) + SHOW_CURSOR;
      isHidden = false;
      await new Promise<void>((resolve) => {
        stream.write(frame, (error) => {
          letGo(error);
          resolve();
        });
      });
      if (bug !== null) throw bug;
    },
    [Symbol.dispose]() {
      stop.abort();
      if (isHidden && !isBroken) stream.write(SHOW_CURSOR, letGo);
      isHidden = false;
    },
  };
}

/** Some terminals say 0, or nothing, while they start. */
const sizeOf = (stream: TerminalStream): Size => ({ columns: stream.columns || 80, rows: stream.rows || 24 });

/** The escapes that put `lines` where `drawn` stands; the cursor is on the line below it before and after. */
function overwrite(drawn: readonly string[], lines: readonly string[], size: Size): string {
  const up = Math.min(rowsOf(drawn, size.columns), Math.max(0, size.rows - 1));
  const text = lines.map((line) => `${ERASE_LINE}${line}\n`).join('');
  return `${BEGIN_FRAME}${NO_WRAP}\r${up === 0 ? '' : `\x1b[${up}A`}${text}${ERASE_BELOW}${WRAP}${END_FRAME}`;
}

/** Rows that lines drawn in a wider window take in this one: a terminal made narrower wraps them. */
function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(columnsOf(stripVTControlCharacters(line)) / columns)), 0);
}
