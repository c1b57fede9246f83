import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import { toTitles } from '../title.ts';
import { overChunks } from './chunks.ts';
import type { Over, Piece } from './over.ts';

/** One piece a source; one that is too long for one call is several. `goesThrough` as in `overChunks`. */
export function overFiles(sources: readonly KnownSource[], goesThrough: boolean, deps: PlanDeps): Over | Question {
  const titles = toTitles(sources.map((source) => source.title.trim() || source.id));
  const pieces: Piece[] = [];
  const notes: string[] = [];
  for (const [index, source] of sources.entries()) {
    const title = titles[index] ?? source.id;
    const chunks = overChunks({ ...source, title }, goesThrough, deps);
    if (chunks !== null && 'code' in chunks) return chunks;
    if (chunks === null) pieces.push({ title, item: 'the material', isNamed: false, sources: [source.id], aside: null });
    else {
      for (const piece of chunks.pieces) pieces.push(piece);
      notes.push(...chunks.notes);
    }
  }
  const many = sources.every((source) => source.kind === 'file') ? 'files' : 'sources';
  const one = many.slice(0, -1);
  return {
    one: pieces.length > sources.length ? `${one}, or part of one` : one,
    many,
    pieces,
    texts: [],
    rowName: one === 'file' ? 'File' : 'Source',
    notes,
    account: [],
    parted: sources.map((source) => source.id),
    long: true,
  };
}
