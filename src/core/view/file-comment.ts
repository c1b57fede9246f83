import { toNeutralLine } from '../text/neutral.ts';
import type { RunView } from './run-view.ts';

const NAME_CHARS = 100;

/** Names that `core/deliver` gives. */
const ABOUT: ReadonlyMap<string, string> = new Map([
  ['answer.md', 'The whole answer'],
  ['table.csv', 'The answer as a table'],
  ['lanes.zip', 'What each lane gave, a file a lane'],
]);

/** What stands with a file of a run: `The whole answer, revision 2.` Neutral. */
export function fileComment({ revision }: RunView, name: string): string {
  const about = ABOUT.get(name) ?? (toNeutralLine(name, NAME_CHARS) || 'file');
  return `${about}${revision > 1 ? `, revision ${revision}` : ''}.`;
}
