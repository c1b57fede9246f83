import { z } from 'zod';

const PLACE = z.object({ channel: z.string(), message: z.string() });

const REF = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('attachment'),
    /** The signed address of the CDN; it expires after a day or so. */
    url: z.string(),
    /** Bytes, as Discord says. */
    size: z.number(),
    /** Where it is attached, so that an expired address can be asked for anew; null for what was given to a command. */
    message: PLACE.extend({ attachment: z.string() }).nullable(),
  }),
  /** One message, with what is attached to it. */
  z.object({ kind: z.literal('message') }).extend(PLACE.shape),
  /** What was said in a channel before that message. */
  z.object({ kind: z.literal('talk'), as: z.enum(['whole', 'messages', 'files']) }).extend(PLACE.shape),
]);
export type DiscordRef = z.infer<typeof REF>;
export type AttachmentRef = Extract<DiscordRef, { kind: 'attachment' }>;
export type TalkRef = Extract<DiscordRef, { kind: 'talk' }>;

/** What every ref of this adapter begins with, so that it can be told whose it is. */
const PREFIX = 'discord:';

/** A `SourceRef.ref`; `parseRef` must go on reading what was written before. */
export const toRef = (ref: DiscordRef): string => `${PREFIX}${JSON.stringify(ref)}`;

/** Null for what `toRef` never wrote. */
export function parseRef(text: string): DiscordRef | null {
  if (!text.startsWith(PREFIX)) return null;
  try {
    return REF.safeParse(JSON.parse(text.slice(PREFIX.length))).data ?? null;
  } catch {
    return null;
  }
}
