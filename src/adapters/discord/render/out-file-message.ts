import type { OutFile } from '#core/deliver/out-file.ts';
import { fileComment } from '#core/view/file-comment.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { toLine } from './escape.ts';

const COMMENT_CHARS = 300;

/** A file of a run. */
export const toFileMessage = (view: RunView, file: OutFile): DiscordMessage => ({
  kind: 'file',
  comment: toLine(fileComment(view, file.name), COMMENT_CHARS),
  file,
});
