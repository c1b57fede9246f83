import { setImmediate as nextTurn } from 'node:timers/promises';

/** A line of a text, or a piece of one that is very long. */
export interface TextLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  /** The heading it stands under; '' before the first. */
  readonly section: string;
}

/** Longer lines come in pieces, cut between words where there are any. */
const MOST_CHARS = 20_000;

/** So much is read before others have a turn. */
const TURN_CHARS = 100_000;

const HEADING = /^ {0,3}#{1,6}\s+(\S.*)$/;
const FENCE = /^ {0,3}(?:```|~~~)/;

const toHeading = (line: string): string | null =>
  HEADING.exec(line)?.[1]
    ?.replace(/\s#+\s*$/, '')
    .trim() ?? null;

function* piecesOf(line: string): Generator<string> {
  let rest = line;
  while (rest.length > MOST_CHARS) {
    const space = rest.lastIndexOf(' ', MOST_CHARS);
    const end = space > MOST_CHARS / 2 ? space : MOST_CHARS;
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  yield rest;
}

/** The lines of a text with where they stand; others have a turn meanwhile. Throws `signal.reason` once aborted. */
export async function* textLines(text: string, signal: AbortSignal): AsyncGenerator<readonly TextLine[], void> {
  let batch: TextLine[] = [];
  let chars = 0;
  let section = '';
  let fenced = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (FENCE.test(line)) fenced = !fenced;
    else if (!fenced) section = toHeading(line) ?? section;
    for (const piece of piecesOf(line)) {
      batch.push({ number: index + 1, text: piece, section });
      chars += piece.length + 1;
      if (chars < TURN_CHARS) continue;
      yield batch;
      batch = [];
      chars = 0;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  yield batch;
}
