import { z } from 'zod';

const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });

export const plainText = plain;

export const anyText = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

export const ID = z.string().min(1).max(255);

const IMAGE_SOURCE = { image_url: z.string().max(3000).optional(), slack_file: z.record(z.string(), z.unknown()).optional() };

export const IMAGE_FIELDS = { type: z.literal('image'), alt_text: z.string().max(2000), ...IMAGE_SOURCE };

/** Slack's docs, confirmation dialog. */
export const CONFIRM = z.strictObject({
  title: plain(100).optional(),
  text: anyText(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const option = (text: z.ZodType) =>
  z.strictObject({ text, value: z.string().min(1).max(150), description: plain(75).optional(), url: z.string().max(3000).optional() });

/** In selects and overflow menus the text is plain. */
export const PLAIN_OPTION = option(plain(75));

export const OPTION = option(anyText(75));
