import { FanoutError } from '#core/errors.ts';
import type { Log } from '#core/ports/log.ts';

/** What to tell a person whose wish failed; the failure itself is logged whole. Slack would only say "dispatch_failed". */
export function toTrouble(error: unknown, what: string, log: Log): string {
  const isTold = error instanceof FanoutError;
  log[isTold ? 'warn' : 'error']({ err: error }, `${what} could not be carried out`);
  return isTold ? error.userMessage : 'Fanout met an error of its own; look into its log.';
}
