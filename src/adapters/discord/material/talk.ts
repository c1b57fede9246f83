import { Routes } from 'discord.js';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { FanoutError } from '#core/errors.ts';
import type { Get } from './get.ts';
import type { TalkRef } from './ref.ts';

/** Messages that are read of one channel, the newest before the request. */
const MOST_MESSAGES = 1_000;
const PAGE = 100;

export const HIDDEN =
  'Discord shows apps what others wrote only with the Message Content intent: switch it on under Bot in the Developer Portal, or use “Apps → Fan out this message” on the message itself';

/** What was said in a channel before a message, oldest first; Fanout's own messages and those of other apps are left out. */
export async function readTalk(
  get: Get,
  { channel, message }: TalkRef,
  title: string,
  botUserId: string,
  signal: AbortSignal,
): Promise<APIMessage[]> {
  const found: APIMessage[] = [];
  for (let before = message; found.length < MOST_MESSAGES; ) {
    const query = new URLSearchParams({ limit: String(PAGE), before });
    const page = (await get(Routes.channelMessages(channel), title, query, signal)) as APIMessage[];
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
export const isHidden = (message: APIMessage): boolean => toMessageText(message) === '' && message.attachments.length === 0;

/** What there is to read in a message: Fanout's own and those of other apps say it in components. */
export const toMessageText = ({ content, embeds, components }: APIMessage): string =>
  [content, ...embeds.flatMap(({ title, description }) => [title, description]), ...toTexts(components)]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');

/** Small print is no part of it. */
function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toTexts);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === ComponentType.TextDisplay && 'content' in value)
    return [
      String(value.content)
        .replaceAll(/^-# .*(?:\n|$)/gm, '')
        .trim(),
    ];
  return 'components' in value ? toTexts(value.components) : [];
}
