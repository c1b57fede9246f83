import { z } from 'zod';
import { type Call, type Method, memberChannel, needScope } from '../call.ts';
import { mayReadFile } from '../file-access.ts';
import { addMessage, checkThread, toFileObject, typed } from '../messages.ts';
import { type Fields, SlackRefusal } from '../refusal.ts';
import type { SlackFile, Upload } from '../world.ts';

const getUploadUrl: Method = (call) => {
  needScope(call, 'files:write');
  const { world, team, args } = call;
  const name = args.optional('filename');
  const length = args.whole('length', 0);
  // An empty file counts as a missing length.
  if (name === null || length === 0) throw new SlackRefusal('missing_argument');
  const fileId = world.nextId('F');
  const ticket = world.nextId('upload');
  world.uploads.set(ticket, { fileId, team: team.seed.id, name, length, state: 'open', bytes: new Uint8Array() });
  return { upload_url: `${world.baseUrl}/upload/v1/${ticket}`, file_id: fileId };
};

const FILES = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

function receivedUpload({ world, team }: Call, id: string): Upload {
  const upload = [...world.uploads.values()].find(({ fileId }) => fileId === id);
  if (upload === undefined || upload.team !== team.seed.id || upload.state !== 'received') throw new SlackRefusal('file_not_found');
  return upload;
}

/** Makes the files and posts the one message that shares them; the answer does not tell its `ts`. */
const completeUpload: Method = (call) => {
  needScope(call, 'files:write');
  const { world, team, args } = call;
  const wanted = FILES.safeParse(args.json('files', 'invalid_arguments'));
  if (!wanted.success) throw new SlackRefusal('invalid_arguments');
  const channelId = args.optional('channel_id');
  const threadTs = args.optional('thread_ts');
  const channel = channelId === null ? null : memberChannel(call, channelId);
  if (channel?.isArchived === true) throw new SlackRefusal('is_archived');
  if (channel !== null) checkThread(channel, threadTs);
  const uploads = wanted.data.map(({ id, title }) => ({ upload: receivedUpload(call, id), title }));
  const files = uploads.map(({ upload, title }): SlackFile => {
    upload.state = 'completed';
    return {
      id: upload.fileId,
      team: upload.team,
      owner: team.seed.botUserId,
      name: upload.name,
      mimetype: 'text/plain',
      access: 'visible',
      isGiven: false,
      title: title ?? upload.name,
      bytes: upload.bytes,
      channel: channel?.id ?? null,
      threadTs,
      shareTs: null,
    };
  });
  for (const file of files) world.files.set(file.id, file);
  if (channel !== null) {
    const content = typed(world.nowMs(), args.optional('initial_comment') ?? '');
    const { botUserId: from, botId } = team.seed;
    const share = addMessage(world, channel, { from, botId, threadTs, files, unfurls: false, content });
    for (const file of files) file.shareTs = share.ts;
  }
  return { files: files.map(({ id, title }) => ({ id, title })) };
};

function toShares(call: Call, file: SlackFile): Fields {
  if (file.channel === null || file.shareTs === null) return {};
  const kind = call.team.channels.get(file.channel)?.isPrivate === true ? 'private' : 'public';
  const share = { ts: file.shareTs, ...(file.threadTs !== null && { thread_ts: file.threadTs }), channel_name: file.channel };
  return { [kind]: { [file.channel]: [share] } };
}

const info: Method = (call) => {
  needScope(call, 'files:read');
  const { world, team, args } = call;
  const file = world.files.get(args.required('file'));
  if (file === undefined || file.team !== team.seed.id) throw new SlackRefusal('file_not_found');
  if (!mayReadFile(team, file) || file.access === 'access_denied') throw new SlackRefusal('file_not_found');
  return { file: { ...toFileObject(world, { ...file, access: 'visible' }), shares: toShares(call, file) } };
};

export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
};
