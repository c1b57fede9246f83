import type { OutFile } from '#core/deliver/out-file.ts';
import { fileComment } from '#core/view/file-comment.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { toMrkdwn, toWords } from './escape.ts';

const COMMENT_CHARS = 200;

/** A file of a run. */
export const toFileMessage = (view: RunView, file: OutFile): SlackMessage => ({
  kind: 'file',
  comment: toMrkdwn(toWords(fileComment(view, file.name), COMMENT_CHARS)),
  file,
});
