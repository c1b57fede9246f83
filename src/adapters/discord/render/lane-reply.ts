import type { LaneReply } from '#core/deliver/render.ts';
import { laneHeading } from '#core/view/lane-saying.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { small, text, toMessage } from './components.ts';
import { toLine } from './escape.ts';
import { laneMark } from './lane-rows.ts';
import { toMarkdownParts } from './markdown.ts';
import { laneMenu } from './menus.ts';
import { MESSAGE_SIZE } from './message-size.ts';

const HEADING_CHARS = 400;

/** For the heading, its menu and the line below. In units of `textSize`. */
const AROUND_SIZE = 700;

/** What one lane came to, in one message. */
export function toLaneReply(view: RunView, lane: LaneView, result: string | null): LaneReply<DiscordMessage> {
  const { parts, whole } = toMarkdownParts(result ?? '', MESSAGE_SIZE - AROUND_SIZE, 1);
  const heading = text(`${laneMark(lane)} ${toLine(laneHeading(lane), HEADING_CHARS)}`);
  const below = small(belowLines(result, parts.length, whole));
  return { content: toMessage(...heading, ...parts.flatMap(text), ...below, ...laneMenu(view, lane)), whole };
}

function belowLines(result: string | null, parts: number, whole: boolean): string[] {
  if (!whole) return ['This is the beginning. The whole comes with the answer, in lanes.zip.'];
  return result !== null && parts === 0 ? ['It gave an empty text.'] : [];
}
