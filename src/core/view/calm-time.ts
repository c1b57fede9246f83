/** Times on a board that is drawn again and again: coarse, so that boards that say the same are the same, byte for byte, and need no edit. */

const MINUTE_MS = 60_000;

const stepMs = (ms: number): number => (ms < MINUTE_MS ? 5_000 : 15_000);

/** Time gone by, never more than is true: in steps of 5 s, from a minute on of 15 s. */
export const calmDown = (ms: number): number => Math.floor(Math.max(0, ms) / stepMs(ms)) * stepMs(ms);

/** The moment that a board shows: it moves only with the time gone by, so that a wait in it does not count down in steps of its own. */
export const calmNow = (openedAtMs: number, nowMs: number): number => openedAtMs + calmDown(nowMs - openedAtMs);

/** Time still to go, never nothing, in the same steps. */
export const calmUp = (ms: number): number => Math.max(1, Math.ceil(ms / stepMs(ms))) * stepMs(ms);

/** `0:45`, `3:15`, `1:04:30`; days count as hours. */
export function toClock(ms: number): string {
  const s = Math.floor(Math.max(0, ms) / 1_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(s / 60);
  return minutes < 60 ? `${minutes}:${two(s % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(s % 60)}`;
}
