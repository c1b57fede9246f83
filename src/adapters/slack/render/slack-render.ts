import type { Render } from '#core/deliver/render.ts';
import type { SlackMessage } from '../message.ts';
import { toAnswerParts } from './answer.ts';
import { toAsideMessage } from './aside-message.ts';
import { toBoardMessage } from './board.ts';
import { toLaneReply } from './lane-reply.ts';
import { toFileMessage, toUnfiledMessage } from './out-file-message.ts';
import { toSaidMessage } from './said-message.ts';

/** What a run looks like in Slack: every message within Slack's limits, at most 9,000 bytes of text, and with no mention but the asker's in the board. */
export const slackRender: Render<SlackMessage> = {
  board: toBoardMessage,
  lane: toLaneReply,
  answer: toAnswerParts,
  reply: toSaidMessage,
  file: toFileMessage,
  unfiled: toUnfiledMessage,
  aside: toAsideMessage,
};
