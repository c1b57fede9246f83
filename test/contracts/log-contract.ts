import { describe, expect, it } from 'vitest';
import type { Log } from '#core/ports/log.ts';

/** `lines` gives what was logged so far: level, fields and message of each. */
export function logContract(
  name: string,
  open: () => {
    readonly log: Log;
    lines(): readonly { readonly level: string; readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
  },
): void {
  describe(`Log contract: ${name}`, () => {
    it('keeps level, fields and message of every line, in order', () => {
      const { log, lines } = open();
      log.debug({ runId: 'r1' }, 'one');
      log.info({ lane: 2 }, 'two');
      log.warn({}, 'three');
      log.error({ code: 'internal' }, 'four');
      expect(lines()).toMatchObject([
        { level: 'debug', fields: { runId: 'r1' }, message: 'one' },
        { level: 'info', fields: { lane: 2 }, message: 'two' },
        { level: 'warn', message: 'three' },
        { level: 'error', fields: { code: 'internal' }, message: 'four' },
      ]);
    });
  });
}
