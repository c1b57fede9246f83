import { toNeutralLine } from '../text/neutral.ts';
import type { RunView } from './run-view.ts';

const NAME_CHARS = 100;

/** Names that `core/deliver` gives. */
const ABOUT: ReadonlyMap<string, string> = new Map([
  ['answer.md', 'The whole answer'],
  ['table.csv', 'The answer as a table'],
  ['lanes.zip', 'What each lane gave, a file a lane'],
]);

/** One of several tables, named by its stage. */
const TABLE = /^table \d+ .*\.csv$/;

/** What stands with a file of a run: `The whole answer, revision 2.` Neutral. */
export function fileComment({ revision }: RunView, name: string): string {
  const about =
    ABOUT.get(name) ?? (TABLE.test(name) ? 'One of the tables of the answer' : null) ?? (toNeutralLine(name, NAME_CHARS) || 'file');
  return `${about}${revision > 1 ? `, revision ${revision}` : ''}.`;
}

/**
 * That files could not be added: `answer.md could not be added here (…).` Neutral; how else to get at them is the
 * platform's to say.
 */
export function unfiledComment(names: readonly string[], reason: string): string {
  const which = names.map((name) => toNeutralLine(name, NAME_CHARS)).join(', ');
  const why = toNeutralLine(reason, NAME_CHARS);
  return `${which} could not be added here${why === '' ? '' : ` (${why})`}. Everything is kept: \`show\` has it, lane by lane.`;
}
