import { z } from 'zod';
import { type Fields, SlackRefusal } from './refusal.ts';

const SCALAR = z.union([z.string(), z.number(), z.boolean()]);

/** Values, or one nested level of them: Slack's docs, message metadata. */
const METADATA = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([SCALAR, z.record(z.string(), SCALAR), z.array(SCALAR)])),
});

/** Slack names no size for `metadata_too_large`; this is what Fanout allows itself. */
const MOST_BYTES = 1_024;

export function checkMetadata(value: unknown): Fields | null {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) throw new SlackRefusal('invalid_metadata_format');
  const parsed = METADATA.safeParse(value);
  if (!parsed.success) throw new SlackRefusal('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(value)) > MOST_BYTES) throw new SlackRefusal('metadata_too_large');
  return parsed.data;
}
