import type { Term } from '../plan/plan.ts';
import type { RunLog } from '../ports/run-log.ts';
import { endKey } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import { hasTerm, hasWord, toProse } from './find-word.ts';
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

/** Pure. A term that stands in every result is missed where it does not, in its very letters; one with other ways to write it where one of those stands. In doubt nothing is said: a report that is wrong is worse than none. */
export function toDriftNotes(terms: readonly Term[], sections: readonly Pick<Section, 'title' | 'text'>[]): string[] {
  const looked = sections.map(({ title, text }) => ({ title, whole: toProse(text, 'whole'), prose: toProse(text, 'prose') }));
  const notes = terms.flatMap((term): string[] => {
    const missing = term.always ? looked.filter(({ whole }) => !hasTerm(whole, term.use)) : [];
    const used = toProse(term.use, 'whole');
    // What is a part of the term stands wherever the term does.
    const unwanted = term.not.filter((word) => !used.text.includes(toProse(word, 'whole').text.trim()));
    const wrong = unwanted.flatMap((word) => {
      const at = looked.filter(({ prose }) => hasWord(prose, word));
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
