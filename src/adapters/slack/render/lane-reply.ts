import type { Overflow, PlainTextOption, SectionBlock } from '@slack/types';
import type { LaneReply } from '#core/deliver/render.ts';
import { laneEnd } from '#core/view/lane-words.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { LANE_MENU, type LaneWish, toLaneValue } from '../actions.ts';
import type { SlackMessage } from '../message.ts';
import { context, markdown, plain, section } from './blocks.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn } from './escape.ts';
import { laneName, laneSaying, missingLine } from './lane-saying.ts';
import { MESSAGE_BYTES } from './message-size.ts';
import { toTextMessage } from './text-message.ts';

const TITLE_CHARS = 80;
const SAYING_CHARS = 150;

/** For the heading, its menu, the line below and the text for notifications, however they are escaped. In UTF-8 bytes. */
const AROUND_BYTES = 2_000;

/** What one lane came to, in one message. */
export function toLaneReply(view: RunView, lane: LaneView, text: string | null): LaneReply<SlackMessage> {
  const { parts, whole } = toMarkdownParts(text ?? '', MESSAGE_BYTES - AROUND_BYTES, 1);
  const blocks = [heading(view, lane), ...parts.map(markdown), ...context(belowText(text, parts.length, whole))];
  const line = toMrkdwn(headingText(lane));
  return { content: toTextMessage(`Lane ${line}.`, blocks), whole };
}

function heading({ runId }: RunView, lane: LaneView): SectionBlock {
  const wishes = laneEnd(lane) === null ? OPEN_WISHES : OVER_WISHES;
  const options = wishes.map((wish) => toOption(runId, lane, wish));
  return { ...section(headingText(lane)), accessory: { type: 'overflow', action_id: LANE_MENU, options } satisfies Overflow };
}

function headingText(lane: LaneView): string {
  const name = laneName(lane, TITLE_CHARS);
  if (laneEnd(lane) === null) return `${name} · ${lane.status}`;
  return lane.status === 'done' ? `${name} · done · ${laneSaying(lane, 0, SAYING_CHARS)}` : missingLine(lane);
}

const OPEN_WISHES = ['skip', 'show'] as const satisfies LaneWish[];
const OVER_WISHES = ['retry', 'edit', 'show'] as const satisfies LaneWish[];

const WISH_WORDS: Readonly<Record<LaneWish, string>> = { open: 'Open', retry: 'Retry', edit: 'Edit and retry', skip: 'Skip', show: 'Show' };

const toOption = (runId: string, { index }: LaneView, wish: LaneWish): PlainTextOption => ({
  text: plain(WISH_WORDS[wish]),
  value: toLaneValue(runId, index, wish),
});

function belowText(text: string | null, parts: number, whole: boolean): string {
  if (!whole) return 'This is the beginning. The whole is in lanes.zip, or choose Show.';
  return text !== null && parts === 0 ? 'It gave an empty text.' : '';
}
