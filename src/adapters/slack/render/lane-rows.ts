import type { PlanBlock, SectionBlock, TaskCardBlock } from '@slack/types';
import { type LaneGroup, notableLanes, toGroups } from '#core/view/lane-groups.ts';
import { laneName, laneSaying } from '#core/view/lane-saying.ts';
import { laneEnd } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { richText, section } from './blocks.ts';
import { toWords } from './escape.ts';

/** More lanes than so many stand in groups: a plan takes 50 tasks. */
const MOST_SINGLE = 48;
const MOST_GROUPS = 10;

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
    ...toGroups(lanes, MOST_GROUPS).map(groupRow),
    ...notableLanes(lanes)
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
  title: toWords(laneName(lane, titleChars), titleChars),
  status: STATUSES[lane.status],
  saying: toWords(laneSaying(lane, nowMs, sayingChars), sayingChars),
  over: laneEnd(lane) !== null,
});

const GROUP_STATUSES = {
  waiting: 'pending',
  atWork: 'in_progress',
  done: 'complete',
  missing: 'error',
} as const satisfies Record<LaneGroup['status'], TaskCardBlock['status']>;

const groupRow = ({ text, status }: LaneGroup, at: number): Row => ({
  id: `lanes-${at + 1}`,
  title: text,
  status: GROUP_STATUSES[status],
  saying: '',
  over: status === 'done' || status === 'missing',
});

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
