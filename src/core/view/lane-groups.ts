import { isHeldBack } from './lane-words.ts';
import type { LaneView } from './run-view.ts';

const GROUP_SIZES = [10, 20, 25, 50, 100, 200, 250, 500] as const;

/** So long a lane at work is slow: this many times as long as a done one took. */
const SLOW_TIMES = 2;

/** Lanes that stand in one line. */
export interface LaneGroup {
  /** `Lanes 1–10: 9 done, 1 failed` */
  readonly text: string;
  /** `done`: each of them; `missing`: all are over, not all are done. */
  readonly status: 'waiting' | 'atWork' | 'done' | 'missing';
}

/** Neighbours together, in at most so many groups of a round size. */
export function toGroups(lanes: readonly LaneView[], most: number): LaneGroup[] {
  const least = Math.ceil(lanes.length / most);
  const size = GROUP_SIZES.find((it) => it >= least) ?? least;
  return Array.from({ length: Math.ceil(lanes.length / size) }, (_, at) => toGroup(lanes.slice(at * size, (at + 1) * size)));
}

function toGroup(lanes: readonly LaneView[]): LaneGroup {
  const count = (...statuses: readonly LaneView['status'][]): number => lanes.filter(({ status }) => statuses.includes(status)).length;
  const [done, failed, leftOut] = [count('done'), count('failed', 'timedOut'), count('skipped', 'cancelled')];
  const [running, waiting] = [count('running'), count('waiting')];
  const begun = [...counted(done, 'done'), ...counted(failed, 'failed'), ...counted(leftOut, 'left out'), ...counted(running, 'running')];
  const counts = begun.length === 0 ? counted(waiting, 'waiting') : begun;
  const ended = done === lanes.length ? 'done' : 'missing';
  const status = running + waiting === 0 ? ended : waiting === lanes.length ? 'waiting' : 'atWork';
  return { text: `Lanes ${lanes[0]?.index ?? 0}–${lanes.at(-1)?.index ?? 0}: ${counts.join(', ')}`, status };
}

const counted = (count: number, word: string): string[] => (count === 0 ? [] : [`${count} ${word}`]);

/** What failed, then what is held up, then what takes long; each in the order asked. */
export function notableLanes(lanes: readonly LaneView[]): LaneView[] {
  const done = lanes.filter(({ status }) => status === 'done');
  const meanMs = done.reduce((sum, { ms }) => sum + ms, 0) / done.length;
  return [
    ...lanes.filter(({ status }) => status === 'failed' || status === 'timedOut'),
    ...lanes.filter(isHeldBack),
    ...lanes.filter(({ status, ms, attempts }) => status === 'running' && (attempts > 1 || ms > SLOW_TIMES * meanMs)),
  ];
}
