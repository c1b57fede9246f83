import { z } from 'zod';
import { ACCESSORY, ACTION, CONTEXT_ACTION, IMAGE, INPUT_ELEMENT } from './elements.ts';
import { RICH_TEXT } from './rich-text.ts';
import { anyText, ID, IMAGE_FIELDS, plainText } from './text-objects.ts';

const BLOCK = { block_id: ID.optional() };

const SECTION = z
  .strictObject({
    type: z.literal('section'),
    ...BLOCK,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: ACCESSORY.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'missing required field: text');

const SOURCE = z.strictObject({ type: z.literal('url'), url: z.string().min(1).max(3000), text: z.string().min(1) });

const TASK_FIELDS = {
  ...BLOCK,
  task_id: ID,
  title: z.string().min(1),
  details: RICH_TEXT.optional(),
  output: RICH_TEXT.optional(),
  sources: z.array(SOURCE).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
};

const TASK_CARD = z.strictObject({ type: z.literal('task_card'), ...TASK_FIELDS });

const PLAN = z
  .strictObject({
    type: z.literal('plan'),
    ...BLOCK,
    title: z.string().min(1),
    // Inside a plan the type may be left out: both spellings are seen in use.
    tasks: z
      .array(z.strictObject({ type: z.literal('task_card').optional(), ...TASK_FIELDS }))
      .max(50)
      .optional(),
  })
  .refine(({ tasks = [] }) => new Set(tasks.map(({ task_id }) => task_id)).size === tasks.length, {
    path: ['tasks'],
    error: 'task_id must be unique',
  });

const RAW_TEXT = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const RAW_NUMBER = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) });
const CELL = z.discriminatedUnion('type', [RAW_TEXT, RAW_NUMBER, RICH_TEXT]);
const sameLength = (rows: readonly (readonly unknown[])[]): boolean => rows.every((row) => row.length === rows[0]?.length);

const TABLE = z.strictObject({
  type: z.literal('table'),
  ...BLOCK,
  rows: z.array(z.array(CELL).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }))
    .max(20)
    .optional(),
});

const DATA_TABLE = z
  .strictObject({
    type: z.literal('data_table'),
    ...BLOCK,
    rows: z.array(z.array(CELL).min(1).max(20)).min(2).max(101).refine(sameLength, 'rows must have the same number of cells'),
    caption: z.string().min(1),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(({ rows }) => (rows[0] ?? []).every((cell) => cell.type !== 'rich_text'), {
    path: ['rows', 0],
    error: 'header must not be rich_text',
  });

const SIMPLE = [
  SECTION,
  RICH_TEXT,
  z.strictObject({ type: z.literal('header'), ...BLOCK, text: plainText(150), level: z.int().optional() }),
  z.strictObject({ type: z.literal('divider'), ...BLOCK }),
  z.strictObject({ ...BLOCK, ...IMAGE_FIELDS, title: plainText(2000).optional() }),
  z.strictObject({
    type: z.literal('context'),
    ...BLOCK,
    elements: z
      .array(z.discriminatedUnion('type', [anyText(3000), IMAGE]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), ...BLOCK, elements: z.array(ACTION).min(1).max(25) }),
] as const;

const INPUT = z.strictObject({
  type: z.literal('input'),
  ...BLOCK,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: INPUT_ELEMENT,
});

const ALERT = z.strictObject({
  type: z.literal('alert'),
  ...BLOCK,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const CONTAINER = z.strictObject({
  type: z.literal('container'),
  ...BLOCK,
  title: plainText(150).optional(),
  rich_text_title: RICH_TEXT.optional(),
  subtitle: anyText(150).optional(),
  child_blocks: z
    .array(z.discriminatedUnion('type', [...SIMPLE, TABLE, INPUT]))
    .min(1)
    .max(10),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: IMAGE.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
});

/** Slack's docs, blocks, for messages. */
export const MESSAGE_BLOCK = z.discriminatedUnion('type', [
  ...SIMPLE,
  z.strictObject({ type: z.literal('markdown'), ...BLOCK, text: z.string().min(1).max(12_000) }),
  z.strictObject({ type: z.literal('context_actions'), ...BLOCK, elements: z.array(CONTEXT_ACTION).min(1).max(5) }),
  ALERT,
  CONTAINER,
  DATA_TABLE,
  INPUT,
  PLAN,
  TABLE,
  TASK_CARD,
]);

/** Slack's docs, blocks, for modals and Home: no plan, no table, no context actions. */
export const VIEW_BLOCK = z.discriminatedUnion('type', [...SIMPLE, INPUT, ALERT]);
