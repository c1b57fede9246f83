/** Numbers that decide behaviour everywhere, in one place. Those a person may set come from the configuration instead. */

/** Tries at one lane that count; a provider's "wait" and a death of the process do not. */
export const MAX_ATTEMPTS = 3;

/** A lane that was in flight at this many deaths of the process may be what kills it. */
export const MAX_INTERRUPTIONS = 5;

/** Back-off before try n + 1 where the provider names no time: full jitter over BASE * 2^(n-1), at most MAX. */
export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_MAX_MS = 60_000;

/** A person is asked before a run of more lanes than this, or one that may cost more. */
export const ASK_LANES = 50;
export const ASK_USD = 1;

/** Answers to what was said about a run that are kept at hand, the posted ones too: more than a chat that takes one message a second is behind with, also where it stands still for minutes. */
export const MAX_REPLIES = 500;

/** Longest title of a lane on a board, in UTF-16 code units; the prompt keeps the whole text. */
export const MAX_TITLE_CHARS = 80;

/** Characters a token is taken to have where no tokeniser has looked: low on purpose, so that a prompt is never underestimated by much. */
export const CHARS_PER_TOKEN = 3;
