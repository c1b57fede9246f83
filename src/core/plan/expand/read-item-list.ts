import { toFindings } from '../../merge/answered.ts';
import { toMarkList } from '../../merge/claims/cited-source.ts';
import { createCiting } from '../../merge/claims/citing.ts';
import { marksIn, replaceMarks, withoutMarks } from '../../merge/claims/marks.ts';
import { readEarlier, readMerged, readRows } from '../../merge/read-rows.ts';
import { findSame } from '../../merge/same.ts';
import type { RunLog } from '../../ports/run-log.ts';
import type { RunState } from '../../run/state.ts';
import type { Part, Parts } from '../expand-stage.ts';
import type { EachPlan } from '../plan.ts';

/** Longest item that a lane gets, in UTF-16 code units: what is longer is no item of a list. */
const MAX_ITEM_CHARS = 2_000;

/**
 * The items of all lanes of the stage before that are done, in order, each once; text that is no list of items gives
 * its bullets, or its lines. An item keeps its marks, with what they stand for.
 */
export async function readItemList(each: EachPlan, stage: number, state: RunState, runLog: RunLog): Promise<Parts> {
  const rows = await readRows(state, stage - 1, runLog);
  const citing = createCiting(rows, await readEarlier(state, stage - 1, runLog));
  const cited = new Map(((await readMerged(state, stage - 1, runLog))?.cited ?? []).map((it) => [it.mark, it]));
  // What the merged result does not cite, nobody can look up.
  const known = (text: string): string => (citing.cites ? replaceMarks(text, (mark) => (cited.has(mark) ? `[${mark}]` : '')) : text);
  const items = rows
    .flatMap((row) => toFindings(row, citing))
    .flatMap((item) => {
      const text = known(item).trim().slice(0, MAX_ITEM_CHARS);
      return text === '' ? [] : [text];
    });
  const words = citing.cites ? items.map(withoutMarks) : items;
  const { union } = findSame(words);
  const distinct = items.flatMap((item, index) => (union.root(index) === index ? [{ item, words: words[index] ?? item }] : []));
  const kept = distinct.slice(0, each.limit);
  const parts = kept.map(({ item, words }): Part => {
    const sources = citing.cites ? marksIn(item).flatMap((mark) => cited.get(mark) ?? []) : [];
    return { title: words, name: words, text: `${item}${toMarkList(sources)}` };
  });
  return { parts, notes: toNotes(each, items.length, distinct.length, kept.length), sources: each.sources };
}

function toNotes({ one, limit }: EachPlan, given: number, distinct: number, kept: number): string[] {
  const notes = given > distinct ? [`Dropped ${given - distinct} of ${given} that were the same ${one} again.`] : [];
  return distinct > kept ? [...notes, `Left out ${distinct - kept} of ${distinct}: at most ${limit} lanes come from that list.`] : notes;
}
