import { toInline } from '../../text/inline.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { toKey } from '../near.ts';

/**
 * What a mark in a merged result stands for. Looked up once, where the claim was made; it goes with the mark from
 * stage to stage.
 */
export interface CitedSource {
  /** `C1`, `C2`, … over the whole run. */
  readonly mark: string;
  /** The material it may be from: one id, or the parts of one document that its lane was shown. */
  readonly sources: readonly string[];
  /** Of the first of these. Untrusted, as the quote is. */
  readonly title: string;
  readonly quote: string;
  /** Whether the quote stands there; null: there was no text to look in. */
  readonly found: boolean | null;
}

/** Claims with the same words from the same place are one source, and have one mark. */
export const toIdentity = ({ sources, quote }: Pick<CitedSource, 'sources' | 'quote'>): string => `${sources.join(' ')}\n${toKey(quote)}`;

const MAX_QUOTE_CHARS = 300;
const MAX_TITLE_CHARS = 120;

/** One line of Markdown: the source, the quote, and what is wrong with it. */
function toSourceLine({ title, quote, found }: CitedSource): string {
  const words = toInline(toNeutralLine(quote, MAX_QUOTE_CHARS));
  const remark = found === null ? ' *(not checked: the source has no text)*' : found ? '' : ' **(not found in the source)**';
  return `${toInline(toNeutralLine(title, MAX_TITLE_CHARS))}: ${words === '' ? 'no quote' : `“${words}”`}${remark}`;
}

/** The list that goes with a marked result to whoever reads it as material; '' where nothing is cited. */
export const toMarkList = (cited: readonly CitedSource[]): string =>
  cited.length === 0 ? '' : `\n\nWhere the marks are from:\n${cited.map((it) => `[${it.mark}] ${toSourceLine(it)}`).join('\n')}`;

/** Numbers for what is cited, by first use over all texts that are given to it, one after another. */
export interface Numbering {
  /** The text with numbers for its marks. `cited`: what its marks stand for; any other is gone. */
  number(text: string, cited: readonly CitedSource[]): string;
  /** What has a number, in order. */
  readonly cited: readonly CitedSource[];
}

export function createNumbering(): Numbering {
  const numbers = new Map<string, number>();
  const used: CitedSource[] = [];
  const toNumber = (source: CitedSource): number => {
    const identity = toIdentity(source);
    const number = numbers.get(identity) ?? numbers.size + 1;
    if (!numbers.has(identity)) used.push(source);
    numbers.set(identity, number);
    return number;
  };
  return {
    cited: used,
    number(text, cited) {
      const byMark = new Map(cited.map((it) => [it.mark, it]));
      return text.replace(/(?:\[C\d{1,6}\]){1,200}/g, (run) => {
        const sources = (run.match(/C\d{1,6}/g) ?? []).flatMap((mark) => byMark.get(mark) ?? []);
        return [...new Set(sources.map(toNumber))].map((number) => `[${number}]`).join('');
      });
    },
  };
}

/** The list below an answer; '' where nothing is cited. */
export const toSourceList = (cited: readonly CitedSource[]): string =>
  cited.length === 0 ? '' : `\n\n**Sources**\n\n${cited.map((it, index) => `${index + 1}. ${toSourceLine(it)}`).join('\n')}`;

/** How many quotes are not where they are said to be; null where all are. */
export function toMissingNote(cited: readonly CitedSource[]): string | null {
  const missing = cited.filter(({ found }) => found === false).length;
  return missing === 0
    ? null
    : `${missing} of ${cited.length} quotes ${missing === 1 ? 'was' : 'were'} not found in the source that they name.`;
}
