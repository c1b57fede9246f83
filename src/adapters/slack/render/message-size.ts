import type { KnownBlock } from '@slack/types';

/** Most UTF-8 bytes of all texts of one message: Slack refuses with `msg_blocks_too_long` somewhere above 11,000 characters, undocumented (slackapi/bolt-js#2509, #2867). */
export const MESSAGE_BYTES = 9_000;

/** Names and states, which nobody reads. */
const NO_TEXT = new Set(['type', 'status', 'style', 'action_id', 'block_id', 'task_id', 'user_id']);

export const utf8Bytes = (text: string): number => Buffer.byteLength(text);

/** UTF-8 bytes of every text in it, options' values included. */
export function blocksBytes(value: readonly KnownBlock[]): number {
  return bytesIn(value);
}

function bytesIn(value: unknown): number {
  if (typeof value === 'string') return utf8Bytes(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + bytesIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => (NO_TEXT.has(key) ? sum : sum + bytesIn(inner)), 0);
}
