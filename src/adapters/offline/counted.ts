export const toNumber = (count: number): string => count.toLocaleString('en-US');

/** `1 line`, `1,200 lines`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string => `${toNumber(count)} ${count === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
