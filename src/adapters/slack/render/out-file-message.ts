import type { OutFile } from '#core/deliver/out-file.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { toMrkdwn, toWords } from './escape.ts';

const NAME_CHARS = 100;

/** A file of a run. */
export function toFileMessage({ revision }: RunView, file: OutFile): SlackMessage {
  const name = toWords(file.name, NAME_CHARS) || 'file';
  const comment = `${ABOUT.get(file.name) ?? name}${revision > 1 ? `, revision ${revision}` : ''}.`;
  return { kind: 'file', comment: toMrkdwn(comment), file };
}

/** Names that `core/deliver` gives. */
const ABOUT: ReadonlyMap<string, string> = new Map([
  ['answer.md', 'The whole answer'],
  ['table.csv', 'The answer as a table'],
  ['lanes.zip', 'What each lane gave, a file a lane'],
]);
