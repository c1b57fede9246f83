import type { Term } from '../plan/plan.ts';
import type { RunLog } from '../ports/run-log.ts';
import { endKey } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import type { Section } from './section.ts';

const MOST_TERMS = 5;
const MOST_LANES = 6;

/** Where results leave what all lanes were to agree on, as notes for the answer: none without a brief. */
export async function findDrift(state: RunState, runLog: RunLog): Promise<string[]> {
  const terms = state.brief?.terms ?? [];
  if (terms.length === 0) return [];
  const done = state.lanes.filter((lane) => lane.status === 'done');
  const sections = await Promise.all(
    done.map(async ({ lane, starts, plan }) => {
      const event = await runLog.get(state.runId, endKey(lane, starts));
      return { lane, title: plan.title, text: event?.type === 'lane.done' ? event.text : '' };
    }),
  );
  return toDriftNotes(terms, sections);
}

/** Pure. A term that stands in every result is missed where it does not, in its very letters; one with other ways to write it where one of those stands. */
export function toDriftNotes(terms: readonly Term[], sections: readonly Pick<Section, 'title' | 'text'>[]): string[] {
  const notes = terms.flatMap((term): string[] => {
    const missing = term.always ? sections.filter(({ text }) => !holds(text, term.use)) : [];
    const wrong = term.not.flatMap((word) => {
      const at = sections.filter(({ text }) => holds(text, word) && !term.use.toLowerCase().includes(word.toLowerCase()));
      return at.length === 0 ? [] : [`“${word}” stands for “${term.use}” in ${list(at)}`];
    });
    // In no result at all: then it does not belong there, or the brief was wrong.
    const told = missing.length === 0 || missing.length === sections.length ? [] : [`“${term.use}” does not stand in ${list(missing)}`];
    return [...told, ...wrong];
  });
  if (notes.length === 0) return [];
  const more = notes.length > MOST_TERMS ? `; and ${notes.length - MOST_TERMS} more` : '';
  return [`Words that drift: ${notes.slice(0, MOST_TERMS).join('; ')}${more}.`];
}

function list(sections: readonly Pick<Section, 'title'>[]): string {
  const named = sections.slice(0, MOST_LANES).map(({ title }) => title);
  return sections.length > MOST_LANES ? `${named.join(', ')} and ${sections.length - MOST_LANES} more` : named.join(', ');
}

const isWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
/** Scripts that write words without spaces between them have no edges to look for. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word stands in a text by itself, in any case. */
function holds(text: string, word: string): boolean {
  const [whole, wanted] = [text.normalize('NFKC').toLowerCase(), word.normalize('NFKC').toLowerCase()];
  for (let at = whole.indexOf(wanted); at !== -1 && wanted !== ''; at = whole.indexOf(wanted, at + 1)) {
    const [before, after] = [whole[at - 1], whole[at + wanted.length]];
    const isFree = (letter: string | undefined): boolean => !isWord(letter) || UNSPACED.test(letter ?? '');
    if (isFree(before) && (isFree(after) || isInflected(whole.slice(at + wanted.length)))) return true;
  }
  return false;
}

/** "Fanouts", "Fanout\u2019un": a name keeps its letters and takes an ending. */
const isInflected = (rest: string): boolean => /^\p{L}{1,4}(?![\p{L}\p{N}])/u.test(rest);
