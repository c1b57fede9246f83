import type { Caller } from '#commands/dispatch.ts';

const CARDS =
  'While a plan waits: /edit opens its lanes in your editor, "3: other words" rewords lane 3, "3:" drops it. While a sample waits: /correct and words.';

/**
 * Whose runs these are, and where: everything on this machine's terminals is one place, and who sits there owns the
 * database.
 */
export const TERMINAL: Caller = {
  asker: 'terminal',
  place: 'terminal',
  threadRunId: null,
  inThread: false,
  address: { command: '/', mention: '', note: CARDS },
  maySee: async () => true,
};
