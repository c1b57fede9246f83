import { toInline } from '../text/inline.ts';
import { toOneLine } from './answered.ts';
import { chooseMostConsistent } from './judge.ts';
import { toKey, toOverlap, toTrigrams } from './near.ts';
import { type Asking, toMaxChars } from './side-call.ts';
import { toMarkdownTable } from './table.ts';

export interface Ballot {
  readonly title: string;
  /** Without marks of claims. */
  readonly text: string;
  /** Those that stood in it: `C12`. Default: none. */
  readonly marks?: readonly string[];
}

/** An answer with who gave it. */
interface Tally {
  readonly answer: string;
  /** All that whoever gave it cites, as it stands in a text; '' for nothing. */
  readonly marks: string;
  readonly from: readonly string[];
}

/** A longer answer is a text: two are never word for word the same. */
const MAX_SHORT_CHARS = 120;
/** What is so short may be counted though no two agree; a sentence that stands alone says more than that. */
const MAX_WORD_CHARS = 40;

/** Whether these can be counted as they are. */
export function isCountable(ballots: readonly Ballot[]): boolean {
  const texts = ballots.map(({ text }) => text.trim());
  const agree = new Set(texts.map(toKey)).size < texts.length;
  return texts.every((text) => text.length <= (agree ? MAX_SHORT_CHARS : MAX_WORD_CHARS) && !text.includes('\n'));
}

/** The answer that most gave, however it is written, with the whole tally; a tie is called one. */
export function countVotes(ballots: readonly Ballot[]): string {
  const groups = [...Map.groupBy(ballots, ({ text }) => toKey(text) || text.trim()).values()];
  const tallies = groups
    .map((group): Tally => {
      const marks = [...new Set(group.flatMap((it) => it.marks ?? []))].map((mark) => `[${mark}]`).join('');
      return { answer: toOneLine(group[0]?.text ?? ''), marks: marks === '' ? '' : ` ${marks}`, from: group.map((it) => it.title) };
    })
    .sort((a, b) => b.from.length - a.from.length);
  const most = tallies[0]?.from.length ?? 0;
  const first = tallies
    .filter((tally) => tally.from.length === most)
    .map(({ answer, marks }) => `**${toInline(answer) || '(nothing)'}**${marks}`);
  const share = `${most} of ${ballots.length}`;
  const said = first.length === 1 ? `${first[0]}: ${share}` : `A tie, ${share} each: ${first.join(' / ')}`;
  const rows = tallies.map(({ answer, marks, from }) => [`${answer}${marks}`, String(from.length), from.join(', ')]);
  return `${said}\n\n${toMarkdownTable({ columns: ['Answer', 'Votes', 'From'], rows })}`;
}

export interface Chosen {
  readonly index: number;
  readonly note: string;
}

/**
 * Of longer texts the one that agrees most with the others: as a model sees it, or where none can be asked as
 * their wordings go. `toReason` says why a call failed, or throws what must not be swallowed.
 */
export async function voteOnTexts(
  ballots: readonly Ballot[],
  wish: string,
  asking: Asking | null,
  toReason: (error: unknown) => string,
): Promise<Chosen> {
  const texts = ballots.map((ballot) => ballot.text);
  const chosen = (index: number, how: string): Chosen => ({
    index,
    note: `Of ${texts.length} answers this one agrees most with the others: ${ballots[index]?.title ?? ''} (${how}).`,
  });
  if (asking === null) return chosen(toMedoid(texts), 'by their wording: no model was asked');
  if (texts.reduce((sum, text) => sum + text.length, 0) > toMaxChars(asking))
    return chosen(toMedoid(texts), 'by their wording: together they are too long for the model');
  try {
    return chosen(await chooseMostConsistent(texts, wish, asking), 'as the model judged');
  } catch (error) {
    return chosen(toMedoid(texts), `by their wording, since the model could not be asked: ${toReason(error)}`);
  }
}

/** Of many, others that each is compared with; of long ones, how much. */
const MAX_OTHERS = 64;
const MAX_CHARS = 2_000;

/** The index of the text that is most like the others; the first of equals. */
export function toMedoid(texts: readonly string[]): number {
  const sets = texts.map((text) => toTrigrams(toKey(text).slice(0, MAX_CHARS)));
  const step = Math.max(1, Math.ceil(sets.length / MAX_OTHERS));
  const others = sets.filter((_, index) => index % step === 0);
  const likeness = sets.map((set) => others.reduce((sum, other) => sum + (other === set ? 0 : toOverlap(set, other)), 0));
  return likeness.reduce((best, it, index) => (it > (likeness[best] ?? 0) ? index : best), 0);
}
