import type { OutFile } from '#core/deliver/out-file.ts';
import { fileComment, unfiledComment } from '#core/view/file-comment.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { section } from './blocks.ts';
import { toMrkdwn, toWords } from './escape.ts';
import { toTextMessage } from './text-message.ts';

const COMMENT_CHARS = 200;
const UNFILED_CHARS = 400;

/** A file of a run. */
export const toFileMessage = (view: RunView, file: OutFile): SlackMessage => ({
  kind: 'file',
  comment: toMrkdwn(toWords(fileComment(view, file.name), COMMENT_CHARS)),
  file,
});

/** In the thread, where files are refused. */
export function toUnfiledMessage(_view: RunView, names: readonly string[], reason: string): SlackMessage {
  const line = toWords(unfiledComment(names, reason), UNFILED_CHARS);
  return toTextMessage(toMrkdwn(line), [section(line)]);
}
