import { toFields, toFieldsList } from './arguments.ts';
import type { Fields } from './refusal.ts';
import type { Message, Revision } from './world.ts';

const SEQUENCE = /<(!(?:channel|here|everyone)|!subteam\^[A-Z0-9]+|@[A-Z0-9]+|#[A-Z0-9]+)(?:\|[^<>]*)?>/g;
const BARE = /(?<![\p{L}\p{N}_])@(channel|here|everyone)\b/gu;

/** What Slack makes of words that it parses. Escaped brackets are no sequence. */
function inParsed(text: string, parsesNames: boolean): string[] {
  const sequences = [...text.matchAll(SEQUENCE)].map((match) => `<${match[1]}>`);
  const bare = parsesNames ? [...text.matchAll(BARE)].map((match) => `@${match[1]}`) : [];
  return [...sequences, ...bare];
}

function inElement(value: Fields): string[] {
  switch (value.type) {
    case 'user':
      return [`<@${value.user_id}>`];
    case 'usergroup':
      return [`<!subteam^${value.usergroup_id}>`];
    case 'broadcast':
      return [`<!${value.range}>`];
    case 'channel':
      return [`<#${value.channel_id}>`];
    // Names are parsed in mrkdwn unless it is verbatim: Slack's docs, text object.
    case 'mrkdwn':
      return inParsed(String(value.text), value.verbatim !== true);
    case 'markdown':
      return inParsed(String(value.text), true);
    // Nobody has said whether these titles are parsed, so a sequence in one counts.
    case 'plan':
    case 'task_card':
      return inParsed(String(value.title), false);
    default:
      return [];
  }
}

function inTree(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inTree);
  if (typeof value !== 'object' || value === null) return [];
  const fields = toFields(value);
  const tasks = toFieldsList(fields.tasks).flatMap((task) => (task.type === undefined ? inElement({ ...task, type: 'task_card' }) : []));
  return [...inElement(fields), ...tasks, ...Object.values(fields).flatMap(inTree)];
}

const inRevision = ({ text, blocks, attachments, parsesNames }: Revision): string[] => [
  ...inParsed(text, parsesNames),
  ...inTree(blocks),
  ...inTree(attachments),
  ...attachments.flatMap((attachment) => inParsed(String(attachment.text ?? ''), true)),
];

/** Whom a message rouses or links, as sequences: also by a state that has been edited away, for the bell has rung by then. */
export const pingsOf = ({ revisions }: Message): string[] => [...new Set(revisions.flatMap(inRevision))];

const LINK = /https?:\/\/|\bwww\./;

/** There is a link, and nothing forbade a preview of it. */
export const unfurlsOf = ({ revisions, unfurls }: Message): boolean =>
  unfurls && revisions.some(({ text, blocks }) => LINK.test(text) || LINK.test(JSON.stringify(blocks)));
