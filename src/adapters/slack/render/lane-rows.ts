import type { PlanBlock, SectionBlock, TaskCardBlock } from '@slack/types';
import { isHeldBack, laneEnd } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { richText, section } from './blocks.ts';
import { laneName, laneSaying } from './lane-saying.ts';

/** More lanes than so many stand in groups: a plan takes 50 tasks. */
const MOST_SINGLE = 48;
const MOST_GROUPS = 10;
const GROUP_SIZES = [10, 20, 25, 50, 100, 200, 250, 500] as const;

/** So long a lane at work is slow: this many times as long as a done one took. */
const SLOW_TIMES = 2;

/** Constant over edits, else each edit folds the plan under its reader (slackapi/node-slack-sdk#2701). */
const PLAN_ID = 'fanout_plan';

/** How much a row may say; 0 characters: nothing. */
export interface RowRoom {
  readonly titleChars: number;
  readonly sayingChars: number;
  /** Failed and slow lanes by name below the groups. */
  readonly named: number;
}

/** A line of the board: a lane, or a group of them. */
interface Row {
  /** Constant over edits. */
  readonly id: string;
  readonly title: string;
  readonly status: TaskCardBlock['status'];
  readonly saying: string;
  readonly over: boolean;
}

/** A row a lane up to 48 of them, else at most 10 groups, then those worth a row of their own; at most 50 in all. */
export function toRows(lanes: readonly LaneView[], nowMs: number, room: RowRoom): Row[] {
  if (lanes.length <= MOST_SINGLE) return lanes.map((lane) => laneRow(lane, nowMs, room));
  return [
    ...toGroups(lanes),
    ...notable(lanes)
      .slice(0, room.named)
      .map((lane) => laneRow(lane, nowMs, room)),
  ];
}

const STATUSES = {
  waiting: 'pending',
  running: 'in_progress',
  done: 'complete',
  failed: 'error',
  timedOut: 'error',
  skipped: 'error',
  cancelled: 'error',
} as const satisfies Record<LaneView['status'], TaskCardBlock['status']>;

const laneRow = (lane: LaneView, nowMs: number, { titleChars, sayingChars }: RowRoom): Row => ({
  id: `lane-${lane.index}`,
  title: laneName(lane, titleChars),
  status: STATUSES[lane.status],
  saying: laneSaying(lane, nowMs, sayingChars),
  over: laneEnd(lane) !== null,
});

function toGroups(lanes: readonly LaneView[]): Row[] {
  const least = Math.ceil(lanes.length / MOST_GROUPS);
  const size = GROUP_SIZES.find((it) => it >= least) ?? least;
  return Array.from({ length: Math.ceil(lanes.length / size) }, (_, at) => groupRow(lanes.slice(at * size, (at + 1) * size), at));
}

function groupRow(lanes: readonly LaneView[], at: number): Row {
  const count = (...statuses: readonly LaneView['status'][]): number => lanes.filter(({ status }) => statuses.includes(status)).length;
  const [done, failed, leftOut] = [count('done'), count('failed', 'timedOut'), count('skipped', 'cancelled')];
  const [running, waiting] = [count('running'), count('waiting')];
  const begun = [...counted(done, 'done'), ...counted(failed, 'failed'), ...counted(leftOut, 'left out'), ...counted(running, 'running')];
  const counts = begun.length === 0 ? counted(waiting, 'waiting') : begun;
  const over = running + waiting === 0;
  const name = `Lanes ${lanes[0]?.index ?? 0}–${lanes.at(-1)?.index ?? 0}`;
  const ended = done === lanes.length ? 'complete' : 'error';
  const status = over ? ended : waiting === lanes.length ? 'pending' : 'in_progress';
  return { id: `lanes-${at + 1}`, title: `${name}: ${counts.join(', ')}`, status, saying: '', over };
}

const counted = (count: number, word: string): string[] => (count === 0 ? [] : [`${count} ${word}`]);

/** What failed, then what is held up, then what takes long; each in the order asked. */
function notable(lanes: readonly LaneView[]): LaneView[] {
  const done = lanes.filter(({ status }) => status === 'done');
  const meanMs = done.reduce((sum, { ms }) => sum + ms, 0) / done.length;
  return [
    ...lanes.filter(({ status }) => status === 'failed' || status === 'timedOut'),
    ...lanes.filter(isHeldBack),
    ...lanes.filter(({ status, ms, attempts }) => status === 'running' && (attempts > 1 || ms > SLOW_TIMES * meanMs)),
  ];
}

/** The rows as a plan, which folds out; its title is all that shows before. */
export const toPlan = (title: string, rows: readonly Row[]): PlanBlock => ({
  type: 'plan',
  block_id: PLAN_ID,
  title,
  tasks: rows.map(
    ({ id, title, status, saying, over }): TaskCardBlock => ({
      type: 'task_card',
      task_id: id,
      title,
      status,
      ...(saying === '' ? {} : over ? { output: richText(saying) } : { details: richText(saying) }),
    }),
  ),
});

const MARKS = { pending: '▫️', in_progress: '⏳', complete: '✅', error: '❌' } as const satisfies Record<Row['status'], string>;

/** So many lines of at most 200 characters fit a section. */
const LINES_A_SECTION = 12;

/** The rows as lines of text. */
export function toLines(rows: readonly Row[]): SectionBlock[] {
  const lines = rows.map(({ title, status, saying }) => `${MARKS[status]} ${title}${saying === '' ? '' : ` · ${saying}`}`);
  const count = Math.ceil(lines.length / LINES_A_SECTION);
  return Array.from({ length: count }, (_, at) => section(lines.slice(at * LINES_A_SECTION, (at + 1) * LINES_A_SECTION).join('\n')));
}

/** `✅ 9  ⏳ 5  ❌ 1` */
export function marksText(lanes: readonly LaneView[]): string {
  const over = lanes.filter((lane) => laneEnd(lane) !== null).length;
  const done = lanes.filter(({ status }) => status === 'done').length;
  return `${MARKS.complete} ${done}  ${MARKS.in_progress} ${lanes.length - over}  ${MARKS.error} ${over - done}`;
}
