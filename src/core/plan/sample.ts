import type { Estimate } from '../cost/estimate.ts';
import { toKey } from '../merge/near.ts';
import type { LanePlan } from './plan.ts';

/** Lanes shown before the others run. */
const SAMPLE_LANES = 3;
/** Most lanes that are looked at: of more, evenly many are. */
const MAX_COMPARED = 2_000;

export interface SampleLane {
  readonly lane: number;
  readonly plan: LanePlan;
  readonly estimate: Pick<Estimate, 'inputTokens' | 'outputTokens'>;
  /** Who does it, where it is known. */
  readonly model?: string | null;
}

interface Point {
  readonly lane: number;
  /** 0 to 1: how large it is beside the others. */
  readonly size: number;
  readonly words: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly kind: string;
}

/** The lanes that differ most from each other, in the order of the plan: the largest, then each time the one farthest from those taken. The same lanes give the same sample. */
export function pickSample(lanes: readonly SampleLane[], count: number = SAMPLE_LANES): number[] {
  const step = Math.max(1, Math.ceil(lanes.length / MAX_COMPARED));
  const rest = toPoints(lanes.filter((_, index) => index % step === 0));
  const taken: Point[] = [];
  const distances = new Map<Point, number>();
  while (taken.length < count && taken.length < rest.length) {
    const best = farthest(rest, taken, (point) => (taken.length === 0 ? point.size : (distances.get(point) ?? 0)));
    if (best === null) break;
    taken.push(best);
    for (const point of rest) distances.set(point, Math.min(distances.get(point) ?? Number.POSITIVE_INFINITY, toDistance(point, best)));
  }
  return taken.map((point) => point.lane).sort((a, b) => a - b);
}

/** Of equals the first. */
function farthest(points: readonly Point[], taken: readonly Point[], far: (point: Point) => number): Point | null {
  let best: Point | null = null;
  for (const point of points) {
    if (taken.includes(point)) continue;
    if (best === null || far(point) > far(best)) best = point;
  }
  return best;
}

function toPoints(lanes: readonly SampleLane[]): Point[] {
  const sizes = lanes.map(({ estimate, plan }) => Math.log1p(estimate.inputTokens + estimate.outputTokens || plan.prompt.length));
  const [least, most] = [sizes.reduce((a, b) => Math.min(a, b), sizes[0] ?? 0), sizes.reduce((a, b) => Math.max(a, b), sizes[0] ?? 0)];
  return lanes.map(({ lane, plan, model }, index) => ({
    lane,
    size: most === least ? 0 : ((sizes[index] ?? 0) - least) / (most - least),
    words: new Set(toKey(`${plan.title} ${plan.prompt.slice(0, 400)}`).split(' ')),
    sources: new Set(plan.sources),
    kind: JSON.stringify([plan.work, plan.output.kind, model ?? null]),
  }));
}

/** Size counts as much as words and sources together; another model or work is a difference of its own. */
const toDistance = (a: Point, b: Point): number =>
  Math.abs(a.size - b.size) + 0.6 * unlike(a.words, b.words) + 0.4 * unlike(a.sources, b.sources) + (a.kind === b.kind ? 0 : 1);

/** 0 for equal sets, 1 for sets with nothing in common. */
function unlike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const it of a) if (b.has(it)) common += 1;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : 1 - common / all;
}

const SEPARATOR = '\n\nSomebody saw first results and wants this of every one:\n';

/** A lane's prompt with what the team said of a sample. A second correction stands below the first; the same one twice is one. */
export function withCorrection(prompt: string, correction: string): string {
  const line = correction.replace(/\s+/g, ' ').trim();
  if (line === '') return prompt;
  const at = prompt.lastIndexOf(SEPARATOR);
  const given = at === -1 ? [] : prompt.slice(at + SEPARATOR.length).split('\n');
  if (given.includes(`- ${line}`)) return prompt;
  return at === -1 ? `${prompt}${SEPARATOR}- ${line}` : `${prompt}\n- ${line}`;
}
