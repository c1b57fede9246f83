import { breakMassMentions, toNeutralLine } from '#core/text/neutral.ts';

/**
 * What Discord reads as a person, a role, a channel, a command, an emoji, a time or a place of the server. A
 * zero-width space behind the bracket holds everywhere, where a backslash holds only for some readers of the text.
 */
const SEQUENCE = /<(?=@[!&]?\d|#\d|a?:\w{1,64}:\d|t:-?\d|id:\w|sound:\d|\/[^\s<>:][^<>:\n]{0,100}:\d)/gi;

/** Invitations show as a card to press, whatever stands around them. */
const INVITATION = /(discord(?:app)?)(?=\.(?:gg|gift|new)\b|\.com\/+(?:invite|gifts|template)\b)/gi;

/** Marks that mean something inside a line. */
const MARKS = /[\\`*_~|[\]<>]|:(?=\/\/)/g;

/** Text in which nothing calls, invites or passes for another thing of Discord's. Twice is harmless. */
export const breakSequences = (text: string): string =>
  breakMassMentions(text.replace(SEQUENCE, '<\u200b').replace(INVITATION, '$1\u200b'));

/**
 * Untrusted text as one harmless line where Discord reads no Markdown: labels, options. At most `maxChars` UTF-16
 * units; '' when nothing is left.
 */
export const toWords = (text: string, maxChars: number): string => fitted(text, maxChars, breakSequences);

/** The same where it reads Markdown: nothing in it is a mark, a link or a heading. All that was added is counted. */
export const toLine = (text: string, maxChars: number): string => fitted(text, maxChars, (line) => escapeMarks(breakSequences(line)));

/** The same line by line, without empty ones; what does not fit is left out from its end. */
export function toLines(text: string, maxChars: number): string {
  let lines = '';
  for (const line of text.split('\n')) {
    const room = maxChars - lines.length - 1;
    if (room < 1) break;
    const more = toLine(line, room);
    if (more !== '') lines += lines === '' ? more : `\n${more}`;
  }
  return lines;
}

function fitted(text: string, maxChars: number, toSafe: (line: string) => string): string {
  for (let room = maxChars; ; ) {
    const line = toSafe(toNeutralLine(text, room));
    if (line.length <= maxChars) return line;
    // A character becomes three at most.
    room -= Math.ceil((line.length - maxChars) / 3);
  }
}

const escapeMarks = (line: string): string =>
  line
    .replace(MARKS, '\\$&')
    .replace(/^[-+#]/, '\\$&')
    .replace(/^(\d{1,9})\.(?=\s|$)/, '$1\\.');

/** The one mention there is: of the person who asked; null for what is no id of Discord's. */
export const toUserId = (person: string): string | null => (/^\d{17,20}$/.test(person) ? person : null);
