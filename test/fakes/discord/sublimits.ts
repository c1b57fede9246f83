import { isSnowflake } from './fields.ts';
import { findMessage } from './lookup.ts';
import type { Call } from './route.ts';

const HOUR_MS = 3_600_000;
const RENAMES = { limit: 2, windowMs: 600_000 };
const OLD_EDITS = { limit: 3, windowMs: 6_000 };

export interface Sublimited {
  readonly retryAfterS: number;
  /** 0: none of its own. */
  readonly code: number;
}

function within(times: readonly number[], now: number, windowMs: number): number[] {
  return times.filter((atMs) => now - atMs < windowMs);
}

/** Limits that no header tells of: 2 renames of a channel in 10 minutes, 3 edits of old messages in 6 seconds. Null: go on. */
export function sublimit({ world, params, body }: Call, route: string): Sublimited | null {
  const channel = world.channels.get(params.channel ?? '');
  if (channel === undefined) return null;
  const now = world.nowMs();
  if (route === 'PATCH /channels/:channel' && typeof body.name === 'string' && body.name !== channel.name) {
    channel.renames = within(channel.renames, now, RENAMES.windowMs);
    const [oldest = now] = channel.renames;
    if (channel.renames.length >= RENAMES.limit) return { retryAfterS: (oldest + RENAMES.windowMs - now) / 1000, code: 0 };
    channel.renames = [...channel.renames, now];
  }
  if (route === 'PATCH /channels/:channel/messages/:message' && isSnowflake(params.message)) {
    const message = findMessage(channel, params.message);
    if (message === null || now - message.createdMs < HOUR_MS) return null;
    const times = within(channel.oldEdits, now, OLD_EDITS.windowMs);
    const [oldest = now] = times;
    if (times.length >= OLD_EDITS.limit) return { retryAfterS: (oldest + OLD_EDITS.windowMs - now) / 1000, code: 30046 };
    channel.oldEdits = [...times, now];
  }
  return null;
}
