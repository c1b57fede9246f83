import { VERBS } from './parse.ts';

const EXAMPLES = [
  'translate into 15 languages: Our new phone is out today.',
  'for each of Berlin, Oslo and Porto: three things to see on a rainy day',
  'research the history of tea, then draft a post, then review it',
] as const;

/** What Fanout does and how to say it; plain text, a command a line. */
export function toHelp(prefix: '/' | ''): string {
  const width = Math.max(...VERBS.map((spec) => spec.usage.length)) + prefix.length + 2;
  return [
    'Type a request, and it is cut into independent lanes that run side by side and end in one answer:',
    ...EXAMPLES.map((example) => `  ${example}`),
    '',
    'Commands (a run is named by its id; none: the newest here):',
    ...VERBS.map((spec) => `  ${(prefix + spec.usage).padEnd(width)}${spec.about}`),
  ].join('\n');
}
