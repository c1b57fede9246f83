import { toCountNote } from '../lanes/top-up.ts';
import type { Output } from '../plan/plan.ts';
import type { Table } from '../ports/source-reader.ts';
import type { MergeKind } from '../request.ts';
import { type Answered, toFindings, toOneLine, toReadable } from './answered.ts';
import { findBest, toRankingNote } from './best.ts';
import type { SourceLook } from './claims/check-claims.ts';
import type { CitedSource } from './claims/cited-source.ts';
import { type Citing, createCiting, type EarlierMarks, NO_EARLIER } from './claims/citing.ts';
import { dropUnknownIds, marksIn, withoutHidden, withoutMarks } from './claims/marks.ts';
import { dedupe, toFoundList } from './dedupe.ts';
import { type DigestWish, mergeDigest } from './digest.ts';
import { mergeOrdered } from './ordered.ts';
import { mapGiven, mergeOwnRows, type OwnPart, toTableText } from './own-rows.ts';
import type { Asking } from './side-call.ts';
import { hasColumn, mergeTable } from './table.ts';
import { type Ballot, countVotes, isCountable, voteOnTexts } from './vote.ts';

export interface Merged {
  /** How it was merged in the end: what needs a model and can't have one falls back to `ordered`. */
  readonly kind: MergeKind;
  /** With marks like `[C12]` where `cited` is there. */
  readonly text: string;
  /** What the reader should know of the merge; null when nothing. */
  readonly note: string | null;
  readonly table: Table | null;
  /**
   * What the marks in the text and the table stand for. Not there: nobody cites, and what looks like a mark is
   * none.
   */
  readonly cited?: readonly CitedSource[];
  /** Of a table over a person's own rows. Not there: no cell is theirs. */
  readonly own?: OwnPart;
}

/** Results of one stage, and what was wished of them. */
export interface Results {
  /** In the order asked; at least one. */
  readonly rows: readonly Answered[];
  /** What each lane of the stage was asked for, the missing ones too. */
  readonly outputs: readonly Output[];
  readonly wish: string;
  /** Of a digest: what it is to make of them. Default: a report on the wish alone. */
  readonly digest?: Omit<DigestWish, 'wish'>;
  readonly rowName: string;
  readonly key: string | null;
  /** The answer has other results beside this one, each under a title. Default: it is the only one. */
  readonly nested?: boolean;
  /** What the results of the stages before cite. Default: nothing. */
  readonly earlier?: EarlierMarks;
}

export interface MergeResultsDeps extends SourceLook {
  readonly asking: Asking;
  /**
   * Why a call failed, fit for a channel and without a final full stop; throws instead where the run is being
   * stopped.
   */
  toReason(error: unknown): string;
}

/**
 * Merges results into one text. The same results and the same answers of the model give the same text. Rejects
 * only when `toReason` throws.
 */
export async function mergeResults(kind: MergeKind, results: Results, deps: MergeResultsDeps): Promise<Merged> {
  const { rows, outputs } = results;
  const short = kind === 'dedupe' ? null : toShortNote(rows);
  const merged = await merge(
    rows.length === 1 && isChoice(kind) && !isCountableAlone(results) ? 'ordered' : kind,
    results,
    deps,
    outputs.length,
  );
  return { ...merged, note: joinNotes(merged.note, short) };
}

/** One result has nothing to be merged with. */
const isChoice = (kind: MergeKind): boolean => kind === 'digest' || kind === 'vote' || kind === 'best';
/** The only vote of several that were asked for is a tally of one. */
const isCountableAlone = ({ outputs, rows }: Results): boolean => outputs.length > 1 && rows.every((row) => row.output.kind === 'label');

async function merge(kind: MergeKind, results: Results, deps: MergeResultsDeps, asked: number): Promise<Merged> {
  const citing = createCiting(results.rows, results.earlier ?? NO_EARLIER);
  const to: Merging = { ...results, asked, citing, deps };
  switch (kind) {
    case 'ordered':
      return await inOrder('ordered', results.rows, to, null);
    case 'table':
      return await toTable(to);
    case 'dedupe':
      return await toList(to);
    case 'vote':
      return await toVote(to);
    case 'best':
      return await toBest(to);
    case 'digest':
      return await toDigest(to);
    default:
      throw new Error(`unknown merge ${JSON.stringify(kind satisfies never)}`);
  }
}

interface Merging extends Results {
  /** How many lanes were asked, the missing ones too. */
  readonly asked: number;
  readonly citing: Citing;
  readonly deps: MergeResultsDeps;
}

async function inOrder(
  kind: MergeKind,
  rows: readonly Answered[],
  { asked, nested, citing, deps }: Pick<Merging, 'asked' | 'nested' | 'citing' | 'deps'>,
  note: string | null,
): Promise<Merged> {
  const text = citing.take(mergeOrdered(rows.map(citing.readable), asked, nested));
  return await cited({ kind, text, table: null, note }, citing, deps);
}

async function cited(merged: Merged, citing: Citing, look: SourceLook): Promise<Merged> {
  const { note, ...marks } = await citing.end(look);
  return { ...merged, ...marks, note: joinNotes(merged.note, note) };
}

async function toTable({ rows, rowName, key, citing, deps }: Merging): Promise<Merged> {
  const known = key !== null && hasColumn(rows, key);
  const readable = rows.map((row) => (row.output.kind === 'claims' ? citing.readable(row) : row));
  const over = known ? null : mergeOwnRows(readable, rowName, citing.clean);
  const own = over?.own ?? null;
  const table = mapGiven(over?.table ?? mergeTable(readable, rowName, known ? key : null, citing.clean), own, citing.take);
  const unknown = key === null || known ? null : `No lane gave the column "${key}", so no rows were joined.`;
  const note = joinNotes(unknown, over?.note ?? null, toNoneNote(rows));
  const merged: Merged = { kind: 'table', table, text: toTableText(table, own), note, ...(own !== null && { own }) };
  return await cited(merged, citing, deps);
}

async function toList({ rows, outputs, asked, citing, deps }: Merging): Promise<Merged> {
  const findings = rows.flatMap((row) =>
    toFindings(row, citing).map((found) => {
      const text = toOneLine(found);
      return citing.cites ? { text: withoutMarks(text), marks: marksIn(text), from: row.title } : { text, from: row.title };
    }),
  );
  const { found, note } = await dedupe(findings, toJudge(deps.asking), deps.toReason);
  const wanted = toWanted(outputs);
  const counted =
    wanted === null || found.length === wanted
      ? null
      : found.length < wanted
        ? `${found.length} of ${wanted}.`
        : `${wanted} of the ${found.length} that were found, as many as were asked for.`;
  const text = citing.take(toFoundList(wanted === null ? found : found.slice(0, wanted), asked));
  const merged: Merged = {
    kind: 'dedupe',
    text: text === '' ? '*(none)*' : text,
    table: null,
    note: joinNotes(counted, note, toNoneNote(rows)),
  };
  return await cited(merged, citing, deps);
}

async function toVote(to: Merging): Promise<Merged> {
  const { rows, wish, citing, deps } = to;
  const ballots = rows.map((row) => toBallot(row, citing));
  if (rows.every((row) => row.output.kind === 'label') || isCountable(ballots))
    return await cited({ kind: 'vote', text: citing.take(countVotes(ballots)), table: null, note: null }, citing, deps);
  const { index, note } = await voteOnTexts(ballots, wish, toJudge(deps.asking), deps.toReason);
  return await inOrder('vote', rows.slice(index, index + 1), { ...to, asked: 1 }, note);
}

/** An answer counts without its marks, which stand behind it again in the tally. */
function toBallot(row: Answered, citing: Citing): Ballot {
  const { title, text } = citing.readable(row);
  return citing.cites ? { title, text: withoutMarks(text), marks: marksIn(text) } : { title, text };
}

const INSTEAD = 'The results stand one after another instead.';

async function toBest(to: Merging): Promise<Merged> {
  const { rows, wish, deps } = to;
  const judge = toJudge(deps.asking);
  if (judge === null) return await inOrder('ordered', rows, to, `No best one: there is no model to judge. ${INSTEAD}`);
  try {
    const texts = rows.map((row) => toReadable(row).text);
    const ranking = await findBest(texts, wish, judge);
    const titles = rows.map((row) => row.title);
    const note = toRankingNote(ranking, titles);
    if (ranking.best.length === 0) return await inOrder('ordered', rows, to, `${note} ${INSTEAD}`);
    const best = ranking.best.flatMap((index) => rows[index] ?? []);
    return await inOrder('best', best, { ...to, asked: best.length }, note);
  } catch (error) {
    return await inOrder('ordered', rows, to, `No best one: ${deps.toReason(error)}. ${INSTEAD}`);
  }
}

const REPORT = { job: 'report', request: '', step: null, language: null } as const;

async function toDigest(to: Merging): Promise<Merged> {
  const { rows, wish, digest = REPORT, citing, deps } = to;
  try {
    // A digest must not take an id for a source that its lane never had.
    const sections = rows.map((row) => {
      const readable = citing.readable(row);
      return { ...readable, text: dropUnknownIds(withoutHidden(readable.text), row.shown) };
    });
    const text = citing.take(await mergeDigest(sections, { wish, ...digest }, citing.cites, deps.asking));
    return await cited({ kind: 'digest', text, table: null, note: null }, citing, deps);
  } catch (error) {
    return await inOrder('ordered', rows, to, `No digest: ${deps.toReason(error)}. ${INSTEAD}`);
  }
}

/** Judging needs a model; nothing stands in for it. */
const toJudge = (asking: Asking): Asking | null => ((asking.modelName ?? asking.model.name) === null ? null : asking);

/** How many things all lanes together were asked for; null where any was asked for as many as there are. */
function toWanted(outputs: readonly Output[]): number | null {
  const counts = outputs.map((output) => (output.kind === 'items' ? output.count : null));
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

/** Most lanes that are named in a note. */
const NAMED = 5;

function toShortNote(rows: readonly Answered[]): string | null {
  const short = rows.flatMap((row) => {
    const count = toCountNote(row.output, row.text);
    return count === null ? [] : [`${row.title}: ${count}`];
  });
  return short.length === 0 ? null : `Fewer than asked for: ${toNames(short)}.`;
}

function toNoneNote(rows: readonly Answered[]): string | null {
  const none = rows.filter((row) => row.output.kind === 'items' && row.text === '[]').map((row) => row.title);
  return none.length === 0 ? null : `${none.length === 1 ? '1 lane' : `${none.length} lanes`} found none: ${toNames(none)}.`;
}

const toNames = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;

function joinNotes(...notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join(' ');
}
