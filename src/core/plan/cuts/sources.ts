import { type Edit, type Finder, type Part, PLAIN_CUT } from '../cut.ts';
import { SINGLE_NOUNS } from '../data/nouns.ts';
import { DISTRIBUTING, JOINING } from '../data/verbs.ts';
import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import { oneOf } from '../read/pattern.ts';
import { isMaterialNoun, type Reference } from '../read/reference.ts';
import { findSomeOf, type SomeOf, takeSomeOf, toSomeNotes } from '../read/some-of.ts';
import { referencesOf, type Step } from '../step.ts';
import { toTitles } from '../title.ts';
import { isQuestion } from '../work.ts';
import { toChunkAside, toChunks } from './chunks.ts';

const NOUN = `(?:[\\p{L}-]+\\s+){0,2}${oneOf(SINGLE_NOUNS)}(?![\\p{L}-])`;
const JOINT = [
  new RegExp(`^${oneOf(JOINING)}(?![\\p{L}-])`, 'iu'),
  new RegExp(`\\b(?:one|single|joint|combined|common|overall|overarching)\\s+${NOUN}`, 'iu'),
  new RegExp(
    `\\b(?:an?|the)\\s+${NOUN}\\s+(?:of|from|about|on|across|for|based\\s+on)\\s+(?:all\\s+)?(?:of\\s+)?(?:these|those|them|the)\\b`,
    'iu',
  ),
  /\b(?:together|altogether|in\s+common|as\s+a\s+whole|into\s+one|across\s+(?:all|these|those|the)|differences?\s+between|(?:which|one)\s+of\s+(?:these|those|them|the))\b/i,
];
/** "summarize", "outline in 3 bullets": a verb that takes its object from what is attached. */
const BARE = new RegExp(`^${oneOf(DISTRIBUTING)}(?=\\s*$|[.!,;]|\\s+(?:in|into|as|with|briefly|shortly|please)\\b)`, 'iu');
const TAKES_EACH = new RegExp(`(?:${oneOf(DISTRIBUTING)}|for|of|from|in|about|to|with|give|on)\\s+$`, 'iu');

/** A file holds several of these: "the first two pages" are not two files. */
const WITHIN_FILE = /^(?:page|chapter|message|post|note|item|piece|thing)s?$/i;

/** What a step may be fanned over: its files; where it has fewer than two, all of its sources. The rest goes to every lane. */
function toFanOver(step: Step): readonly KnownSource[] {
  const files = step.sources.filter((source) => source.kind === 'file');
  if (files.length > 1) return files;
  return step.sources.length > 1 ? step.sources : [];
}

/** Whether a step asks for one result out of all its material, so that no rule may cut it by source. */
export function isJoint(step: Step): boolean {
  if (referencesOf(step).some(isEachSource)) return false;
  return isQuestion(step.masked) || step.work === 'dedupe' || JOINT.some((pattern) => pattern.test(step.masked));
}

const isEachSource = (reference: Reference): boolean =>
  reference.kind === 'each' && (reference.noun === '' || reference.pointed || isMaterialNoun(reference.noun));

function toEdits(step: Step, references: readonly Reference[], some: SomeOf | null): Edit[] {
  const files = references.some(({ kind, noun }) => kind === 'each' && isMaterialNoun(noun));
  return references
    .filter(
      (reference) =>
        // "answer these questions for each file": the questions are none of the files.
        !(files && reference.kind === 'these' && reference.noun !== '' && !isMaterialNoun(reference.noun)),
    )
    .filter(
      (reference) =>
        reference.noun !== '' ||
        reference.pointed ||
        TAKES_EACH.test(step.masked.slice(Math.max(0, reference.start - 40), reference.start)),
    )
    .map(({ start, end }) => ({ start, end: some?.start === start ? Math.max(end, some.end) : end, text: 'the material' }));
}

/** "the first two files": which of them a step is about; null where it is about all, or where other words point at the sources too: "for each file, list the first two documents" means those that each file names. */
function findSome(step: Step, references: readonly Reference[], sources: readonly KnownSource[]): SomeOf | null {
  const files = sources.some(({ kind }) => kind === 'file');
  const means = (noun: string): boolean => isMaterialNoun(noun) && !(files && WITHIN_FILE.test(noun));
  const named = references.filter(({ noun, pointed }) => noun !== '' || pointed);
  for (const reference of references) {
    const some = findSomeOf(step.masked, reference, means);
    if (some !== null) return named.every((other) => other === reference) ? some : null;
  }
  return null;
}

/** A source as one part, or as several where it is too long for one call. */
function toParts(source: KnownSource, title: string, edits: readonly Edit[], step: Step, deps: PlanDeps): SourceParts | Question {
  const chunks = toChunks({ ...source, title }, step, deps);
  if (chunks === null) return { parts: [{ title, edits, passage: '', aside: '', sources: [source.id] }], notes: [] };
  if ('kind' in chunks) return chunks;
  const parts = chunks.ids.map((id, index) => ({
    title: chunks.titles[index] ?? title,
    edits,
    passage: '',
    aside: toChunkAside(index, chunks.ids.length),
    sources: [id],
  }));
  return { parts, notes: [chunks.note] };
}

interface SourceParts {
  readonly parts: readonly Part[];
  readonly notes: readonly string[];
}

/** How many were said to be there, where it is another number than there are. */
function toCountNotes(references: readonly Reference[], count: number): readonly string[] {
  const said = references.find((reference) => reference.count !== null && reference.count !== count)?.count;
  return said === undefined ? [] : [`${said} were announced and ${count} are there.`];
}

/** One part a source, where the step is about each of them: "each", "these reports", a translation, or a verb alone. */
export const findSources: Finder = async (step, deps) => {
  const all = toFanOver(step);
  if (all.length === 0 || isJoint(step)) return null;
  const references = referencesOf(step).filter((reference) => reference.kind === 'these' || isEachSource(reference));
  if (references.length === 0 && step.work !== 'translate' && !BARE.test(step.masked)) return null;
  const some = findSome(step, references, all);
  const sources = some === null ? all : takeSomeOf(all, some);
  const edits = toEdits(step, references, some);
  const titles = toTitles(sources.map((source) => source.title.trim() || source.id));
  const parts: Part[] = [];
  const notes: string[] = [];
  for (const [index, source] of sources.entries()) {
    const found = toParts(source, titles[index] ?? source.id, edits, step, deps);
    if ('kind' in found) return found;
    for (const part of found.parts) parts.push(part);
    notes.push(...found.notes);
  }
  const many = all.every((source) => source.kind === 'file') ? 'files' : 'sources';
  const one = many.slice(0, -1);
  return {
    ...PLAIN_CUT,
    one: parts.length > sources.length ? `${one}, or part of one` : one,
    many,
    rowName: one === 'file' ? 'File' : 'Source',
    parts,
    notes: [...(some === null ? toCountNotes(references, all.length) : toSomeNotes(some, all.length, many)), ...notes],
    holdsMaterial: true,
    long: true,
    leaves: all.filter((source) => !sources.includes(source)).map(({ id }) => id),
  };
};
