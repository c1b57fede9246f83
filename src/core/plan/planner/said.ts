import { toNeutralLine } from '../../text/neutral.ts';
import { findForeign } from './foreign.ts';

/** In UTF-16 code units. */
const MAX_REASON_CHARS = 160;
const MAX_NAME_CHARS = 40;

/** What runs cost and whether somebody said yes to them is Fanout's to tell, from its own log; a planner that tells it makes it up, or was talked into it. */
const OURS =
  /\p{Sc}\s?\p{N}|\p{N}\s?(?:\p{Sc}|(?:usd|eur|gbp|chf|jpy|dollars?|euros?|cents?|tokens?|credits?)(?!\p{L}))|(?<!\p{L})(?:(?:pre-?|un)?approv(?:ed|als?|es?)|authori[sz]ed|no\s+(?:charge|cost|confirmation)|free\s+of\s+charge|(?:already|has\s+been)\s+(?:paid|confirmed))(?!\p{L})/giu;

/** Whether a planner's line speaks for Fanout, or leads out of the run; what the person's own words say it may say too. */
export function isOutOfPlace(line: string, words: string): boolean {
  const known = words.toLowerCase();
  return findForeign(line, words) !== null || [...line.matchAll(OURS)].some(([said]) => !known.includes(said.toLowerCase()));
}

/** A planner's words in a line of ours: one line, in quotes that it can't close. */
export const quote = (text: string, maxChars: number = MAX_NAME_CHARS): string =>
  `“${toNeutralLine(text.replace(/["“”„‟«»〝〞＂]/g, "'"), maxChars)}”`;

/** What was decided by code, and beside it the planner's reason as what it is; without one that is out of place. */
export function withReason(decided: string, why: string, words: string): string {
  const reason = toNeutralLine(why, MAX_REASON_CHARS);
  return /[\p{L}\p{N}]/u.test(reason) && !isOutOfPlace(reason, words)
    ? `${decided}, the planner says: ${quote(reason, MAX_REASON_CHARS)}`
    : decided;
}

/** What an item is called, for lines of ours: a few words and nothing else; "item" where it is more than that. */
export function toNoun(text: string): string {
  const noun = toNeutralLine(text, MAX_NAME_CHARS);
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}’'&/+-]*(?: [\p{L}\p{M}\p{N}’'&/+-]+){0,3}$/u.test(noun) && !isOutOfPlace(noun, '') ? noun : 'item';
}
