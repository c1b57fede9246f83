import type { KnownBlock } from '@slack/types';
import type { OutFile } from '#core/deliver/out-file.ts';
import type { Tag } from '#core/ports/poster.ts';

/** A message in Slack's words, as plain data. */
export type SlackMessage =
  | {
      readonly kind: 'message';
      /** What notifications, old clients and screen readers show; a whole sentence, at most 4,000 characters (the limit of `chat.update`). */
      readonly text: string;
      readonly blocks: readonly KnownBlock[];
      /** Where a workspace does not take `blocks` (a kind that it does not know yet); null: there is nothing simpler but the text. */
      readonly simpler: readonly KnownBlock[] | null;
      /** What the agent's status in that thread is once this is posted; null: it stays. */
      readonly session: 'processing' | 'active' | null;
    }
  | { readonly kind: 'file'; readonly comment: string; readonly file: OutFile };

/** How a posted file is found again: Slack takes no metadata with one. */
export const toFileTitle = ({ runId, key }: Tag): string => {
  const [, revision = '', ...name] = key.split(':');
  return `${name.join(':')} (run ${runId}, revision ${revision})`;
};
