import { z } from 'zod';
import type { SlackFileRef } from './ref.ts';

/** A file as Slack's events, messages and `files.info` tell of it (docs.slack.dev, file object); of a file of another workspace it may tell only the id. */
const FILE_OBJECT = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  size: z.number().nullish(),
  mimetype: z.string().nullish(),
  mode: z.string().nullish(),
  is_external: z.boolean().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
type FileObject = z.infer<typeof FILE_OBJECT>;

function accessOf(file: FileObject): SlackFileRef['access'] {
  if (file.mode === 'tombstone' || file.file_access === 'file_not_found') return 'deleted';
  if (file.mode === 'hidden_by_limit') return 'hidden';
  if (file.file_access === 'access_denied') return 'denied';
  if (file.is_external === true || file.mode === 'external') return 'elsewhere';
  return file.file_access === 'check_file_info' ? 'look_up' : 'open';
}

/** Null for what is no file of Slack's. `team` is the workspace that Fanout is installed in, which need not be the file's own. */
export function toFileRef(team: string, object: unknown): SlackFileRef | null {
  const { data: file } = FILE_OBJECT.safeParse(object);
  if (file === undefined) return null;
  const access = accessOf(file);
  // Of a PDF Slack sends `url_private` on to another host, and gives the bytes themselves only at the other address (curie-eng/curie#2718).
  const url = file.url_private_download || file.url_private || null;
  return {
    kind: 'file',
    team,
    fileId: file.id,
    name: file.name || file.title || 'a file without a name',
    size: file.size ?? null,
    mediaType: file.mimetype || null,
    urlPrivate: access === 'look_up' ? null : url,
    access: access === 'open' && url === null ? 'look_up' : access,
  };
}
