import { toNeutralLine } from '../../text/neutral.ts';
import type { KnownSource } from '../plan.ts';

const ID = /^[rst]\d{1,4}(?:\.\d{1,4})*(?:[#@]\S*)?$/i;

const fold = (text: string): string => toNeutralLine(text, 200).toLowerCase();

/**
 * Says which ids a planner means: an id in any case, several in one, or a title that only one source has. What is
 * none of these stays as it is.
 */
export function createIdResolver(sources: readonly Pick<KnownSource, 'id' | 'title'>[]): (said: readonly string[]) => readonly string[] {
  const ids = new Set(sources.map(({ id }) => id));
  const byTitle = new Map<string, string | null>();
  for (const { id, title } of sources) byTitle.set(fold(title), byTitle.has(fold(title)) ? null : id);
  const resolve = (said: string): readonly string[] => {
    const id = said.trim();
    if (ids.has(id)) return [id];
    const titled = byTitle.get(fold(id));
    if (titled != null) return [titled];
    const several = id.split(/[\s,;&+]+|(?<=\d)(?=\p{Script=Han})|\p{Script=Han}/u).filter((piece) => piece !== '');
    const named = several.filter((piece) => ID.test(piece)).map((piece) => piece.charAt(0).toUpperCase() + piece.slice(1));
    // Between them stands one short word at most: "S1 and S2".
    const isOnlyIds = named.length > 0 && several.every((piece) => ID.test(piece) || (named.length > 1 && /^\p{L}{1,4}$/u.test(piece)));
    return isOnlyIds ? named : [said];
  };
  return (said) => [...new Set(said.flatMap(resolve))];
}
