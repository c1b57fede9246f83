import { toKey } from '../../merge/near.ts';
import type { LanePlan, StagePlan } from '../plan.ts';
import { shorten, toTitles } from '../title.ts';

/** Stands for the title in a prompt; no prompt has it. */
const SLOT = '\u0000';

/**
 * New lanes of a stage for these things, made like those that are there: their prompts with the new thing in the place of their titles ("Translate the material into German", "Korean"). What has a lane already gets no second one. Null
 * where the lanes follow no one pattern, or all of it has lanes.
 */
export function addLanes(stage: Pick<StagePlan, 'lanes'>, items: readonly string[]): LanePlan[] | null {
  const { lanes } = stage;
  const pattern = findPattern(lanes);
  if (pattern === null) return null;
  const taken = new Set(lanes.map((lane) => toKey(lane.title)));
  const wanted = items
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => {
      const key = toKey(item);
      if (key === '' || taken.has(key)) return false;
      taken.add(key);
      return true;
    });
  if (wanted.length === 0) return null;
  const titles = toTitles([...lanes.map((lane) => lane.title), ...wanted.map((item) => shorten(item))]).slice(lanes.length);
  const { sources, work, output } = pattern.like;
  return wanted.map((item, index) => ({
    title: titles[index] ?? item,
    prompt: pattern.words.replaceAll(SLOT, () => item),
    sources,
    work,
    output,
  }));
}

interface Pattern {
  readonly words: string;
  readonly like: LanePlan;
}

/** What more than half of the lanes are made of, and all of several but the odd one that somebody reworded. */
function findPattern(lanes: readonly LanePlan[]): Pattern | null {
  const counts = new Map<string, { readonly pattern: Pattern; count: number }>();
  for (const lane of lanes) {
    const words = toTemplate(lane);
    if (words === null) continue;
    const key = JSON.stringify([words, lane.sources, lane.work, lane.output]);
    const seen = counts.get(key);
    if (seen === undefined) counts.set(key, { pattern: { words, like: lane }, count: 1 });
    else seen.count += 1;
  }
  const best = [...counts.values()].reduce<{ readonly pattern: Pattern; readonly count: number } | null>(
    (most, it) => (most === null || it.count > most.count ? it : most),
    null,
  );
  return best !== null && best.count * 2 > lanes.length ? best.pattern : null;
}

/** A prompt with a hole where its title stands; null where that is nowhere in it, or all of it. */
function toTemplate({ title, prompt }: LanePlan): string | null {
  if (title === '' || prompt.includes(SLOT)) return null;
  const place = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(title)}(?![\\p{L}\\p{N}])`, 'giu');
  const words = prompt.replace(place, SLOT);
  if (!words.includes(SLOT)) return null;
  return /\p{L}{2}/u.test(words.replaceAll(SLOT, ' ')) ? words : null;
}
