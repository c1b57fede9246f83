import { posix } from 'node:path';
import type { Zip } from '../zip.ts';
import { attributeOf, find, parseXml } from './xml.ts';

/** Where one part of an Office document points to another. */
export interface Relation {
  readonly id: string;
  /** The last word of the relation's type: `slide`, `notesSlide`. */
  readonly type: string;
  /** The part's name in the file. */
  readonly target: string;
}

/** The relations of a part; none where the file has none. */
export async function readRelations(zip: Zip, part: string): Promise<Relation[]> {
  const name = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  if (!zip.has(name)) return [];
  return find(parseXml(await zip.read(name)), 'Relationship').map((it) => ({
    id: attributeOf(it, 'Id') ?? '',
    type: (attributeOf(it, 'Type') ?? '').replace(/^.*\//, ''),
    target: toPartName(part, attributeOf(it, 'Target') ?? ''),
  }));
}

/** A link in a part, as the name of the part it means. */
export function toPartName(from: string, link: string): string {
  return link.startsWith('/') ? link.slice(1) : posix.join(posix.dirname(from), link);
}
