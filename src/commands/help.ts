import { VERBS } from './parse.ts';

/** How people speak to Fanout in a chat. */
export interface Addressing {
  /** Goes before a command: `/fanout `. */
  readonly command: string;
  /**
   * Goes before what is said to Fanout among people, a request or a command: `@Fanout `; empty where all that is
   * typed is said to it.
   */
  readonly mention: string;
  /** What else one has to know to be heard; null: nothing. */
  readonly note: string | null;
}

const EXAMPLES = [
  'translate into 15 languages: Our new phone is out today.',
  'for each of Berlin, Oslo and Porto: three things to see on a rainy day',
  'research the history of tea, then draft a post, then review it',
] as const;

const STEERING =
  'To change a run, say so where it is shown: "also Korean", "drop lane 3", "shorter", "only the ones that failed". Questions about it are answered there, too.';

/** Where a slash tells commands apart nothing has to. */
const AS_REQUEST = 'A request that begins with one of these words? Begin it with run: as in "run: help me name 3 cats".';

/** What Fanout does and how to say it; plain text, a command a line. */
export function toHelp({ command, mention, note }: Addressing): string {
  const width = Math.max(...VERBS.map((spec) => spec.usage.length)) + command.length + 2;
  const more = [...(note === null ? [] : [note]), ...(mention === '' ? [] : [AS_REQUEST])];
  return [
    'Type a request, and it is cut into independent lanes that run side by side and end in one answer:',
    ...EXAMPLES.map((example) => `  ${mention}${example}`),
    '',
    `To see the plan, its cost and its lanes first, begin with plan: as in "${mention}plan: ${EXAMPLES[0]}"`,
    STEERING,
    '',
    `Commands (a run is named by its id; none: the newest here${mention === '' ? '' : ', in a thread its own'}):`,
    ...VERBS.map((spec) => `  ${(command + spec.usage).padEnd(width)}${spec.about}`),
    ...(more.length === 0 ? [] : ['', ...more]),
  ].join('\n');
}
