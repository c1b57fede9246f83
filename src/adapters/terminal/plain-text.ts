import { stripVTControlCharacters } from 'node:util';

/** Marks piled on one character beyond these paint over the lines around it. */
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;

/** Invisible characters, bidirectional marks and overrides among them. The two joiners stay: scripts and emoji are spelt with them. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Untrusted text as one harmless line: no escapes, control or invisible characters, no line breaks, no runs of spaces. */
export function toPlainLine(text: string): string {
  return stripVTControlCharacters(text).toWellFormed().replace(/\s+/gu, ' ').replace(INVISIBLE, '').replace(PILED_MARKS, '$1').trim();
}

/** Untrusted text of many lines that can't command the terminal. Line breaks, tabs and marks of right-to-left writing stay; overrides go. */
export function toPlainText(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e]/gu, '');
}
