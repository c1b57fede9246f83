import { type Claim, readClaims } from '../../lanes/output/claims.ts';
import { type Answered, toOneLine, toReadable } from '../answered.ts';
import { checkClaims, type MarkedClaim, type SourceLook } from './check-claims.ts';
import { type CitedSource, toIdentity } from './cited-source.ts';
import { dropUnknownIds, isIndex, marksIn, replaceMarks, resolveIds } from './marks.ts';

/** What was cited before in the run. */
export interface EarlierMarks {
  /** By the id of the result of an earlier stage: `R1`. */
  readonly cited: ReadonlyMap<string, readonly CitedSource[]>;
  /** Marks that any merge of the run gave, earlier rounds of this stage too, by `toIdentity`: a mark never comes to stand for something else. */
  readonly given: ReadonlyMap<string, string>;
}

export const NO_EARLIER: EarlierMarks = { cited: new Map(), given: new Map() };

/** The marks of one merge: those of its lanes' claims, and those that came with earlier results. */
export interface Citing {
  /** False: nobody cites here, and what looks like a mark may be the text's own: it stays as it is. */
  readonly cites: boolean;
  /** A lane's text for people and models, a mark behind each claim. What looks like a mark or a source goes, and is counted, where the lane was shown some; any other lane's stays, and cites nothing. */
  readable(row: Answered): Answered;
  /** The same of one cell or item that a lane gave; of claims what `readable` gave stays. */
  clean(row: Answered, text: string): string;
  /** A merged text with those marks alone that stand for something. */
  take(text: string): string;
  /** What stands in all texts taken, its quotes looked up, and what the reader should know; `cited` is not there where nobody cites. */
  end(look: SourceLook): Promise<{ readonly cited?: readonly CitedSource[]; readonly note: string | null }>;
}

const NO_CITING: Citing = {
  cites: false,
  readable: toReadable,
  clean: (_, text) => text,
  take: (text) => text,
  end: async () => ({ note: null }),
};

export function createCiting(rows: readonly Answered[], earlier: EarlierMarks): Citing {
  const knownTo = createKnown(earlier);
  if (!rows.some((row) => row.output.kind === 'claims' || knownTo(row).size > 0)) return NO_CITING;
  const came = new Map([...new Set(rows.map(knownTo))].flatMap((known) => [...known]));
  const made = new Map<string, MarkedClaim>();
  const marked = new Map<number, MarkedRow>();
  const markOf = createMarking(earlier.given);
  for (const row of rows) {
    const it = row.output.kind === 'claims' ? markClaims(row, knownTo(row), markOf) : markText(row, knownTo(row), toReadable(row).text);
    for (const claim of it.claims) made.set(claim.mark, claim);
    marked.set(row.lane, it);
  }
  const read = new Set<number>();
  const taken = new Set<string>();
  let unknown = 0;

  return {
    cites: true,
    readable(row) {
      read.add(row.lane);
      return { ...row, text: marked.get(row.lane)?.text ?? '' };
    },
    clean(row, text) {
      if (row.output.kind === 'claims') return text;
      const cell = markText(row, knownTo(row), text);
      unknown += cell.unknown;
      return cell.text;
    },
    take(text) {
      const kept = replaceMarks(withoutDefinitions(text), (mark) => {
        if (made.has(mark) || came.has(mark)) return `[${mark}]`;
        unknown += 1;
        return '';
      });
      for (const mark of marksIn(kept)) taken.add(mark);
      return kept;
    },
    async end(look) {
      const claims = [...taken].flatMap((mark) => made.get(mark) ?? []);
      const checked = new Map((await checkClaims(claims, look)).map((it) => [it.mark, it]));
      const cited = [...taken].flatMap((mark) => checked.get(mark) ?? came.get(mark) ?? []);
      const all = [...read].flatMap((lane) => marked.get(lane) ?? []);
      const gone = all.reduce((sum, it) => sum + it.unknown, unknown);
      return {
        cited,
        note: toNote(
          gone,
          all.reduce((sum, it) => sum + it.unfounded, 0),
        ),
      };
    },
  };
}

type MarkOf = (claim: Pick<MarkedClaim, 'sources' | 'quote'>) => string;

function createMarking(given: ReadonlyMap<string, string>): MarkOf {
  const marks = new Map(given);
  let last = [...given.values()].reduce((most, mark) => Math.max(most, Number(mark.slice(1))), 0);
  return (claim) => {
    const identity = toIdentity(claim);
    const before = marks.get(identity);
    if (before !== undefined) return before;
    last += 1;
    marks.set(identity, `C${last}`);
    return `C${last}`;
  };
}

function toNote(unknown: number, unfounded: number): string | null {
  const notes = [
    ...(unknown === 0 ? [] : [`${unknown === 1 ? '1 citation that names' : `${unknown} citations that name`} no claim left out.`]),
    ...(unfounded === 0
      ? []
      : [`${unfounded === 1 ? '1 claim names' : `${unfounded} claims name`} material that its lane was not given, and cites nothing.`]),
  ];
  return notes.length === 0 ? null : notes.join(' ');
}

type Known = ReadonlyMap<string, CitedSource>;

/** What a lane may have seen marks of: the results that it was given, and that which its item came from. Lanes with the same results share one map. */
function createKnown({ cited }: EarlierMarks): (row: Answered) => Known {
  const maps = new Map<string, Known>();
  return ({ shown }) => {
    const results = [...new Set(shown.flatMap(toResult))].filter((id) => cited.has(id));
    const name = results.join(' ');
    const known = maps.get(name) ?? new Map(results.flatMap((id) => cited.get(id) ?? []).map((it) => [it.mark, it]));
    maps.set(name, known);
    return known;
  };
}

/** `T3.1.2` is an item of stage 3, which was taken from the result of stage 2. */
function toResult(id: string): string[] {
  const [, stage] = /^T([1-9]\d*)\.\d+\.\d+$/.exec(id) ?? [];
  if (stage !== undefined) return [`R${Number(stage) - 1}`];
  return id.startsWith('R') ? [id] : [];
}

interface MarkedRow {
  readonly text: string;
  /** Those that the lane made. */
  readonly claims: readonly MarkedClaim[];
  /** Claims whose lane was not shown the source they name: they lost their mark. */
  readonly unfounded: number;
  /** Marks and sources that it named and was not shown. */
  readonly unknown: number;
}

/** A lane that makes no claims and was shown no marks has none: whatever looks like one stays. One that was shown some may have numbered them anew. */
function markText(row: Answered, known: Known, text: string): MarkedRow {
  const whole = withoutDefinitions(text);
  if (known.size === 0)
    return {
      text: replaceMarks(
        whole,
        (mark) => `[${mark}]`,
        () => true,
      ),
      claims: [],
      unfounded: 0,
      unknown: 0,
    };
  let unknown = 0;
  const isAnew = (number: number): boolean => [...known.keys()].some((mark) => number <= Number(mark.slice(1)));
  const count = (): string => {
    unknown += 1;
    return '';
  };
  const kept = replaceMarks(
    whole,
    (mark) => {
      if (known.has(mark)) return `[${mark}]`;
      return mark.startsWith('C') || isAnew(Number(mark)) ? count() : `\\[${mark}\\]`;
    },
    isIndex,
  );
  return { text: dropUnknownIds(kept, row.shown, count), claims: [], unfounded: 0, unknown };
}

function markClaims(row: Answered, known: Known, markOf: MarkOf): MarkedRow {
  const said = readClaims(row.text);
  const claims: MarkedClaim[] = [];
  let unfounded = 0;
  let unknown = 0;
  const marks = said.claims.map((claim): string => {
    const sources = resolveIds(claim.source, row.shown);
    if (sources.length === 0) {
      unfounded += 1;
      return '';
    }
    // What it quotes of an earlier result is from where that has it.
    const through = sources.some((id) => toResult(id).length > 0)
      ? marksIn(`${claim.quote} ${claim.text}`).filter((mark) => known.has(mark))
      : [];
    if (through.length > 0) return [...new Set(through)].map((mark) => `[${mark}]`).join('');
    const mark = markOf({ sources, quote: claim.quote });
    claims.push({ mark, sources, quote: claim.quote });
    return `[${mark}]`;
  });
  const used = new Set<number>();
  const count = (): string => {
    unknown += 1;
    return '';
  };
  const text = replaceMarks(
    withoutDefinitions(said.text),
    (mark) => {
      if (mark.startsWith('C')) return known.has(mark) ? `[${mark}]` : count();
      used.add(Number(mark) - 1);
      return marks[Number(mark) - 1] ?? count();
    },
    (group, before) => (group.startsWith('C') ? known.size === 0 : isIndex(group, before)),
  );
  return { text: dropUnknownIds(withAll(text, said.claims, marks, used), row.shown, count), claims, unfounded, unknown };
}

/** A claim that its lane did not mark gets its mark behind its words in the text, or stands below it. */
function withAll(text: string, claims: readonly Claim[], marks: readonly string[], used: ReadonlySet<number>): string {
  let whole = text;
  const below: string[] = [];
  claims.forEach((claim, index) => {
    const mark = marks[index] ?? '';
    const words = toOneLine(replaceMarks(claim.text, () => ''));
    if (mark === '' || words === '' || used.has(index)) return;
    const at = whole.indexOf(words);
    const end = at + words.length;
    if (at === -1) below.push(`- ${words} ${mark}`);
    else if (!whole.slice(end).trimStart().startsWith(mark)) whole = `${whole.slice(0, end)} ${mark}${whole.slice(end)}`;
  });
  return [whole, below.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** A definition of a link's target would make every number of a citation that link. */
const withoutDefinitions = (text: string): string =>
  text.replace(/^((?:[ \t>*+-]|\d{1,3}[.)]){0,12})\[[ \t]{0,8}(C?\d{1,6})[ \t]{0,8}\]:/gm, '$1\\[$2\\]:');
