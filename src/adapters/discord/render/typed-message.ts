import { ComponentType } from 'discord-api-types/v10';
import { button, buttons, preformatted, small, text } from './components.ts';
import { toLine } from './escape.ts';
import { textSize } from './message-size.ts';

const PROBLEM_CHARS = 1_000;
/** What fits below the problem. In units of `textSize`. */
const MOST_SIZE = 2_200;
const FILE = 'what-you-typed.txt';

/** What somebody wrote in a form. */
export interface Typed {
  readonly text: string;
  /** What a button says back that opens the form again, filled with it; null: there is none. */
  readonly again: string | null;
}

/** A no to a form, and what was typed in it, so that nothing of it is lost: as it is where it fits, else as a file. Only the person who typed it sees it. */
export function toTypedMessage(problem: string, typed: Typed) {
  const isShort = textSize(typed.text) <= MOST_SIZE && !typed.text.includes('```');
  const again = typed.again === null ? [] : [button(typed.again, 'Open the form again', 'primary')];
  return {
    components: [
      ...text(toLine(problem, PROBLEM_CHARS) || 'That can not be done.'),
      ...(typed.text === '' ? [] : small(['What you typed:'])),
      ...(isShort ? preformattedOrNone(typed.text) : [{ type: ComponentType.File, file: { url: `attachment://${FILE}` } } as const]),
      ...buttons(again),
    ],
    files: isShort ? [] : [{ attachment: Buffer.from(typed.text), name: FILE }],
  };
}

const preformattedOrNone = (typed: string) => (typed === '' ? [] : preformatted(typed));
