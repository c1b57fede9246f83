import { toCounted } from '#core/view/amount.ts';
import { notableLanes } from '#core/view/lane-groups.ts';
import { laneName, laneSaying, statusWord } from '#core/view/lane-saying.ts';
import { END_WORDS, isHeldBack } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { toLine } from './escape.ts';

/** How much a row may say; 0 characters: nothing. */
export interface RowRoom {
  readonly titleChars: number;
  readonly sayingChars: number;
  /** Lanes by name below a grid. */
  readonly named: number;
}

const MARKS = {
  waiting: '▫️',
  running: '⏳',
  done: '✅',
  failed: '❌',
  timedOut: '❌',
  skipped: '⏭️',
  cancelled: '⏹️',
} as const satisfies Record<LaneView['status'], string>;

export const laneMark = ({ status }: LaneView): string => MARKS[status];

/** `❌ 4 Italian · failed · the provider is overloaded · 3 attempts` */
export function toRow(lane: LaneView, nowMs: number, { titleChars, sayingChars }: RowRoom): string {
  const saying = laneSaying(lane, nowMs, sayingChars);
  const begins = (word: string): boolean => saying === word || saying.startsWith(`${word} ·`);
  const said = [statusWord(lane), 'stopped'].some(begins) || lane.status === 'waiting';
  const words = [...(said && saying !== '' ? [] : [statusWord(lane)]), ...(saying === '' ? [] : [saying])].join(' · ');
  return `${laneMark(lane)} ${toLine(laneName(lane, titleChars), titleChars + 8)} · ${toLine(words, sayingChars + 24)}`;
}

/** One character a lane, told apart without colour and as wide as any other in every font. */
const GLYPHS = [
  ['done', '#'],
  ['running', '>'],
  ['waiting', '.'],
  ['failed', 'x'],
  ['timedOut', '!'],
  ['skipped', '-'],
  ['cancelled', '/'],
] as const satisfies [LaneView['status'], string][];

const GLYPH_OF: ReadonlyMap<LaneView['status'], string> = new Map(GLYPHS);
const PER_LINE = 50;
const MOST_LINES = 12;

/**
 * Each line is led by the number of its first lane, and below is what the characters mean:
 *      1 ##################################################
 *     51 ##x####>>>>>......................................
 *
 *   # 56 done  > 5 running  . 38 waiting  x 1 failed
 */
export function toGrid(lanes: readonly LaneView[]): string {
  const count = Math.ceil(lanes.length / PER_LINE);
  const width = String(lanes.length).length;
  const lines = Array.from({ length: Math.min(count, MOST_LINES) }, (_, at) => {
    const first = at * PER_LINE;
    const glyphs = lanes.slice(first, first + PER_LINE).map(({ status }) => GLYPH_OF.get(status) ?? '?');
    return `${String(first + 1).padStart(width)} ${glyphs.join('')}`;
  });
  const more = count > MOST_LINES ? [`${toCounted(lanes.length - MOST_LINES * PER_LINE, 'more lane')}`] : [];
  const legend = GLYPHS.flatMap(([status, glyph]) => {
    const there = lanes.filter((lane) => lane.status === status).length;
    const word = status === 'waiting' || status === 'running' ? status : END_WORDS[status];
    return there === 0 ? [] : [`${glyph} ${there} ${word}`];
  });
  return [...lines, ...more, '', legend.join('  ')].join('\n');
}

/** What failed, is held up or takes long, then the others at work, by name; at most `room.named`, and how many more there are. */
export function toNamedRows(lanes: readonly LaneView[], nowMs: number, room: RowRoom): string[] {
  const wanted = [...new Set([...notableLanes(lanes), ...lanes.filter(({ status }) => status === 'running')])];
  const shown = wanted.slice(0, room.named).map((lane) => toRow(lane, nowMs, room));
  const rest = wanted.slice(room.named);
  if (shown.length === 0 || rest.length === 0) return shown;
  const failed = rest.filter(({ status }) => status === 'failed' || status === 'timedOut').length;
  const held = rest.filter(isHeldBack).length;
  const running = rest.length - failed - held;
  const counts = [
    ...(failed > 0 ? [`${failed} more failed`] : []),
    ...(held > 0 ? [`${held} more held up`] : []),
    ...(running > 0 ? [`${running} more running`] : []),
  ];
  return [...shown, `and ${counts.join(', ')}`];
}
