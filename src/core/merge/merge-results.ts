import { toCountNote } from '../lanes/top-up.ts';
import type { Output } from '../plan/plan.ts';
import type { Table } from '../ports/source-reader.ts';
import type { MergeKind } from '../request.ts';
import { type Answered, toFindings, toReadable } from './answered.ts';
import { findBest, toRankingNote } from './best.ts';
import { cite, type SourceLook } from './claims/cite.ts';
import { gatherClaims } from './claims/gather-claims.ts';
import { dropUnknownIds } from './claims/marks.ts';
import { dedupe, toFoundList } from './dedupe.ts';
import { mergeDigest } from './digest.ts';
import { mergeOrdered } from './ordered.ts';
import type { Asking } from './side-call.ts';
import { hasColumn, mergeTable, toMarkdownTable } from './table.ts';
import { countVotes, isCountable, voteOnTexts } from './vote.ts';

export interface Merged {
  /** How it was merged in the end: what needs a model and can't have one falls back to `ordered`. */
  readonly kind: MergeKind;
  readonly text: string;
  /** What the reader should know of the merge; null when nothing. */
  readonly note: string | null;
  readonly table: Table | null;
}

/** Results of one stage, and what was wished of them. */
export interface Results {
  /** In the order asked; at least one. */
  readonly rows: readonly Answered[];
  /** What each lane of the stage was asked for, the missing ones too. */
  readonly outputs: readonly Output[];
  readonly wish: string;
  readonly rowName: string;
  readonly key: string | null;
}

export interface MergeResultsDeps extends SourceLook {
  readonly asking: Asking;
  /** Why a call failed, fit for a channel and without a final full stop; throws instead where the run is being stopped. */
  toReason(error: unknown): string;
}

/** Merges results into one text. The same results and the same answers of the model give the same text. Rejects only when `toReason` throws. */
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
  const { rows } = results;
  switch (kind) {
    case 'ordered':
      return await inOrder('ordered', rows, asked, null, deps);
    case 'table':
      return toTable(results);
    case 'dedupe':
      return await toList(results, asked, deps);
    case 'vote':
      return await toVote(results, deps);
    case 'best':
      return await toBest(results, asked, deps);
    case 'digest':
      return await toDigest(results, asked, deps);
    default:
      throw new Error(`unknown merge ${JSON.stringify(kind satisfies never)}`);
  }
}

async function inOrder(kind: MergeKind, rows: readonly Answered[], asked: number, note: string | null, look: SourceLook): Promise<Merged> {
  const gathered = gatherClaims(rows);
  const cited = await cite(mergeOrdered(gathered.rows, asked), gathered, look);
  return { kind, text: cited.text, table: null, note: joinNotes(note, cited.note) };
}

function toTable({ rows, rowName, key }: Results): Merged {
  const known = key !== null && hasColumn(rows, key);
  const tables = rows.map((row) => (row.output.kind === 'claims' ? toReadable(row) : row));
  const table = mergeTable(tables, rowName, known ? key : null);
  const note = key === null || known ? null : `No lane gave the column "${key}", so no rows were joined.`;
  return { kind: 'table', table, text: toMarkdownTable(table), note: joinNotes(note, toNoneNote(rows)) };
}

async function toList({ rows, outputs }: Results, asked: number, { asking, toReason }: MergeResultsDeps): Promise<Merged> {
  const findings = rows.flatMap((row) => toFindings(row).map((text) => ({ text, from: row.title })));
  const { found, note } = await dedupe(findings, toJudge(asking), toReason);
  const wanted = toWanted(outputs);
  const counted =
    wanted === null || found.length === wanted
      ? null
      : found.length < wanted
        ? `${found.length} of ${wanted}.`
        : `${wanted} of the ${found.length} that were found, as many as were asked for.`;
  const text = toFoundList(wanted === null ? found : found.slice(0, wanted), asked);
  return { kind: 'dedupe', text: text === '' ? '*(none)*' : text, table: null, note: joinNotes(counted, note, toNoneNote(rows)) };
}

async function toVote({ rows, wish }: Results, deps: MergeResultsDeps): Promise<Merged> {
  const ballots = rows.map(toReadable);
  if (rows.every((row) => row.output.kind === 'label') || isCountable(ballots))
    return { kind: 'vote', text: countVotes(ballots), table: null, note: null };
  const { index, note } = await voteOnTexts(ballots, wish, toJudge(deps.asking), deps.toReason);
  return await inOrder('vote', rows.slice(index, index + 1), 1, note, deps);
}

const INSTEAD = 'The results stand one after another instead.';

async function toBest({ rows, wish }: Results, asked: number, deps: MergeResultsDeps): Promise<Merged> {
  const judge = toJudge(deps.asking);
  if (judge === null) return await inOrder('ordered', rows, asked, `No best one: there is no model to judge. ${INSTEAD}`, deps);
  try {
    const texts = rows.map((row) => toReadable(row).text);
    const ranking = await findBest(texts, wish, judge);
    const titles = rows.map((row) => row.title);
    const note = toRankingNote(ranking, titles);
    if (ranking.best.length === 0) return await inOrder('ordered', rows, asked, `${note} ${INSTEAD}`, deps);
    const best = ranking.best.flatMap((index) => rows[index] ?? []);
    return await inOrder('best', best, best.length, note, deps);
  } catch (error) {
    return await inOrder('ordered', rows, asked, `No best one: ${deps.toReason(error)}. ${INSTEAD}`, deps);
  }
}

async function toDigest({ rows, wish }: Results, asked: number, deps: MergeResultsDeps): Promise<Merged> {
  try {
    const gathered = gatherClaims(rows);
    // A digest must not take an id for a source that its lane never had.
    const sections = gathered.rows.map((row) => ({ ...row, text: dropUnknownIds(row.text, row.shown) }));
    const digest = await mergeDigest(sections, wish, gathered.claims !== null, deps.asking);
    const cited = await cite(digest, gathered, deps);
    return { kind: 'digest', text: cited.text, table: null, note: cited.note };
  } catch (error) {
    return await inOrder('ordered', rows, asked, `No digest: ${deps.toReason(error)}. ${INSTEAD}`, deps);
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
