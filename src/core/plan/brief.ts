import type { BriefPlan, KnownSource, Plan } from './plan.ts';

/** A text this short agrees with itself in any language. In UTF-16 code units. */
const MIN_CHARS = 1_500;
const MIN_LANES = 3;

/** The id of the whole that a row or a chunk is part of. */
const wholeOf = (id: string): string => id.replace(/[#@].*$/, '');

/**
 * The glossary that lanes share which translate the same long text; null where there are no such lanes. Made out of the text itself, or of its beginning where it is longer than one call takes.
 */
export function briefOf({ stages, texts }: Plan, sources: readonly KnownSource[], maxMaterialChars: number): BriefPlan | null {
  const lanes = stages[0]?.lanes ?? [];
  if (lanes.length < MIN_LANES || lanes.some((lane) => lane.work !== 'translate')) return null;
  const [whole, ...others] = new Set(lanes.map((lane) => lane.sources.map(wholeOf).join()));
  if (whole === undefined || others.length > 0) return null;
  const ids = whole.split(',');
  const chars = ids.reduce((sum, id) => sum + toChars(id, sources, texts), 0);
  if (chars <= MIN_CHARS) return null;
  return { kind: 'glossary', sources: chars > maxMaterialChars ? (lanes[0]?.sources ?? []) : ids };
}

const toChars = (id: string, sources: readonly KnownSource[], texts: Plan['texts']): number =>
  sources.find((source) => source.id === id)?.chars ?? texts.find((text) => text.id === id)?.text.length ?? 0;
