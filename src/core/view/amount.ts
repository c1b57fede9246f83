/** Numbers as a person reads them. Every amount carries its unit. */

const SECOND = 1_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds as `34 ms`, `1.2 s` (below ten seconds), `34 s`, `2 min 5 s`, `1 h 4 min`, `2 d 3 h`. Negative counts as 0. */
export function toDuration(ms: number): string {
  if (ms < 100) return `${Math.round(Math.max(0, ms))} ms`;
  const tenths = Math.round(ms / 100);
  return tenths < 100 ? `${(tenths / 10).toFixed(1)} s` : toWholeSeconds(ms);
}

/** The same without tenths, for a time that moves: a calm display. */
export function toWholeSeconds(ms: number): string {
  const s = Math.round(Math.max(0, ms) / SECOND);
  if (s < MINUTE) return `${s} s`;
  if (s < HOUR) return pair(s, MINUTE, 'min', 1, 's');
  if (s < DAY) return pair(s, HOUR, 'h', MINUTE, 'min');
  return pair(s, DAY, 'd', HOUR, 'h');
}

function pair(s: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((s % big) / small);
  return rest === 0 ? `${Math.floor(s / big)} ${bigUnit}` : `${Math.floor(s / big)} ${bigUnit} ${rest} ${smallUnit}`;
}

/** Made once: each `toLocaleString` makes one of its own. */
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,204` */
export const toCount = (n: number): string => COUNT.format(n);

/** `1 lane`, `2 lanes`, `1,204 lanes` */
export const toCounted = (n: number, noun: string): string => `${toCount(n)} ${noun}${n === 1 ? '' : 's'}`;

/** `890`, `12.3k`, `4.5M` */
export function toShortCount(n: number): string {
  if (n < 1_000) return toCount(n);
  return n < 999_950 ? `${(n / 1_000).toFixed(1)}k` : `${(n / 1_000_000).toFixed(1)}M`;
}

/** `$1.04`, `$0.0042`; what is above nothing never reads as `$0.00`. */
export function toUsd(usd: number): string {
  if (usd <= 0) return '$0.00';
  if (usd < 0.0001) return '<$0.0001';
  return usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}
