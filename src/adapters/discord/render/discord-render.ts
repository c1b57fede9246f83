import type { Render } from '#core/deliver/render.ts';
import type { DiscordMessage } from '../message.ts';
import { toAnswerParts } from './answer.ts';
import { toAsideMessage } from './aside-message.ts';
import { toBoardMessage } from './board.ts';
import { toLaneReply } from './lane-reply.ts';
import { toFileMessage, toUnfiledMessage } from './out-file-message.ts';
import { toSaidMessage } from './said-message.ts';

/** What a run looks like in Discord: every message within Discord's limits with the poster's own line in it, and with no mention but the asker's in the board. */
export const discordRender: Render<DiscordMessage> = {
  board: toBoardMessage,
  lane: toLaneReply,
  answer: toAnswerParts,
  reply: toSaidMessage,
  file: toFileMessage,
  unfiled: toUnfiledMessage,
  aside: toAsideMessage,
};
