import type { Caller } from '#commands/dispatch.ts';

/** Whose runs these are, and where: everything on this machine's terminals is one place, and who sits there owns the database. */
export const TERMINAL: Caller = {
  asker: 'terminal',
  place: 'terminal',
  threadRunId: null,
  inThread: false,
  address: { command: '/', mention: '', note: null },
  maySee: async () => true,
};
