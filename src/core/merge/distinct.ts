import type { CutText } from '../plan/plan.ts';
import { stripControls } from '../text/neutral.ts';
import { findAlike } from './same.ts';
import type { Section } from './section.ts';

/** How often variants that came out nearly equal are asked again. */
export const MAX_DISTINCT_ROUNDS = 2;

/** Most others that such a lane is shown, and how much of each, in UTF-16 code units. */
const MAX_OTHERS = 100;
const MAX_CHARS = 300;

/** The lanes whose text is nearly that of one before them that stays. */
export function findNearEqual(sections: readonly Section[]): readonly number[] {
  const before = Map.groupBy(findAlike(sections.map(({ text }) => text)), ({ b }) => b);
  const near = new Set<number>();
  // In order, so that what a text is near to is known to stay or to go. A text that equals one that goes is near to what that one is near to.
  for (const index of sections.keys()) {
    const like = before.get(index) ?? [];
    if (like.some(({ a, likeness }) => likeness === 1 || !near.has(a))) near.add(index);
  }
  return sections.flatMap(({ lane }, index) => (near.has(index) ? [lane] : []));
}

/** Material of one round of lanes that are asked for something different; no cut of a request and no item of a list has a number 0. */
const ID = /^T0\.\d/;

/** The variants that stay, as material for the lanes that are to differ from them: a model wrote them, so they ask for nothing. */
export function toOthers(stage: number, round: number, texts: readonly string[]): CutText {
  const shown = texts
    .slice(0, MAX_OTHERS)
    .map((text) => `- ${stripControls(text).replace(/\s+/g, ' ').trim().slice(0, MAX_CHARS).toWellFormed()}`);
  return { id: `T0.${stage}.${round}`, title: 'What exists already', text: shown.join('\n') };
}

/** What such a lane is asked next time. */
export function toDistinctPrompt(prompt: string, { id }: CutText): string {
  return `${prompt.replace(ASKED, '')}\n\nThe material ${id} holds what exists already. Write something clearly different in idea and wording from each of them.`;
}

/** What an earlier round asked, this one or one of the time when the others stood in the prompt itself. */
const ASKED =
  /\n\n(?:The material T0\.[\d.]+ holds what exists already\. Write something clearly different in idea and wording from each of them\.$|These exist already\. Write something clearly different in idea and wording from each of them:\n[\s\S]*$)/;

/** The ids of a lane's material with that of others where it has some, and without that of earlier rounds where its prompt does not speak of it any more. */
export function withOthers(sources: readonly string[], prompt: string, others: CutText | null): readonly string[] {
  const kept = sources.filter((id) => !ID.test(id) || (others === null && prompt.includes(`material ${id} `)));
  if (others === null) return kept.length === sources.length ? sources : kept;
  return [...kept, others.id];
}
