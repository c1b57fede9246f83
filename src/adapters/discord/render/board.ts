import type { APIComponentInContainer, APIContainerComponent } from 'discord-api-types/v10';
import { aboutLines } from '#core/view/about-lines.ts';
import { calmNow } from '#core/view/calm-time.ts';
import { headline } from '#core/view/headline.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { userOf } from '../place.ts';
import { cardTexts } from './card.ts';
import { container, preformatted, RULE, small, text, toMessage } from './components.ts';
import { toLine, toUserId } from './escape.ts';
import { type RowRoom, toGrid, toNamedRows, toRow } from './lane-rows.ts';
import { boardMenu, boardOffers, MOST_OPTIONS } from './menus.ts';
import { MESSAGE_SIZE, sizeOf } from './message-size.ts';
import { commandText } from './slash-command.ts';

/** Up to so many lanes have a line each; more stand in a grid. */
const MOST_ROWS = 15;
const TITLE_CHARS = 200;
const HEADLINE_CHARS = 500;

interface Room extends RowRoom {
  readonly options: number;
  readonly aboutChars: number;
  /** Of a line of the card. */
  readonly cardChars: number;
}

/** From all that fits a reader to what fits any message: what lanes say goes first, then the menu, then names and notes. */
const ROOMS: readonly Room[] = [
  { sayingChars: 120, titleChars: 72, options: MOST_OPTIONS, named: 12, aboutChars: 200, cardChars: 300 },
  { sayingChars: 60, titleChars: 72, options: MOST_OPTIONS, named: 12, aboutChars: 200, cardChars: 300 },
  { sayingChars: 30, titleChars: 60, options: MOST_OPTIONS, named: 12, aboutChars: 120, cardChars: 200 },
  { sayingChars: 30, titleChars: 40, options: MOST_OPTIONS, named: 8, aboutChars: 120, cardChars: 200 },
  { sayingChars: 0, titleChars: 40, options: MOST_OPTIONS, named: 8, aboutChars: 60, cardChars: 120 },
  { sayingChars: 0, titleChars: 30, options: 10, named: 8, aboutChars: 60, cardChars: 100 },
  { sayingChars: 0, titleChars: 20, options: 0, named: 5, aboutChars: 60, cardChars: 80 },
  { sayingChars: 0, titleChars: 12, options: 0, named: 0, aboutChars: 20, cardChars: 40 },
];

/** One message for the whole life of a run. `begins`: it stands in the channel, and says who asked for what. */
export function toBoardMessage(view: RunView, person: string, begins: boolean, nowMs: number): DiscordMessage {
  const title = toLine(view.title, TITLE_CHARS) || 'a run';
  if (!begins) return toMessage(boardContainer(view, `**${title}**`, nowMs, MESSAGE_SIZE));
  const userId = toUserId(userOf(person));
  const who = userId === null ? 'Somebody' : `<@${userId}>`;
  return toMessage(boardContainer(view, `${who} asked: **${title}**`, nowMs, MESSAGE_SIZE));
}

/** The board under `first`, a line that is safe to show, in at most `maxSize`; what is least needed goes first. Of at least 2,400 and 300 of `first` there is always one that fits. */
export function boardContainer(view: RunView, first: string, nowMs: number, maxSize: number): APIContainerComponent {
  const calmMs = calmNow(view.openedAtMs, nowMs);
  let board = container(0, []);
  for (const room of ROOMS) {
    board = container(toColour(view), toComponents(view, first, calmMs, room));
    if (sizeOf(board) <= maxSize) break;
  }
  return board;
}

function toComponents(view: RunView, first: string, nowMs: number, room: Room): APIComponentInContainer[] {
  const line = toLine(headline(view, nowMs), HEADLINE_CHARS);
  // Why it was cut this way stands in the card while there is one.
  const about = aboutLines(view.card === null ? view : { ...view, why: null }).map((about) => toLine(about, room.aboutChars));
  return [
    ...text(`${first}\n${line}`),
    ...toLanes(view, nowMs, room),
    RULE,
    ...(view.card === null ? [] : cardTexts(view.card, room.cardChars)),
    ...small([...about, ...toOthers(view, room)]),
    ...boardOffers(view),
    ...boardMenu(view, room.options),
  ];
}

function toLanes({ lanes }: RunView, nowMs: number, room: Room): APIComponentInContainer[] {
  if (lanes.length < 2) return [];
  if (lanes.length <= MOST_ROWS) return [RULE, ...text(lanes.map((lane) => toRow(lane, nowMs, room)).join('\n'))];
  const named = toNamedRows(lanes, nowMs, room);
  return [RULE, ...preformatted(toGrid(lanes)), ...(named.length === 0 ? [] : [RULE, ...text(named.join('\n'))])];
}

/** How to see what the menu has no room for. */
function toOthers({ lanes, phase, runId }: RunView, { options }: Room): string[] {
  const begun = phase === 'running' || phase === 'merging' || phase === 'ended';
  return begun && lanes.length > options ? [`Any other lane: ${commandText('show', runId, ' lane:<n>')}`] : [];
}

const GREY = 0x95a5a6;
const BLUE = 0x5865f2;
const YELLOW = 0xfee75c;
const ORANGE = 0xe67e22;
const RED = 0xed4245;
const GREEN = 0x57f287;

const OUTCOME_COLOURS = { done: GREEN, partial: ORANGE, failed: RED, stopped: GREY, question: YELLOW } as const;

function toColour({ phase, outcome, card }: RunView): number {
  if (phase === 'asking' || card !== null) return YELLOW;
  return phase === 'ended' ? OUTCOME_COLOURS[outcome ?? 'done'] : BLUE;
}
