import { type REST, Routes } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import { FanoutError } from '#core/errors.ts';
import type { TalkRef } from './ref.ts';

/** Messages that are read of one channel, the newest before the request. */
const MOST_MESSAGES = 1_000;
const PAGE = 100;

export const HIDDEN =
  'Discord shows apps what others wrote only with the Message Content intent: switch it on under Bot in the Developer Portal, or use “Apps → Fan out this message” on the message itself';

/** What was said in a channel before a message, oldest first; Fanout's own messages and those of other apps are left out. */
export async function readTalk(rest: REST, { channel, message }: TalkRef, botUserId: string, signal: AbortSignal): Promise<APIMessage[]> {
  const found: APIMessage[] = [];
  for (let before = message; found.length < MOST_MESSAGES; ) {
    signal.throwIfAborted();
    const page = (await rest.get(Routes.channelMessages(channel), {
      query: new URLSearchParams({ limit: String(PAGE), before }),
      signal,
    })) as APIMessage[];
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    before = last.id;
  }
  const said = found
    .slice(0, MOST_MESSAGES)
    .reverse()
    .filter(({ author }) => author.id !== botUserId && author.bot !== true);
  if (said.length === 0) throw new FanoutError('source_empty', 'nobody wrote anything here before this request');
  if (said.every(isHidden)) throw new FanoutError('source_unreadable', `what was written here can't be read: ${HIDDEN}`);
  return said;
}

/** Without the intent a message comes, and nothing in it. */
export const isHidden = ({ content, attachments, embeds }: APIMessage): boolean =>
  content === '' && attachments.length === 0 && embeds.length === 0;
