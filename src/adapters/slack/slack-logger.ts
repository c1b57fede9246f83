import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '#core/ports/log.ts';

/**
 * Slack's libraries log here, never to standard output. What they log at `info` is chatter, and at `debug` whole requests with what people wrote: neither is kept. `about` goes with every line.
 */
export function createSlackLogger(log: Log, about: Readonly<Record<string, unknown>>): Logger {
  const toMessage = (parts: readonly unknown[]): string => `slack: ${parts.map(toText).join(' ')}`;
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts: unknown[]) => log.warn(about, toMessage(parts)),
    error: (...parts: unknown[]) => log.error(about, toMessage(parts)),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}

/** An error's properties may hold the request it comes from. */
function toText(part: unknown): string {
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  return typeof part === 'string' ? part : typeof part;
}
