import { type Fields, isSnowflake, toText } from './fields.ts';
import type { Form } from './form.ts';
import { refuse } from './refusal.ts';
import type { DiscordFile, World } from './world.ts';

/** One `files[n]` of a multipart body. */
export interface Part {
  readonly index: number;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export const FILE_BYTES = 10 * 1024 * 1024;
export const REQUEST_BYTES = 25 * 1024 * 1024;
const MAX_FILES = 10;

/** Discord renames what it stores: blanks become underscores, and signs go. */
const cleanName = (name: string): string => name.replaceAll(' ', '_').replace(/[^\p{L}\p{N}._-]/gu, '');

export interface NewFile {
  readonly channelId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string;
  readonly description?: string | null;
  readonly isEphemeral?: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
};

export function storeFile(
  world: World,
  { channelId, name, bytes, contentType, description = null, isEphemeral = false }: NewFile,
): DiscordFile {
  const byName = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''];
  const file: DiscordFile = {
    id: world.nextId(),
    channelId,
    name: cleanName(name) || 'unknown',
    bytes,
    contentType: byName ?? contentType ?? 'application/octet-stream',
    description,
    isEphemeral,
  };
  world.files.set(file.id, file);
  return file;
}

export interface Upload {
  readonly part: Part;
  readonly name: string;
  readonly description: string | null;
}

export interface Attached {
  readonly kept: readonly DiscordFile[];
  readonly added: readonly Upload[];
  readonly names: ReadonlySet<string>;
}

/** `attachments` against the files sent with it, and against those there already. Where it is absent, all stay and all are added. */
export function checkAttachments(form: Form, value: unknown, parts: readonly Part[], old: readonly DiscordFile[]): Attached {
  if (parts.some(({ bytes }) => bytes.length > FILE_BYTES)) throw refuse(40005);
  const whole = (part: Part): Upload => ({ part, name: cleanName(part.name), description: null });
  const done = (kept: readonly DiscordFile[], added: readonly Upload[]): Attached => {
    if (kept.length + added.length > MAX_FILES)
      form.fault('attachments', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_FILES} or fewer in length.`);
    return { kept, added, names: new Set([...kept, ...added].map(({ name }) => name)) };
  };
  if (value === undefined || value === null) return done(value === null ? [] : old, parts.map(whole));
  const kept: DiscordFile[] = [];
  const added: Upload[] = [];
  form.list('attachments', value, 0, MAX_FILES).forEach((entry: Fields, index) => {
    const path = `attachments.${index}`;
    const description = form.text(`${path}.description`, entry.description, { max: 1024 });
    const file = isSnowflake(entry.id) ? old.find(({ id }) => id === entry.id) : undefined;
    const part = parts.find((each) => String(each.index) === String(entry.id));
    if (file !== undefined) kept.push({ ...file, description: description ?? file.description });
    else if (part !== undefined) added.push({ part, name: cleanName(toText(entry.filename) || part.name), description });
    else form.fault(`${path}.id`, 'ATTACHMENT_NOT_FOUND', `Attachment ${String(entry.id)} was not sent and is not in the message`);
  });
  for (const part of parts)
    if (!added.some((upload) => upload.part === part))
      form.fault('attachments', 'ATTACHMENT_NOT_LISTED', `files[${part.index}] is not listed`);
  return done(kept, added);
}

export const storeUploads = (world: World, channelId: string, { kept, added }: Attached, isEphemeral: boolean): DiscordFile[] => [
  ...kept,
  ...added.map(({ part, name, description }) =>
    storeFile(world, { channelId, name, bytes: part.bytes, contentType: part.contentType, description, isEphemeral }),
  ),
];
