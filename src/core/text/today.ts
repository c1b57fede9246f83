const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/**
 * The day of a time in milliseconds since 1970, in the time zone of this process, as models are told it: `Monday, 2
 * March 2026`.
 */
export function toToday(ms: number): string {
  const date = new Date(ms);
  return `${DAYS[date.getDay()]}, ${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}
