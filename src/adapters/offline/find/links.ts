import { type Finder, toFinding } from './finding.ts';

const LINK = /(?<![\p{L}\p{N}])(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"`|\\^{}[\]\0]{1,2000}/giu;

/** Without the sentence around it: its full stop, a bracket that the link did not open. */
function trim(link: string): string {
  let end = link.length;
  for (;;) {
    const last = link.charAt(end - 1);
    if (/[.,;:!?'’”*_~]/.test(last)) end -= 1;
    else if (last === ')' && !opensAsOftenAsCloses(link.slice(0, end))) end -= 1;
    else return link.slice(0, end);
  }
}

const opensAsOftenAsCloses = (text: string): boolean => text.split('(').length >= text.split(')').length;

export const findLinks: Finder = (line) =>
  [...line.matchAll(LINK)].flatMap((match) => {
    // The target of a Markdown link ends with its bracket, whatever follows without a space.
    const inMarkdown = line.slice(Math.max(0, match.index - 2), match.index) === '](' ? match[0].indexOf(')') : -1;
    const link = trim(inMarkdown > 0 && !match[0].slice(0, inMarkdown).includes('(') ? match[0].slice(0, inMarkdown) : match[0]);
    return /[\p{L}\p{N}]/u.test(link.replace(/^(?:https?:\/\/|ftp:\/\/|www\.)/i, '')) ? [toFinding(link, match.index)] : [];
  });
