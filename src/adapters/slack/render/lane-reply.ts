import type { Overflow, PlainTextOption, SectionBlock } from '@slack/types';
import { toLaneValue } from '#commands/press.ts';
import type { LaneReply } from '#core/deliver/render.ts';
import { laneHeading } from '#core/view/lane-saying.ts';
import { toLaneWishes, WISH_WORDS } from '#core/view/offers.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { LANE_MENU } from '../actions.ts';
import type { SlackMessage } from '../message.ts';
import { context, markdown, plain, section } from './blocks.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn, toWords } from './escape.ts';
import { MESSAGE_BYTES } from './message-size.ts';
import { toTextMessage } from './text-message.ts';

const HEADING_CHARS = 300;

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
  const options = toLaneWishes(lane).map(
    (wish): PlainTextOption => ({
      text: plain(WISH_WORDS[wish]),
      value: toLaneValue(runId, lane.index, wish, wish === 'retry' ? lane.opened : null),
    }),
  );
  return { ...section(headingText(lane)), accessory: { type: 'overflow', action_id: LANE_MENU, options } satisfies Overflow };
}

const headingText = (lane: LaneView): string => toWords(laneHeading(lane), HEADING_CHARS);

function belowText(text: string | null, parts: number, whole: boolean): string {
  if (!whole) return 'This is the beginning. The whole is in lanes.zip, or choose Show.';
  return text !== null && parts === 0 ? 'It gave an empty text.' : '';
}
