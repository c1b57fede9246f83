import type { KnownBlock, RichTextBlock } from '@slack/types';
import { aboutLines } from '#core/view/about-lines.ts';
import { calmNow } from '#core/view/calm-time.ts';
import { headline } from '#core/view/headline.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { userOf } from '../place.ts';
import { context, section } from './blocks.ts';
import { boardActions, MOST_OPTIONS } from './board-actions.ts';
import { cardBlocks, cardText } from './card.ts';
import { toMrkdwn, toUserId, toWords } from './escape.ts';
import { marksText, type RowRoom, toLines, toPlan, toRows } from './lane-rows.ts';
import { blocksBytes, MESSAGE_BYTES, utf8Bytes } from './message-size.ts';

const TITLE_CHARS = 150;
const HEADLINE_CHARS = 400;
const ABOUT_CHARS = 200;
const ASKS_CHARS = 200;

interface Room extends RowRoom {
  readonly options: number;
  /** Of a line of the card. */
  readonly cardChars: number;
}

/** From all that fits a reader to what fits any message: what lanes say goes first, then their titles, then the menu, then lanes by name. */
const ROOMS: readonly Room[] = [
  { sayingChars: 120, titleChars: 72, options: MOST_OPTIONS, named: 30, cardChars: 300 },
  { sayingChars: 60, titleChars: 72, options: MOST_OPTIONS, named: 30, cardChars: 300 },
  { sayingChars: 30, titleChars: 72, options: MOST_OPTIONS, named: 30, cardChars: 300 },
  { sayingChars: 0, titleChars: 72, options: MOST_OPTIONS, named: 30, cardChars: 300 },
  { sayingChars: 0, titleChars: 40, options: MOST_OPTIONS, named: 30, cardChars: 200 },
  { sayingChars: 0, titleChars: 20, options: MOST_OPTIONS, named: 30, cardChars: 120 },
  { sayingChars: 0, titleChars: 20, options: 50, named: 30, cardChars: 120 },
  { sayingChars: 0, titleChars: 20, options: 25, named: 30, cardChars: 120 },
  { sayingChars: 0, titleChars: 20, options: 10, named: 30, cardChars: 120 },
  { sayingChars: 0, titleChars: 20, options: 0, named: 30, cardChars: 120 },
  { sayingChars: 0, titleChars: 20, options: 0, named: 10, cardChars: 120 },
  { sayingChars: 0, titleChars: 12, options: 0, named: 0, cardChars: 80 },
];

interface BoardBlocks {
  readonly blocks: readonly KnownBlock[];
  /** The same without a plan. */
  readonly simpler: readonly KnownBlock[];
}

/** The board's blocks in at most `maxBytes` of text; what is least needed goes first. Of at least 6,000 bytes there is always a board that fits. */
export function boardBlocks(view: RunView, nowMs: number, maxBytes: number): BoardBlocks {
  let board: BoardBlocks = { blocks: [], simpler: [] };
  const calmMs = calmNow(view.openedAtMs, nowMs);
  for (const room of ROOMS) {
    board = toBoard(view, calmMs, room);
    if (blocksBytes(board.blocks) <= maxBytes && blocksBytes(board.simpler) <= maxBytes) break;
  }
  return board;
}

/** One message for the whole life of a run. `begins`: it stands in the channel, and says who asked for what. */
export function toBoardMessage(view: RunView, person: string, begins: boolean, nowMs: number): SlackMessage {
  const title = toWords(view.title, TITLE_CHARS) || 'a run';
  const line = toWords(headline(view, calmNow(view.openedAtMs, nowMs)), HEADLINE_CHARS);
  const userId = toUserId(userOf(person));
  const who = userId === null ? 'Somebody' : `<@${userId}>`;
  const asks = view.card === null ? '' : ` ${toMrkdwn(cardText(view.card, ASKS_CHARS))}`;
  const text = `${begins ? `${who} asked: ${toMrkdwn(title)} – ` : `${toMrkdwn(title)}: `}${toMrkdwn(line)}.${asks}`;
  const root = begins ? [rootLine(userId, title)] : [];
  const { blocks, simpler } = boardBlocks(view, nowMs, MESSAGE_BYTES - utf8Bytes(text) - blocksBytes(root));
  const session = view.phase === 'ended' ? 'active' : 'processing';
  return { kind: 'message', text, blocks: [...root, ...blocks], simpler: [...root, ...simpler], session };
}

/** A mention is an element of its own here, so that no title can be one. */
function rootLine(userId: string | null, title: string): RichTextBlock {
  const asked = { type: 'text', text: `${userId === null ? 'Somebody' : ''} asked: ${title}`.trimStart() } as const;
  const elements = userId === null ? [asked] : [{ type: 'user', user_id: userId } as const, { ...asked, text: ` ${asked.text}` }];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function toBoard(view: RunView, nowMs: number, room: Room): BoardBlocks {
  const line = toWords(headline(view, nowMs), HEADLINE_CHARS);
  const tail = [...card(view, room), ...context(aboutText(view)), ...boardActions(view, room.options)];
  if (view.lanes.length < 2) {
    const blocks = [section(line), ...tail];
    return { blocks, simpler: blocks };
  }
  const rows = toRows(view.lanes, nowMs, room);
  return {
    blocks: [toPlan(line, rows), ...tail],
    simpler: [section(line), section(marksText(view.lanes)), ...toLines(rows), ...tail],
  };
}

const card = (view: RunView, { cardChars }: Room): KnownBlock[] => (view.card === null ? [] : cardBlocks(view.card, cardChars));

/** Why it was cut this way stands in the card while there is one. */
const aboutText = (view: RunView): string =>
  aboutLines(view.card === null ? view : { ...view, why: null })
    .map((line) => toWords(line, ABOUT_CHARS))
    .join('\n');
