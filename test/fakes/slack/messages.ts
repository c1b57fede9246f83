import { type Arguments, toFieldsList } from './arguments.ts';
import { checkBlocks } from './blocks/check.ts';
import { checkMetadata } from './metadata.ts';
import { type Fields, refuseWith, SlackRefusal } from './refusal.ts';
import { type Channel, type Message, newest, type Revision, type SlackFile, type Team, type World } from './world.ts';

const TRUNCATED_CHARS = 40_000;
const MARKDOWN_TEXT_CHARS = 12_000;

export const findMessage = (channel: Channel, ts: string): Message | null =>
  channel.messages.find((message) => message.ts === ts && message.deletedAtMs === null) ?? null;

export const repliesTo = (channel: Channel, ts: string): Message[] =>
  channel.messages.filter((message) => message.threadTs === ts && message.deletedAtMs === null && message.onlyFor === null);

/** A thread hangs on a root that is still there; a reply is no root. */
export function checkThread(channel: Channel, threadTs: string | null): void {
  if (threadTs === null) return;
  if (!/^\d{10}\.\d{6}$/.test(threadTs)) throw new SlackRefusal('invalid_thread_ts');
  const root = findMessage(channel, threadTs);
  if (root === null || root.onlyFor !== null) throw new SlackRefusal('thread_not_found');
  if (root.threadTs !== null) throw new SlackRefusal('cannot_reply_to_message');
}

const parsesNames = (args: Arguments, parse: string): boolean =>
  (args.optional('parse') ?? parse) !== 'none' || args.flag('link_names', false);

/** `capped`: see `checkBlocks`. `parse`: what the method takes where none is sent. */
export interface ContentRules {
  readonly parse: 'none' | 'client';
  readonly capped: boolean;
}

/** The content that a call describes; `no_text` where it describes none. */
export function readContent(args: Arguments, atMs: number, rules: ContentRules): Revision {
  const parse = args.optional('parse');
  if (parse !== null && !['none', 'full', 'client'].includes(parse)) {
    throw refuseWith('invalid_arguments', ['[ERROR] invalid parse [json-pointer:/parse]']);
  }
  const markdown = args.optional('markdown_text');
  const sent = checkBlocks(args.json('blocks', 'invalid_blocks_format'), rules.capped);
  const blocks = markdown === null ? sent : [{ type: 'markdown', text: markdown }];
  const attachments = toFieldsList(args.json('attachments', 'invalid_attachments'));
  if (attachments.length > 100) throw new SlackRefusal('too_many_attachments');
  for (const attachment of attachments) checkBlocks(attachment.blocks, rules.capped);
  const text = args.optional('text');
  if (markdown !== null && (text !== null || sent.length > 0)) throw new SlackRefusal('markdown_text_conflict');
  if (markdown !== null && markdown.length > MARKDOWN_TEXT_CHARS) throw new SlackRefusal('msg_too_long');
  if (text === null && blocks.length === 0 && attachments.length === 0) throw new SlackRefusal('no_text');
  return {
    atMs,
    text: (text ?? '').slice(0, TRUNCATED_CHARS),
    // A block without an id gets another one at every edit, as on Slack: what was unfolded in it folds up.
    blocks: blocks.map((block) => ({ block_id: crypto.randomUUID().slice(0, 5), ...block })),
    attachments,
    metadata: checkMetadata(args.json('metadata', 'invalid_metadata_format')),
    parsesNames: parsesNames(args, rules.parse),
  };
}

export interface NewMessage {
  readonly from: string;
  readonly botId?: string | null;
  readonly threadTs?: string | null;
  readonly onlyFor?: string | null;
  readonly files?: SlackFile[];
  readonly unfurls?: boolean;
  readonly broadcast?: boolean;
  readonly content: Revision;
}

export function addMessage(world: World, channel: Channel, message: NewMessage): Message {
  const { botId = null, threadTs = null, onlyFor = null, files = [], unfurls = true, broadcast = false } = message;
  const added: Message = {
    ts: world.nextTs(),
    threadTs,
    from: message.from,
    botId,
    onlyFor,
    files,
    revisions: [message.content],
    unfurls,
    broadcast,
    deletedAtMs: null,
  };
  channel.messages.push(added);
  world.changed();
  return added;
}

/** What a person wrote: nothing to check. */
export const typed = (atMs: number, text: string): Revision => ({
  atMs,
  text,
  blocks: [],
  attachments: [],
  metadata: null,
  parsesNames: true,
});

const toWholeFile = (world: World, file: SlackFile): Fields => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.name.split('.').at(-1) ?? '',
  size: file.bytes.length,
  mode: 'hosted',
  user: file.owner,
  user_team: file.team,
  is_external: false,
  file_access: 'visible',
  url_private: `${world.baseUrl}/files-pri/${file.team}-${file.id}/${encodeURIComponent(file.name)}`,
  url_private_download: `${world.baseUrl}/files-pri/${file.team}-${file.id}/download/${encodeURIComponent(file.name)}`,
});

/** A file that this app must ask for first is only a name. */
export const toFileObject = (world: World, file: SlackFile): Fields =>
  file.access === 'visible' ? toWholeFile(world, file) : { id: file.id, mode: 'file_access', file_access: file.access };

/** What stands at the head of a thread whose root was deleted. */
const toTombstone = ({ ts }: Message): Fields => ({
  type: 'message',
  subtype: 'tombstone',
  text: 'This message was deleted.',
  user: 'USLACKBOT',
  hidden: true,
  ts,
  thread_ts: ts,
});

/** As the Web API and events give it; metadata only where it was asked for. */
export function toMessageObject(world: World, team: Team, channel: Channel, message: Message, withMetadata = false): Fields {
  if (message.deletedAtMs !== null) return toTombstone(message);
  const { text, blocks, attachments, metadata } = newest(message);
  const replies = repliesTo(channel, message.ts);
  return {
    type: 'message',
    ...(message.files.length > 0 && { files: message.files.map((file) => toFileObject(world, file)) }),
    user: message.from,
    ...(message.botId !== null && { bot_id: message.botId, app_id: team.seed.appId }),
    team: team.seed.id,
    ts: message.ts,
    text,
    ...(blocks.length > 0 && { blocks }),
    ...(attachments.length > 0 && { attachments }),
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(replies.length > 0 && { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }),
    ...(message.revisions.length > 1 && { edited: { user: message.from, ts: message.ts } }),
    ...(withMetadata && metadata !== null && { metadata }),
  };
}
