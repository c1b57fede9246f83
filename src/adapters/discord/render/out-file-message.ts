import { ComponentType } from 'discord-api-types/v10';
import type { OutFile } from '#core/deliver/out-file.ts';
import { fileComment, unfiledComment } from '#core/view/file-comment.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { toLine } from './escape.ts';

const COMMENT_CHARS = 300;
const UNFILED_CHARS = 400;

/** A file of a run. */
export const toFileMessage = (view: RunView, file: OutFile): DiscordMessage => ({
  kind: 'file',
  comment: toLine(fileComment(view, file.name), COMMENT_CHARS),
  file,
});

/** In the thread, where files are refused. */
export const toUnfiledMessage = (_view: RunView, names: readonly string[], reason: string): DiscordMessage => ({
  kind: 'message',
  components: [{ type: ComponentType.TextDisplay, content: toLine(unfiledComment(names, reason), UNFILED_CHARS) }],
});
