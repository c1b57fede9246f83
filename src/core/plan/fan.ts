import { applyEdits, type Cut, type Finder, type Part } from './cut.ts';
import { findItems } from './cuts/items.ts';
import { findLanguages } from './cuts/languages.ts';
import { findSources } from './cuts/sources.ts';
import { askForMaterial } from './missing.ts';
import { type LanePlan, type PlanDeps, type Question, type StagePlan, TEXT } from './plan.ts';
import { toMergePrompt, toPrompt } from './prompt.ts';
import { tooManyLanes } from './question.ts';
import { takeDigestWish } from './read/digest-wish.ts';
import { mask } from './read/mask.ts';
import { materialOf, type Step, toStep } from './step.ts';
import { shorten, toTitles } from './title.ts';
import { workOf } from './work.ts';

export interface Fanned {
  readonly kind: 'fanned';
  readonly stage: StagePlan;
  /** "15 lanes: one for each language". */
  readonly why: string;
  readonly notes: readonly string[];
}

/** Dimensions in the order their parts vary, the slowest first. Listed items and sources are two answers to "each of what?", so the first that is found stands for both. */
const DIMENSIONS: readonly (readonly Finder[])[] = [[findItems, findSources], [findLanguages]];

async function findCuts(step: Step, deps: PlanDeps): Promise<readonly Cut[] | Question> {
  const cuts: Cut[] = [];
  for (const finders of DIMENSIONS) {
    for (const find of finders) {
      const found = await find(step, deps);
      if (found === null) continue;
      if ('kind' in found) return found;
      cuts.push(found);
      break;
    }
  }
  return cuts;
}

/** Every combination of one part of each cut. */
function combine(cuts: readonly Cut[]): readonly (readonly Part[])[] {
  return cuts.reduce<readonly (readonly Part[])[]>((rows, cut) => rows.flatMap((row) => cut.parts.map((part) => [...row, part])), [[]]);
}

function toLane(step: Step, cuts: readonly Cut[], parts: readonly Part[], title: string): LanePlan {
  const words = applyEdits(
    step.words,
    parts.flatMap((part) => part.edits),
  );
  // Sources that are fanned over go to their own lane; what no cut takes goes to all.
  const cutUp = new Set(cuts.flatMap((cut) => cut.parts.flatMap((part) => part.sources ?? [])));
  const own = new Set(parts.flatMap((part) => part.sources ?? []));
  const sources = materialOf(step).filter((id) => !cutUp.has(id) || own.has(id));
  const work = step.work === 'write' ? workOf(mask(words)) : step.work;
  const passage = parts.map((part) => (part.passage === '' ? '' : `\n\nThe passage:\n${part.passage}`)).join('');
  return { title, prompt: toPrompt(words, work, sources.length > 0) + passage, sources, work, output: TEXT };
}

/** The cuts that make lanes differ; a dimension with one part only says what the one is. */
const varying = (cuts: readonly Cut[]): readonly Cut[] => cuts.filter((cut) => cut.parts.length > 1);

function toTitle(cuts: readonly Cut[], parts: readonly Part[]): string {
  const told = parts.filter((_, index) => (cuts[index]?.parts.length ?? 0) > 1);
  return (told.length > 0 ? told : parts.slice(0, 1)).map((part) => part.title).join(' → ');
}

function toWhy(cuts: readonly Cut[], lanes: number, digest: boolean): string {
  const counted = varying(cuts).map((cut) => `${cut.parts.length} ${cut.many}`);
  if (counted.length === 0) return `1 call: only one ${cuts[0]?.one}, ${cuts[0]?.parts[0]?.title}`;
  const over = counted.length === 1 ? `one for each ${varying(cuts)[0]?.one}` : `one for each pair of ${counted.join(' × ')}`;
  return `${lanes} lanes: ${over}${digest ? ', then one digest' : ''}`;
}

/** Cuts one step into lanes that run side by side; null where no rule finds anything to fan over. */
export async function fan(step: Step, deps: PlanDeps): Promise<Fanned | Question | null> {
  const { words, wish } = takeDigestWish(step.words, step.sources.length < 2);
  const lanesStep = wish === null ? step : toStep(words, step);
  const cuts = await findCuts(lanesStep, deps);
  if ('kind' in cuts) return cuts;
  if (cuts.length === 0) return null;
  const question = cuts.some((cut) => cut.holdsMaterial) ? null : askForMaterial(lanesStep);
  if (question !== null) return question;
  const count = cuts.reduce((product, cut) => product * cut.parts.length, 1);
  if (count > deps.maxLanes) return tooManyLanes(count, deps.maxLanes);
  // One lane has nothing to be merged with: what was asked of the digest is asked of the lane.
  const whole = count === 1 && wish !== null;
  const rows = combine(cuts);
  const titles = toTitles(rows.map((parts) => toTitle(cuts, parts)));
  const from = whole ? toStep(step.words, step) : lanesStep;
  const lanes = rows.map((parts, index) => toLane(from, cuts, parts, titles[index] ?? ''));
  const merges = wish !== null && !whole;
  const stage: StagePlan = {
    title: shorten(words),
    lanes,
    merge: merges ? 'digest' : 'ordered',
    mergePrompt: merges ? toMergePrompt(wish) : words,
    distinct: false,
    rowName: '',
  };
  return { kind: 'fanned', stage, why: toWhy(cuts, count, merges), notes: cuts.flatMap((cut) => cut.notes) };
}
