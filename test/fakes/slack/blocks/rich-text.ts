import { z } from 'zod';
import { ID } from './text-objects.ts';

const STYLE = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional();

const TEXT = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: STYLE });
const LINK = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1).max(3000),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  style: STYLE,
});

const INLINE = z.discriminatedUnion('type', [
  TEXT,
  LINK,
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style: STYLE }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), style: STYLE }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style: STYLE }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), style: STYLE }),
  z.strictObject({ type: z.literal('team'), team_id: z.string(), style: STYLE }),
  z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), url: z.string().optional(), style: STYLE }),
  z.strictObject({ type: z.literal('color'), value: z.string(), style: STYLE }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string(),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style: STYLE,
  }),
]);

const BORDER = z.union([z.literal(0), z.literal(1)]).optional();
const SECTION = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(INLINE) });

const ELEMENT = z.discriminatedUnion('type', [
  SECTION,
  z.strictObject({
    type: z.literal('rich_text_list'),
    elements: z.array(SECTION).min(1),
    style: z.enum(['bullet', 'ordered']),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border: BORDER,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(INLINE), border: BORDER }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [TEXT, LINK])),
    border: BORDER,
    language: z.string().optional(),
  }),
]);

/** `text` elements carry at least one character: Slack refuses empty ones. */
export const RICH_TEXT = z.strictObject({ type: z.literal('rich_text'), block_id: ID.optional(), elements: z.array(ELEMENT) });
