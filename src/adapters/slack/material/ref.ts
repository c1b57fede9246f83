import { z } from 'zod';

/**
 * Whether a file can be fetched, as far as Slack said when its message came.
 *   open     its address is known
 *   look_up  Slack Connect: what it is must be asked for first (`files.info`)
 *   deleted | hidden | denied | elsewhere   never: gone; behind the free plan's limit; not for this app; a link to another service
 */
const ACCESS = ['open', 'look_up', 'deleted', 'hidden', 'denied', 'elsewhere'] as const;

const FILE = z.object({
  kind: z.literal('file'),
  team: z.string(),
  fileId: z.string(),
  /** As people know it. Untrusted. */
  name: z.string(),
  /** Bytes, as Slack says; null where it does not. */
  size: z.number().nullable(),
  mediaType: z.string().nullable(),
  /** Needs the token of the team. Null: ask `files.info`. */
  urlPrivate: z.string().nullable(),
  access: z.enum(ACCESS),
});

const SHAPES = ['whole', 'messages', 'files'] as const;

const THREAD = z.object({
  kind: z.literal('thread'),
  team: z.string(),
  channel: z.string(),
  /** The root's. */
  ts: z.string(),
  /** The mention's own: only what was written before it is read. */
  before: z.string(),
  /** `whole`: a transcript and the files; `messages`: a document for each; `files`: only what is attached. */
  as: z.enum(SHAPES),
});

const REF = z.discriminatedUnion('kind', [FILE, THREAD]);

export type SlackFileRef = z.infer<typeof FILE>;
export type SlackThreadRef = z.infer<typeof THREAD>;
export type SlackRef = z.infer<typeof REF>;

/** What every ref of this adapter begins with, so that `main.ts` can tell whose it is. */
const SLACK_REF_PREFIX = 'slack:';

/** A `SourceRef.ref`. Stored with the request, so it holds no token; `parseRef` must go on reading what was written before. */
export function toRef(ref: SlackRef): string {
  return `${SLACK_REF_PREFIX}${JSON.stringify(ref)}`;
}

/** Null for what `toRef` never wrote. */
export function parseRef(text: string): SlackRef | null {
  if (!text.startsWith(SLACK_REF_PREFIX)) return null;
  try {
    return REF.safeParse(JSON.parse(text.slice(SLACK_REF_PREFIX.length))).data ?? null;
  } catch {
    return null;
  }
}
