import { createHash } from 'node:crypto';
import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { OutFile } from '#core/deliver/out-file.ts';
import type { Tag } from '#core/ports/poster.ts';

/**
 * A message in Discord's words, as plain data: Components V2, whose texts together have at most 4,000 characters and whose components, nested ones counted, are at most 40. The poster adds a line and a component of its own
 * (`toMark`), so there are 3,900 and 38 for what is said.
 */
export type DiscordMessage =
  | { readonly kind: 'message'; readonly components: readonly APIMessageTopLevelComponent[] }
  | { readonly kind: 'file'; readonly comment: string; readonly file: OutFile };

/** The small print by which a message is found again: Discord keeps nothing with a message that nobody sees. An answer to what somebody said has a key made of ids, which is nothing to read: a few signs of it tell it as well. */
export const toMark = ({ runId, key }: Tag): string =>
  `-# run ${runId} · ${key.startsWith('said:') ? `reply ${digest(key).slice(0, 6)}` : key.replaceAll(':', ' ')}`;

/** The same for the minutes in which Discord itself tells a repeat: at most 25 characters. `times`: how often it was there and is gone, since then Discord would give that one back. */
export const toNonce = ({ runId, key }: Tag, times: number): string => digest(`${runId}:${key}:${times}`).slice(0, 25);

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
