import { z } from 'zod';
import { toFields } from '../arguments.ts';
import { type Fields, refuseWith, SlackRefusal } from '../refusal.ts';
import { MESSAGE_BLOCK, VIEW_BLOCK } from './block.ts';
import { ID, plainText } from './text-objects.ts';

const MARKDOWN_CHARS = 12_000;
/** Not in Slack's docs: real refusals were counted between 11,000 and 13,300 (slackapi/bolt-js#2509, #2867), so this takes the lower end, in bytes. */
const ALL_TEXT_BYTES = 11_000;

const BLOCKS = z.array(MESSAGE_BLOCK).max(50);

function wording(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big' && issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
  if (issue.code === 'too_big' && issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
  if (issue.code === 'too_small' && issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing required field';
  if (issue.code === 'invalid_union') return 'unsupported type';
  return issue.message;
}

const complain = (error: z.ZodError, root: string): string[] =>
  error.issues.map((issue) => `[ERROR] ${wording(issue)} [json-pointer:${[root, ...issue.path.map(String)].join('/')}]`);

/** Every string under the keys that carry words. */
function* wordsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* wordsOf(item);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && ['text', 'title', 'caption', 'alt_text', 'fallback'].includes(key)) yield inner;
    else yield* wordsOf(inner);
  }
}

const bytesOf = (value: unknown): number => [...wordsOf(value)].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

function* crossFaults(blocks: readonly Fields[]): Generator<string> {
  const ids = blocks.flatMap(({ block_id }) => (typeof block_id === 'string' ? [block_id] : []));
  if (new Set(ids).size < ids.length) yield '[ERROR] block_id must be unique [json-pointer:/blocks]';
  const count = (type: string): number => blocks.filter((block) => block.type === type).length;
  if (count('plan') > 0 && count('task_card') > 0) yield '[ERROR] plan and task_card can not be combined [json-pointer:/blocks]';
  if (count('plan') > 1) yield '[ERROR] no more than one plan allowed [json-pointer:/blocks]';
  if (count('table') > 1) yield '[ERROR] only one table allowed [json-pointer:/blocks]';
  const cards = blocks.filter(({ type }) => type === 'task_card').map(({ task_id }) => task_id);
  if (new Set(cards).size < cards.length) yield '[ERROR] task_id must be unique [json-pointer:/blocks]';
  if (cards.length > 50) yield '[ERROR] no more than 50 tasks allowed [json-pointer:/blocks]';
  const markdown = blocks.reduce((sum, { type, text }) => sum + (type === 'markdown' ? String(text).length : 0), 0);
  if (markdown > MARKDOWN_CHARS)
    yield `[ERROR] markdown text must be less than ${MARKDOWN_CHARS + 1} characters in all [json-pointer:/blocks]`;
  for (const [index, block] of blocks.entries()) {
    const isTable = block.type === 'table' || block.type === 'data_table';
    if (isTable && bytesOf(block.rows) > 10_000) yield `[ERROR] table text is over 10000 characters [json-pointer:/blocks/${index}]`;
  }
}

/** `capped: false` for a response_url, which takes what `chat.postMessage` finds too long (slackapi/bolt-js#2867). */
export function checkBlocks(value: unknown, capped = true): Fields[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new SlackRefusal('invalid_blocks_format');
  const parsed = BLOCKS.safeParse(value, { reportInput: true });
  if (!parsed.success) throw refuseWith('invalid_blocks', complain(parsed.error, '/blocks'));
  const blocks = value.map(toFields);
  const faults = [...crossFaults(blocks)];
  if (faults.length > 0) throw refuseWith('invalid_blocks', faults);
  if (capped && bytesOf(blocks) > ALL_TEXT_BYTES) throw new SlackRefusal('msg_blocks_too_long');
  return blocks;
}

const VIEW_FIELDS = {
  blocks: z.array(VIEW_BLOCK).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: ID.optional(),
};

const MODAL = z
  .strictObject({
    type: z.literal('modal'),
    ...VIEW_FIELDS,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine(({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'), {
    path: ['submit'],
    error: 'missing required field: a view with input blocks needs submit',
  });

const HOME = z.strictObject({ type: z.literal('home'), ...VIEW_FIELDS });

const VIEW_BYTES = 250_000;

/** Slack's docs, views. Refused with `invalid_arguments`, or `view_too_large`. */
export function checkView(value: unknown, kind: 'modal' | 'home'): Fields {
  if (value === undefined) throw refuseWith('invalid_arguments', ['[ERROR] missing required field: view [json-pointer:/]']);
  if (Buffer.byteLength(JSON.stringify(value)) > VIEW_BYTES) throw new SlackRefusal('view_too_large');
  const parsed = (kind === 'modal' ? MODAL : HOME).safeParse(value, { reportInput: true });
  if (!parsed.success) throw refuseWith('invalid_arguments', complain(parsed.error, '/view'));
  const view = toFields(value);
  const ids = parsed.data.blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
  if (new Set(ids).size < ids.length)
    throw refuseWith('invalid_arguments', ['[ERROR] block_id must be unique [json-pointer:/view/blocks]']);
  return view;
}
