import { readOrder } from './form/order.ts';
import type { Work } from './plan.ts';

/** The order stands at the beginning. In UTF-16 code units. */
const MAX_LOOKED_AT = 300;

/**
 * What kind of work an instruction asks for, told by its verb: for who does it, and for what can be done without a
 * model.
 */
export function workOf(words: string): Work {
  const head = words.slice(0, MAX_LOOKED_AT);
  const { verb, work } = readOrder(head);
  if (verb !== null) return work;
  return /[?？؟]\s*$/u.test(words.trimEnd().slice(-8)) ? 'answer' : 'write';
}
