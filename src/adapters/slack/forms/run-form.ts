import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption, SectionBlock } from '@slack/types';
import { z } from 'zod';
import type { Command } from '#commands/command.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';

/** The form for a new run. */
export const RUN_FORM = 'fanout_run_form';

/** Slack's limit for what is typed into one field. */
const MOST_CHARS = 3_000;
const MOST_FILES = 10;
export const MOST_CAP = 1_000;
const LEAST_USD = 0.0001;

/** What the form knows by itself; at most 3,000 characters as JSON (Slack's `private_metadata`). */
export const ABOUT = z.object({
  /** Null: the form asks where. */
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  /** Null: there is nothing more than what is typed. */
  draft: z.string().nullable(),
  back: z.object({ address: z.string(), untilMs: z.number() }).nullable(),
  /** What was typed as a command beside the words of the request, and has no field here. */
  typed: z.object({ quorum: z.number().nullable(), deadlineMs: z.number().nullable() }).nullish(),
});
export type About = z.infer<typeof ABOUT>;

export interface Prefilled {
  readonly request: string;
  /** At most 3,000 characters: a longer one belongs to the draft. */
  readonly text: string;
  /** Why it was opened, where not by wish. */
  readonly why: string | null;
  /** Titles of what came with it. */
  readonly material: readonly string[];
  /** What was typed beside the words of the request. Default: nothing. */
  readonly typed?: Pick<Extract<Command, { verb: 'run' }>, 'card' | 'cap' | 'budgetUsd' | 'merge'>;
}

const MODE_WORDS: Readonly<Record<(typeof MODES)[number], string>> = {
  auto: 'Fanout picks',
  simple: 'One call',
  manual: 'One lane for each line of the request',
  orchestrate: 'Plan it in stages',
};
const MERGE_WORDS: Readonly<Record<(typeof MERGE_KINDS)[number] | 'auto', string>> = {
  auto: 'What follows from the request',
  ordered: 'One after another, as asked',
  digest: 'One digest of all',
  table: 'A table',
  dedupe: 'One list without repeats',
  vote: 'What most of them say',
  best: 'The best of them',
};

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
const option = (value: string, text: string): PlainTextOption => ({ value, text: plain(text) });

export const CARD = option('card', 'Show the plan first');

const initial = (value: number | null): { readonly initial_value?: string } => (value === null ? {} : { initial_value: String(value) });

/** The form as Slack opens it. */
export function toRunForm(about: About, { request, text, why, material, typed }: Prefilled): ModalView {
  const { card = false, cap = null, budgetUsd = null, merge: typedMerge } = typed ?? {};
  const first = typedMerge ?? 'auto';
  const modes = MODES.map((mode) => option(mode, MODE_WORDS[mode]));
  const merges = (['auto', ...MERGE_KINDS] as const).map((merge) => option(merge, MERGE_WORDS[merge]));
  const blocks: KnownBlock[] = [
    ...(why === null ? [] : [say(why)]),
    field('request', 'What should be done?', {
      hint: 'Like “translate into German, French and Polish” or “summarize each of these, then one digest”.',
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        max_length: MOST_CHARS,
        ...(request === '' ? { focus_on_load: true } : { initial_value: request.slice(0, MOST_CHARS) }),
      },
    }),
    ...(material.length === 0 ? [] : [say(`With it: ${material.join(', ')}`)]),
    field('text', 'The text it is about', {
      optional: true,
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        max_length: MOST_CHARS,
        ...(text === '' ? {} : { initial_value: text }),
      },
    }),
    field('files', 'Files', { optional: true, element: { type: 'file_input', action_id: 'value', max_files: MOST_FILES } }),
    ...(about.channel === null ? [CHANNEL] : []),
    field('mode', 'How to cut it', {
      element: { type: 'static_select', action_id: 'value', options: modes, initial_option: option('auto', MODE_WORDS.auto) },
    }),
    field('merge', 'How the results become one answer', {
      element: { type: 'static_select', action_id: 'value', options: merges, initial_option: option(first, MERGE_WORDS[first]) },
    }),
    field('cap', 'Most lanes at work at once', {
      optional: true,
      element: {
        type: 'number_input',
        action_id: 'value',
        is_decimal_allowed: false,
        min_value: '1',
        max_value: String(MOST_CAP),
        ...initial(cap && Math.min(cap, MOST_CAP)),
      },
    }),
    field('budget', 'It may cost at most, in US dollars', {
      optional: true,
      element: {
        type: 'number_input',
        action_id: 'value',
        is_decimal_allowed: true,
        min_value: String(LEAST_USD),
        ...initial(budgetUsd && Math.max(budgetUsd, LEAST_USD)),
      },
    }),
    field('card', 'Before it begins', {
      optional: true,
      element: { type: 'checkboxes', action_id: 'value', options: [CARD], ...(card ? { initial_options: [CARD] } : {}) },
    }),
  ];
  return {
    type: 'modal',
    callback_id: RUN_FORM,
    title: plain('New fan-out'),
    submit: plain('Run'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(about),
    blocks,
  };
}

interface Field {
  readonly element: InputBlock['element'];
  readonly hint?: string;
  readonly optional?: boolean;
}

const field = (id: string, label: string, { element, hint, optional = false }: Field): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  optional,
  element,
  ...(hint === undefined ? {} : { hint: plain(hint) }),
});

const say = (text: string): SectionBlock => ({ type: 'section', text: plain(text.slice(0, MOST_CHARS)) });

const CHANNEL = field('channel', 'Where', {
  hint: 'Fanout answers there in a thread; it has to be a member.',
  element: {
    type: 'conversations_select',
    action_id: 'value',
    default_to_current_conversation: true,
    response_url_enabled: true,
    filter: { include: ['public', 'private', 'im', 'mpim'] },
  },
});
