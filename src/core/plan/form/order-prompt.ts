import { laneWords } from './lane-words.ts';
import type { Role } from './lexicon.ts';
import type { Order } from './order.ts';
import { trimEndBy } from './trim.ts';

const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
/** A full stop where the script has one and the words end without: not after a list, not in Chinese. */
const sentence = (text: string): string =>
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{N})}%]$/u.test(text) && !text.includes('\n') ? `${text}.` : text;

/** What is kept as it is in every translation. */
export const KEEP = 'Keep meaning, tone, names, numbers and formatting.';

/** What leads to that which an order is about, where it does not say so itself. */
const LINKS: Readonly<Partial<Record<Role, string>>> = { fill: ' for', extract: ' from', count: ' in', keywords: ' of', classify: ':' };

/** The words of a person as an instruction: one sentence that stands by itself. */
export const toSentence = (words: string): string => sentence(capitalised(words.trim().replace(/[\s,;:：]{1,20}$/, '')));

/** The whole instruction of a lane that translates. `{item}` stands for what it is given. */
export const toTranslation = (language: string): string => `Translate {item} into ${language}. ${KEEP}`;

/** The words, and a line that says which of the things that they speak of is meant: `{item}`. */
export const toAlone = (words: string, lang: string, gap = ' '): string => `${toSentence(words)}${gap}${laneWords(lang).alone}`;

/**
 * The instruction of each lane out of a plain order, `{item}` for what it is done to. English words point at that by
 * the place they have for it; in other languages the person's words stay as they
 * are, and a line says which piece is meant.
 */
export function toTemplate(words: string, order: Order): string {
  const { lang, verb, references, dropped } = order;
  if (lang !== 'en') return toAlone(toOrder(words, order), lang);
  const cut = dropped.map((span) => ({ ...span, text: '' }));
  // Named twice ("for each file, summarize it") it is the same thing.
  const pointed = references.map((span, index) => ({ ...span, text: index === 0 ? '{item}' : 'it' }));
  const said = tidy(edit(words, [...cut, ...pointed]));
  const link = /\b(?:in|from|of|is|are)\.?$/i.test(said) ? '' : (LINKS[verb ?? 'do'] ?? '');
  return toSentence(pointed.length === 0 ? `${said.replace(/\.$/, '')}${link} {item}` : said);
}

/** A plain order as one instruction for all that it is done to. */
export const toOrder = (words: string, { dropped }: Order): string =>
  toSentence(
    tidy(
      edit(
        words,
        dropped.map((span) => ({ ...span, text: '' })),
      ),
    ),
  );

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edit(words: string, edits: readonly Edit[]): string {
  let text = '';
  let from = 0;
  for (const { start, end, text: instead } of edits.toSorted((a, b) => a.start - b.start)) {
    if (start < from || end > words.length) continue;
    text += words.slice(from, start) + instead;
    from = end;
  }
  return text + words.slice(from);
}

/** Without the gaps and stops that what was taken out has left. */
const tidy = (text: string): string => trimEndBy(untidyEnd(text), /[\s,;:&，、；：]/).replace(/[?!]$/, '.');

const untidyEnd = (text: string): string =>
  text
    .replace(/[ \t]+/g, ' ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/([,.;:!?])[,.;:!?]+/g, '$1')
    .replace(/^[\s,.;:!?&，、；：]+/, '');
