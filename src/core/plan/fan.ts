import type { MergeKind } from '../request.ts';
import type { Cut, Finder, Part } from './cut.ts';
import { findChunks } from './cuts/chunks.ts';
import { findItems } from './cuts/items.ts';
import { findLanguages } from './cuts/languages.ts';
import { findSeparateQuestions } from './cuts/questions.ts';
import { findRows } from './cuts/rows.ts';
import { findSegments } from './cuts/segments.ts';
import { findSources } from './cuts/sources.ts';
import { findVariants } from './cuts/variants.ts';
import { type FoldedGrid, foldGrid } from './grid.ts';
import { cutUpBy, type LaneForm, toLane } from './lane.ts';
import { askForMaterial } from './missing.ts';
import { type BriefPlan, type Output, type PlanDeps, type Question, type StagePlan, TEXT } from './plan.ts';
import { toMergePrompt } from './prompt.ts';
import { tooManyLanes } from './question.ts';
import { isTableWish, takeDigestWish } from './read/digest-wish.ts';
import { materialOf, type Step, toStep } from './step.ts';
import { shorten, toTitles } from './title.ts';
import { toWhy } from './why.ts';

export interface Fanned {
  readonly kind: 'fanned';
  readonly stage: StagePlan;
  /** "15 lanes: one for each language". */
  readonly why: string;
  readonly notes: readonly string[];
  /** What lanes that write for several readers must agree in; null: nothing. */
  readonly brief: BriefPlan | null;
}

/** Fewer texts than these agree by themselves. */
const MIN_DRAFTS = 3;

/**
 * Dimensions in the order their parts vary, the slowest first. The finders of one are different answers to the same question ("each of what?"),
 * so the first that finds something stands for all.
 */
const DIMENSIONS: readonly (readonly Finder[])[] = [
  [findSeparateQuestions, findRows, findItems, findSources],
  [findSegments],
  [findLanguages],
  [findVariants],
  [findChunks],
];

async function findCuts(step: Step, deps: PlanDeps): Promise<readonly Cut[] | Question> {
  const cuts: Cut[] = [];
  for (const finders of DIMENSIONS) {
    for (const find of finders) {
      // Rows and files hold the material already, and a variant or a version of a chunk is none of the whole.
      if (find === findChunks && cuts.some((cut) => cut.creates || cut.parts.some((part) => part.sources !== null))) continue;
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

function toTitle(cuts: readonly Cut[], parts: readonly Part[]): string {
  const told = parts.filter((_, index) => (cuts[index]?.parts.length ?? 0) > 1);
  return (told.length > 0 ? told : parts.slice(0, 1)).map((part) => part.title).join(' → ');
}

/** What lanes answer with: what the words ask of each thing, or the parts of a grid that share a lane. */
function toOutput(step: Step, cuts: readonly Cut[], folded: FoldedGrid | null): Output {
  if (folded !== null) return { kind: 'fields', fields: folded.inner.parts.map((part) => part.title) };
  const { output, weak } = step.shape;
  // A label or a row is asked of a whole thing, never of a question or of a piece of one text.
  const each = cuts.some((cut) => cut.holdsMaterial && !cut.asks) && cuts.every((cut) => cut.merge === null);
  return !each || (weak && !cuts.some((cut) => cut.rows)) ? TEXT : output;
}

function mergeOf(cuts: readonly Cut[], output: Output, wish: string | null): MergeKind {
  if (output.kind !== 'text' && (wish === null || isTableWish(wish))) return 'table';
  if (wish !== null) return 'digest';
  return cuts.find((cut) => cut.merge !== null)?.merge ?? 'ordered';
}

/** One text written anew for several readers must sound alike; variants of one must not. */
function toBrief(step: Step, cuts: readonly Cut[], lanes: number): BriefPlan | null {
  const drafts = cuts.some((cut) => cut.creates && !cut.distinct) && !cuts.some((cut) => cut.distinct && cut.parts.length > 1);
  return drafts && step.work === 'write' && lanes >= MIN_DRAFTS
    ? { kind: 'style', sources: materialOf(step).filter((id) => !id.startsWith('R')) }
    : null;
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
  const folded = lanesStep.shape.output.kind === 'text' ? foldGrid(cuts) : null;
  const outer = folded?.outer ?? cuts;
  const count = outer.reduce((product, cut) => product * cut.parts.length, 1);
  if (count > deps.maxLanes) return tooManyLanes(count, deps.maxLanes);
  // One lane has nothing to be merged with: what was asked of the digest is asked of the lane.
  const whole = count === 1 && wish !== null;
  const rows = combine(outer);
  const titles = toTitles(rows.map((parts) => toTitle(outer, parts)));
  const from = whole ? toStep(step.words, step) : lanesStep;
  const output = whole ? TEXT : toOutput(lanesStep, cuts, folded);
  const form: LaneForm = { cuts: outer, output, edits: folded?.inner.joined ?? [] };
  const cutUp = cutUpBy(cuts);
  const lanes = rows.map((parts, index) => toLane(from, form, cutUp, parts, titles[index] ?? ''));
  const merge = whole ? 'ordered' : mergeOf(cuts, output, wish);
  const varying = outer.filter((cut) => cut.parts.length > 1);
  const stage: StagePlan = {
    title: shorten(words),
    lanes,
    merge,
    mergePrompt: wish === null || whole ? words : toMergePrompt(wish),
    distinct: varying.some((cut) => cut.distinct),
    rowName: (varying.length > 0 ? varying : outer.slice(0, 1)).map((cut) => cut.rowName).join(' → '),
  };
  return {
    kind: 'fanned',
    stage,
    why: toWhy(cuts, folded, count, merge),
    notes: cuts.flatMap((cut) => cut.notes),
    brief: toBrief(lanesStep, cuts, count),
  };
}
