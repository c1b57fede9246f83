import { type NameOf, unescapeSlack } from './unescape.ts';

/** The parts of a message that hold text; blocks and attachments as Slack sent them. */
export interface MessageContent {
  /** Of an app's message: its `text` may be only what a notification says. */
  readonly bot_id?: string | undefined;
  readonly text?: string | undefined;
  readonly blocks?: readonly unknown[] | undefined;
  readonly attachments?: readonly unknown[] | undefined;
}

/** Longest text taken out of the blocks of one message: as much as `text` may have. In UTF-16 code units. */
const MAX_CHARS = 40_000;
/** Blocks nest six deep at most (an attachment with a list with a section); what is deeper is nobody's text. */
const MAX_DEPTH = 10;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const toList = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
const joined = (pieces: readonly string[], by: string): string => pieces.filter((piece) => piece.trim() !== '').join(by);

/** The running text of rich text: plain, so nothing in it is escaped. */
function inline(element: Fields, nameOf: NameOf): string {
  const { type, text, url, user_id: user, name, range, fallback } = element;
  if (type === 'link') return toText(text) === '' || text === url ? toText(url) : `${toText(text)} (${toText(url)})`;
  if (type === 'user') return `@${nameOf(toText(user)) ?? 'someone'}`;
  if (type === 'usergroup') return '@a group';
  if (type === 'channel') return '#a channel';
  if (type === 'broadcast') return `@${toText(range)}`;
  if (type === 'emoji') return `:${toText(name)}:`;
  return type === 'date' ? toText(fallback) : toText(text);
}

/** What is written in a block, or in a part of one. */
function flatten(node: Fields, nameOf: NameOf, depth: number): string {
  if (depth > MAX_DEPTH) return '';
  const inner = (value: unknown, by: string): string =>
    joined(
      toList(value).map((each) => flatten(each, nameOf, depth + 1)),
      by,
    );
  const { type, text, elements } = node;
  switch (type) {
    case 'mrkdwn':
      return unescapeSlack(toText(text), nameOf);
    case 'plain_text':
    case 'raw_text':
    case 'markdown':
      return toText(text);
    case 'rich_text':
      return inner(elements, '\n');
    case 'rich_text_section':
    case 'rich_text_quote':
      return toList(elements)
        .map((element) => inline(element, nameOf))
        .join('');
    case 'rich_text_preformatted':
      return `\`\`\`\n${toList(elements)
        .map((element) => inline(element, nameOf))
        .join('')}\n\`\`\``;
    case 'rich_text_list':
      return toList(elements)
        .map((element, index) => `${node.style === 'ordered' ? `${index + 1}.` : '-'} ${flatten(element, nameOf, depth + 1)}`)
        .join('\n');
    case 'section':
    case 'header':
      return joined([isFields(text) ? flatten(text, nameOf, depth + 1) : '', inner(node.fields, '\n')], '\n');
    case 'context':
      return inner(elements, ' ');
    case 'table':
      return (Array.isArray(node.rows) ? node.rows : []).map((row: unknown) => inner(row, ' | ')).join('\n');
    case 'plan':
      return joined([toText(node.title), inner(node.tasks, '\n')], '\n');
    case 'task_card':
      return joined([toText(node.title), inner([node.details, node.output], ' ')], ': ');
    case 'image':
      return toText(node.alt_text);
    default:
      return '';
  }
}

/** A forwarded message, what a link shows, or what an app attached. */
function flattenAttachment(attachment: Fields, nameOf: NameOf): string {
  const say = (value: unknown): string => unescapeSlack(toText(value), nameOf);
  const fields = toList(attachment.fields).map(({ title, value }) => joined([say(title), say(value)], ': '));
  const blocks = toList(attachment.blocks).map((block) => flatten(block, nameOf, 1));
  const own = joined([say(attachment.pretext), say(attachment.title), say(attachment.text), ...fields, ...blocks], '\n');
  return own === '' ? say(attachment.fallback) : own;
}

const isForwarded = ({ is_share: shared, is_msg_unfurl: unfurled }: Fields): boolean => shared === true || unfurled === true;

/** A message as people read it: a person's text, an app's blocks, else the other of the two; with what was forwarded in it, and what an app attached where it says nothing else. At most 40,000 characters. */
export function toMessageText({ bot_id: app, text = '', blocks, attachments }: MessageContent, nameOf: NameOf): string {
  const shown = (): string =>
    joined(
      toList(blocks).map((block) => flatten(block, nameOf, 0)),
      '\n',
    );
  const typed = unescapeSlack(text, nameOf);
  const ways = app === undefined ? [() => typed, shown] : [shown, () => typed];
  const said = ways.reduce((found, way) => (found.trim() === '' ? way() : found), '');
  const added = toList(attachments).filter((attachment) => said === '' || isForwarded(attachment));
  return joined([said, ...added.map((attachment) => flattenAttachment(attachment, nameOf))], '\n')
    .trim()
    .slice(0, MAX_CHARS);
}
