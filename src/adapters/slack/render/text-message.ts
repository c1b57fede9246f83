import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../message.ts';
import { sections } from './blocks.ts';

export type TextMessage = Extract<SlackMessage, { kind: 'message' }>;

/** A message that changes nobody's status. `text` is `mrkdwn`. For a workspace that takes no `markdown` blocks their text is shown as it was written. */
export function toTextMessage(text: string, blocks: readonly KnownBlock[]): TextMessage {
  const simpler = blocks.some(({ type }) => type === 'markdown') ? withoutMarkdown(blocks) : null;
  return { kind: 'message', text, blocks, simpler, session: null };
}

export const withoutMarkdown = (blocks: readonly KnownBlock[]): KnownBlock[] =>
  blocks.flatMap((block) => (block.type === 'markdown' ? sections(block.text) : [block]));
