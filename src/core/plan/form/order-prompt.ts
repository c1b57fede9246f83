import type { Role } from './lexicon.ts';
import type { Order } from './order.ts';

const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
/** A full stop where the script has one and the words end without: not after a list, not in Chinese. */
const sentence = (text: string): string =>
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{N})}%]$/u.test(text) && !text.includes('\n') ? `${text}.` : text;

/** What is kept as it is in every translation. */
export const KEEP = 'Keep meaning, tone, names, numbers and formatting.';

const ALONE_EN = '(For {item} alone.)';
/** What leads to that which an order is about, where it does not say so itself. */
const LINKS: Readonly<Partial<Record<Role, string>>> = { fill: ' for', extract: ' from', count: ' in', keywords: ' of' };

/** That only one of the things that the words speak of is meant. */
const ALONE: Readonly<Record<string, string>> = {
  de: '(Nur für: {item}.)',
  fr: '(Uniquement pour : {item}.)',
  es: '(Solo para: {item}.)',
  it: '(Solo per: {item}.)',
  pt: '(Apenas para: {item}.)',
  ru: '(Только для: {item}.)',
  tr: '(Yalnızca: {item}.)',
  ja: '（{item}だけについて。）',
  zh: '（只针对{item}。）',
  ar: '(فقط: {item}.)',
  hi: '(केवल: {item}.)',
  ko: '({item}만.)',
};

/** What the material of a lane is called in its instruction, by ISO 639-1 code. */
const MATERIAL: Readonly<Record<string, string>> = {
  de: 'das Material',
  fr: 'le document fourni',
  es: 'el material',
  it: 'il materiale',
  pt: 'o material',
  ru: 'материал',
  tr: 'verilen metin',
  ja: '渡された資料',
  zh: '所给材料',
  ar: 'المادة المرفقة',
  hi: 'दी गई सामग्री',
  ko: '주어진 자료',
};

/** As `MATERIAL`, in English where the language is another one. */
export const materialIn = (lang: string): string => MATERIAL[lang] ?? 'the material';

/** The words of a person as an instruction: one sentence that stands by itself. */
export const toSentence = (words: string): string => sentence(capitalised(words.trim().replace(/[\s,;:：]{1,20}$/, '')));

/** The whole instruction of a lane that translates. `{item}` stands for what it is given. */
export const toTranslation = (language: string): string => `Translate {item} into ${language}. ${KEEP}`;

/**
 * The instruction of each lane out of a plain order, `{item}` for what it is done to. English words point at that by the place they have for it; in other languages the person's words stay as they
 * are, and a line says which piece is meant.
 */
export function toTemplate(words: string, { lang, verb, references, dropped }: Order): string {
  const cut = dropped.map((span) => ({ ...span, text: '' }));
  if (lang !== 'en') return `${sentence(tidy(edit(words, cut)))} ${ALONE[lang] ?? ALONE_EN}`;
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
const tidy = (text: string): string =>
  text
    .replace(/[ \t]+/g, ' ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/([,.;:!?])[,.;:!?]+/g, '$1')
    .replace(/^[\s,.;:!?&，、；：]+|[\s,;:&，、；：]+$/g, '')
    .replace(/[?!]$/, '.');
