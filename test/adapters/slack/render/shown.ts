import type { SlackMessage } from '#adapters/slack/message.ts';
import { toFieldsList } from '#test/fakes/slack/arguments.ts';
import { pingsOf } from '#test/fakes/slack/pings.ts';
import { renderMessage } from '#test/fakes/slack/render.ts';
import type { Message } from '#test/fakes/slack/world.ts';

type Which = 'blocks' | 'simpler';

/** As the fake of Slack would keep it. */
function toPosted(message: SlackMessage, which: Which): Message {
  const { text, blocks } =
    message.kind === 'file' ? { text: message.comment, blocks: [] } : { text: message.text, blocks: toFieldsList(message[which] ?? []) };
  const revision = { atMs: 0, text, blocks, attachments: [], metadata: null, parsesNames: true };
  const it = { ts: '1.0', threadTs: null, from: 'UBOT', botId: 'B1', onlyFor: null };
  return { ...it, files: [], revisions: [revision], unfurls: false, broadcast: false, deletedAtMs: null };
}

/** A message as a person reads it, with every plan open. */
export const toShown = (message: SlackMessage, which: Which = 'blocks'): string => renderMessage(toPosted(message, which));

/** Whom it calls, by the reading of the fake of Slack. */
export const callsOf = (message: SlackMessage): string[] => [
  ...new Set([...pingsOf(toPosted(message, 'blocks')), ...pingsOf(toPosted(message, 'simpler'))]),
];

/** What the notification says. */
export const textOf = (message: SlackMessage): string => (message.kind === 'file' ? message.comment : message.text);
