import { MessageFlags } from 'discord-api-types/v10';
import { checkMessageComponents } from './components/message-components.ts';
import { checkEmbeds } from './embeds.ts';
import { type Fields, toText } from './fields.ts';
import { createForm, type Form } from './form.ts';
import { checkAllowed, resolveMentions, textsIn } from './mentions.ts';
import { refuse } from './refusal.ts';
import { checkAttachments, type Part, storeUploads } from './uploads.ts';
import type { Channel, Revision, World } from './world.ts';

const CONTENT_CHARS = 2_000;

export interface MessageBody {
  readonly body: Fields;
  readonly parts: readonly Part[];
}

export interface BodyRules {
  readonly authorId: string;
  /** The state before an edit; null: it is new. */
  readonly old: Revision | null;
  /** An answer to a person: its flags may say ephemeral, and without `allowed_mentions` it calls users alone. */
  readonly isAnswer: boolean;
  /** Whether the files are only one person's. */
  readonly isEphemeral: boolean;
}

export interface CheckedBody {
  readonly content: Revision;
  readonly allowed: Fields | null;
}

const SENT = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;
const EDITED = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

/** V2 can be switched on by an edit, and never off. */
function checkFlags(form: Form, value: unknown, old: Revision | null): number {
  const flags = form.integer('flags', value, 0, 2 ** 31 - 1);
  if (old === null) return (flags ?? 0) & SENT;
  const stays = old.flags & (MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications);
  return flags === null ? old.flags : (flags & EDITED) | stays;
}

function refuseLegacy(form: Form, body: Fields, old: Revision | null): void {
  const refused = (field: string): void =>
    form.fault(
      field,
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  const content = body.content === undefined ? (old?.content ?? '') : body.content;
  if (content !== null && content !== '') refused('content');
  const embeds = body.embeds === undefined ? (old?.embeds ?? []) : body.embeds;
  if (Array.isArray(embeds) && embeds.length > 0) refused('embeds');
  for (const field of ['poll', 'sticker_ids', 'stickers']) if (body[field] !== undefined && body[field] !== null) refused(field);
}

/** Checks a whole body against the state before it, and stores its files when nothing is wrong. */
export function checkMessageBody(world: World, channel: Channel, { body, parts }: MessageBody, rules: BodyRules): CheckedBody {
  const { old, authorId, isAnswer, isEphemeral } = rules;
  const form = createForm();
  const flags = checkFlags(form, body.flags, old);
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const attached = checkAttachments(form, body.attachments, parts, old?.files ?? []);
  const allowed = checkAllowed(form, body.allowed_mentions);
  if (isV2) refuseLegacy(form, body, old);
  else form.text('content', body.content, { max: CONTENT_CHARS });
  const content = isV2 ? '' : body.content === undefined ? (old?.content ?? '') : toText(body.content);
  const embeds = isV2 ? [] : body.embeds === undefined ? (old?.embeds ?? []) : checkEmbeds(form, body.embeds);
  // Those of before are right, unless a file that they show has gone.
  const given = body.components === undefined ? old?.components : body.components;
  const components = checkMessageComponents(form, given, isV2, attached.names);
  form.done();
  if (content.trim() === '' && embeds.length === 0 && components.length === 0 && attached.names.size === 0) throw refuse(50006);
  const text = [content, ...textsIn(components)].join('\n');
  const mentions = resolveMentions(world, channel, authorId, text, allowed, isAnswer && old === null);
  const files = storeUploads(world, channel.id, attached, isEphemeral);
  return { content: { atMs: world.nowMs(), content: content.trim(), embeds, components, files, mentions, flags }, allowed };
}
