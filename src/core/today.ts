const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** "Tuesday, 1 December 2026", in the time zone of this process. `nowMs`: milliseconds since 1970. */
export const toToday = (nowMs: number): string => DAY.format(nowMs).replace(/^(\p{L}+) /u, '$1, ');
