import { NEAR, toKey, toLikeness } from './near.ts';
import type { Section } from './section.ts';

/** How often variants that came out nearly equal are asked again. */
export const MAX_DISTINCT_ROUNDS = 2;

/** The lanes whose text is nearly that of one before them. */
export function findNearEqual(sections: readonly Section[]): readonly number[] {
  const kept: string[] = [];
  const near: number[] = [];
  for (const { lane, text } of sections) {
    const key = toKey(text);
    if (kept.some((other) => toLikeness(key, other) >= NEAR)) near.push(lane);
    else kept.push(key);
  }
  return near;
}

/** What such a lane is asked next time. */
export function toDistinctPrompt(prompt: string, others: readonly string[]): string {
  const shown = others.map((text) => `- ${text.replace(/\s+/g, ' ').trim().slice(0, 300)}`).join('\n');
  const [asked] = prompt.split(SEPARATOR);
  return `${asked}${SEPARATOR}${shown}`;
}

const SEPARATOR = '\n\nThese exist already. Write something clearly different in idea and wording from each of them:\n';
