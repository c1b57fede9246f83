import type { DigestJob } from '../plan/plan.ts';
import type { ModelCall } from '../ports/model.ts';
import { KEEP_MARKS } from './claims/marks.ts';
import { toKey } from './near.ts';
import type { Section } from './section.ts';
import { type Asking, allOrFirstFailure, type SideCall, toMaxChars, toSideCall } from './side-call.ts';

/**
 * Most results in one call of a tree: beyond these a model begins to drop some. What fits into one call in all is not
 * made a tree.
 */
const MAX_FAN_IN = 8;

/** What stands around each result, its title too: of thousands of short ones more than they are. */
const FENCE_CHARS = 120;

/** One call of a digest, by name. */
export type DigestCall = SideCall;

/**
 * A model writes one text from many results: in one call where they fit its window, else as a tree, whose leaves are
 * digested side by side.
 * Order is kept on every level. With `marked`, statements carry marks like `[C12]`, which go up the tree with them.
 * Rejects as `ask` does.
 */
export async function mergeDigest(sections: readonly Section[], wish: DigestWish, marked: boolean, asking: Asking): Promise<string> {
  const maxChars = toMaxChars(asking);
  const ask = (group: readonly Section[], instruction: string): Promise<string> =>
    asking.ask(toSideCall(toCall(group, marked ? `${instruction}\n${KEEP_MARKS}` : instruction, asking.modelName)));
  let level = sections;
  for (;;) {
    const groups = toGroups(level, maxChars);
    const [only] = groups;
    if (groups.length === 1 && only !== undefined) return await ask(only, toRootInstruction(wish));
    const texts = await allOrFirstFailure(groups.map((group) => ask(group, toLeafInstruction(wish))));
    level = texts.map((text, index) => ({ lane: index + 1, title: `Part ${index + 1}`, text, truncated: false }));
  }
}

/** Neighbours together, as many as fit; a text too long by itself is cut, and says so. */
export function toGroups(sections: readonly Section[], maxChars: number): Section[][] {
  const sizes = groupSizes(
    sections.map(({ text }) => text.length),
    maxChars,
  );
  // Whole where all fit; one alone that does not is cut.
  if (sizes.length === 1 && sections.reduce((sum, { text }) => sum + text.length, 0) <= maxChars) return [[...sections]];
  const half = Math.floor(maxChars / 2);
  let at = 0;
  return sizes.map((size) => {
    const group = sections.slice(at, at + size);
    at += size;
    return group.map((section) => (section.text.length <= half ? section : { ...section, text: `${section.text.slice(0, half)}${CUT}` }));
  });
}

const CUT = '\n(cut: too long for the model that merges)';

/**
 * How many neighbours go together, by the lengths of their texts. At most half as many groups as texts where not all
 * fit into one, so that a tree ends.
 */
export function groupSizes(lengths: readonly number[], maxChars: number): number[] {
  const whole = lengths.reduce((sum, length) => sum + length, 0) + Math.max(0, lengths.length - MAX_FAN_IN) * FENCE_CHARS;
  if (whole <= maxChars) return [lengths.length];
  const half = Math.floor(maxChars / 2);
  const sizes: number[] = [];
  let room = 0;
  for (const length of lengths) {
    const chars = length <= half ? length : half + CUT.length;
    const size = sizes.at(-1) ?? MAX_FAN_IN;
    // Two must always fit into one group, else a level could be as wide as the one below it.
    if (size < MAX_FAN_IN && (size < 2 || room >= chars)) {
      sizes[sizes.length - 1] = size + 1;
      room -= chars;
    } else {
      sizes.push(1);
      room = maxChars - chars;
    }
  }
  return sizes;
}

/** What a model is to make of results. */
export interface DigestWish {
  readonly job: DigestJob;
  /** The request's own words, without its material; '' where it has none. */
  readonly request: string;
  /** What is asked of the results, in the person's words; it may be what the request says. */
  readonly wish: string;
  /** Which step of the request it is, where that has several: `step 1 of 3, Research`. Null: it is all of it. */
  readonly step: string | null;
  /** English name of the language to write in; null: as the request is. */
  readonly language: string | null;
}

const EXACT = 'Keep names, numbers and dates exact. Add nothing that is not in the material.';

const ROOTS: Readonly<Record<DigestJob, readonly [what: string, how: string]>> = {
  report: [
    'Write one text out of the material: the results of several pieces of work on one request.',
    'Give what the request asks for, whole and in the form that it asks for, as if one had done all of it: do not go through the results one by one, and do not speak of them. Where they contradict each other, say so.',
  ],
  parts: [
    'Write one text out of the material: what came of consecutive parts of one text, in order.',
    'Tell it as if the whole text had been read in one piece: speak of no parts, and say once what stands in several.',
  ],
  common: [
    'Write one digest of the material: the results of several pieces of work on one request.',
    'Say what they have in common, where they differ, and what matters most.',
  ],
};

const LEAVES: Readonly<Record<DigestJob, readonly [what: string, how: string]>> = {
  report: [
    'Condense the material, some of the results of work on one request, for someone who will write one text out of all of them.',
    'Keep every finding, name, number and date. Add nothing that is not in the material.',
  ],
  parts: [
    'Condense the material, what came of some consecutive parts of one text, in order, for someone who will write one text out of all of them.',
    'Keep every finding, name, number and date, in order. Add nothing that is not in the material.',
  ],
  common: [
    'Condense the material, some of the results of work on one request, for someone who will write the digest of all of them.',
    'Keep every finding, name, number and date, and which piece it comes from. Add nothing that is not in the material.',
  ],
};

function toWishLines({ request, wish, step }: DigestWish): string[] {
  const says = toKey(request).includes(toKey(wish));
  return [
    ...(request === '' ? [] : [`The request was: ${request}`]),
    ...(step === null ? [] : [`This is ${step}: give what that step is to give, and nothing of the others.`]),
    ...(says ? [] : [`What is asked of the results: ${wish}`]),
  ];
}

function toRootInstruction(wish: DigestWish): string {
  const [what, how] = ROOTS[wish.job];
  return [what, ...toWishLines(wish), `${how} ${EXACT}`, ...(wish.language === null ? [] : [`Write in ${wish.language}.`])].join('\n');
}

function toLeafInstruction(wish: DigestWish): string {
  const [what, how] = LEAVES[wish.job];
  return [what, ...toWishLines(wish), how].join('\n');
}

function toCall(sections: readonly Section[], instruction: string, modelName: string | null): ModelCall {
  const materials = sections.map(({ lane, title, text }) => ({ id: `L${lane}`, title, text, picture: null }));
  return { work: 'write', instruction, materials, model: modelName, maxOutputTokens: null };
}
