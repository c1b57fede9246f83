import { toInline } from '../../text/inline.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { toKey } from '../near.ts';
import { isQuoted, toQuotable } from './find-quote.ts';
import type { Gathered, MarkedClaim } from './gather-claims.ts';
import { replaceMarks } from './marks.ts';

/** Where claims say they are from, to look whether they are. */
export interface SourceLook {
  /** Null: it has no text that could be looked at (a picture, or it could not be read). */
  sourceText(id: string): Promise<string | null>;
  sourceTitle(id: string): Promise<string>;
}

export interface Cited {
  readonly text: string;
  /** What the reader should know of the claims; null when nothing. */
  readonly note: string | null;
}

const MAX_QUOTE_CHARS = 300;
const MAX_TITLE_CHARS = 120;

/**
 * A merged text as people get it: marks that name no claim are dropped, the others numbered by first use, and below stands what each number is: its source, the quote, and whether the quote was found
 * there. A text of a stage without claims is given back as it is.
 */
export async function cite(text: string, { claims, unfounded }: Pick<Gathered, 'claims' | 'unfounded'>, look: SourceLook): Promise<Cited> {
  if (claims === null) return { text, note: null };
  const numbers = new Map<string, number>();
  const cited: MarkedClaim[] = [];
  let unknown = 0;
  const numbered = replaceMarks(withoutDefinitions(text), (mark) => {
    const claim = claims.get(mark);
    if (claim === undefined) {
      unknown += 1;
      return '';
    }
    // Claims with the same words from the same place are one source.
    const identity = `${claim.sources.join(' ')}\n${toKey(claim.quote)}`;
    const number = numbers.get(identity) ?? numbers.size + 1;
    if (!numbers.has(identity)) cited.push(claim);
    numbers.set(identity, number);
    return `[${number}]`;
  });
  const lines = await toLines(cited, look);
  const missing = lines.filter(({ found }) => found === false).length;
  const notes = [
    missing === 0 ? null : `${missing} of ${lines.length} quotes ${missing === 1 ? 'was' : 'were'} not found in the source that they name.`,
    unknown === 0 ? null : `${unknown === 1 ? '1 citation that names' : `${unknown} citations that name`} no claim left out.`,
    unfounded === 0
      ? null
      : `${unfounded === 1 ? '1 claim names' : `${unfounded} claims name`} material that its lane was not given, and cites nothing.`,
  ].filter((note) => note !== null);
  const list = lines.length === 0 ? '' : `\n\n**Sources**\n\n${lines.map((line, index) => `${index + 1}. ${line.text}`).join('\n')}`;
  return { text: `${numbered}${list}`, note: notes.length === 0 ? null : notes.join(' ') };
}

/** A definition of a link's target would make every number of a citation that link. */
const withoutDefinitions = (text: string): string =>
  text.replace(/^((?:[ \t>*+-]|\d{1,3}[.)]){0,12})\[[ \t]{0,8}(C?\d{1,6})[ \t]{0,8}\]:/gm, '$1\\[$2\\]:');

interface Line {
  readonly text: string;
  /** Null: there was nothing to look in. */
  readonly found: boolean | null;
}

/** Sources one after another, each read and normalised once: they may be long. */
async function toLines(cited: readonly MarkedClaim[], look: SourceLook): Promise<Line[]> {
  const found = new Map<MarkedClaim, boolean>();
  const ids = [...new Set(cited.flatMap((claim) => claim.sources))];
  for (const id of ids) {
    const text = await look.sourceText(id);
    const quotable = text === null ? null : toQuotable(text);
    for (const claim of cited) {
      if (quotable === null || found.get(claim) === true || !claim.sources.includes(id)) continue;
      found.set(claim, isQuoted(claim.quote, quotable));
    }
  }
  return await Promise.all(
    cited.map(async (claim) => {
      const title = toInline(toNeutralLine(await look.sourceTitle(claim.sources[0] ?? ''), MAX_TITLE_CHARS));
      const quote = toInline(toNeutralLine(claim.quote, MAX_QUOTE_CHARS));
      const is = found.get(claim) ?? null;
      const words = quote === '' ? 'no quote' : `“${quote}”`;
      const remark = is === null ? ' *(not checked: the source has no text)*' : is ? '' : ' **(not found in the source)**';
      return { text: `${title}: ${words}${remark}`, found: is };
    }),
  );
}
