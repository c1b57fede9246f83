import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption, SectionBlock } from '@slack/types';
import { z } from 'zod';
import { type Command, toRunCommand } from '#commands/command.ts';
import type { Draft } from '#commands/drafts.ts';
import { MERGE_KINDS, MODES, type SourceRef } from '#core/request.ts';
import { toFileRef } from '../material/file-object.ts';
import { toRef } from '../material/ref.ts';

/** The form for a new run. */
export const RUN_FORM = 'fanout_run_form';

/** Slack's limit for what is typed into one field. */
const MOST_CHARS = 3_000;
const MOST_FILES = 10;
const MOST_CAP = 1_000;

/** What the form knows by itself; at most 3,000 characters as JSON (Slack's `private_metadata`). */
const ABOUT = z.object({
  /** Null: the form asks where. */
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  /** Null: there is nothing more than what is typed. */
  draft: z.string().nullable(),
  back: z.object({ address: z.string(), untilMs: z.number() }).nullable(),
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

/** The form as Slack opens it. */
export function toRunForm(about: About, { request, text, why, material }: Prefilled): ModalView {
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
      element: { type: 'static_select', action_id: 'value', options: merges, initial_option: option('auto', MERGE_WORDS.auto) },
    }),
    field('cap', 'Most lanes at work at once', {
      optional: true,
      element: { type: 'number_input', action_id: 'value', is_decimal_allowed: false, min_value: '1', max_value: String(MOST_CAP) },
    }),
    field('budget', 'It may cost at most, in US dollars', {
      optional: true,
      element: { type: 'number_input', action_id: 'value', is_decimal_allowed: true, min_value: '0.0001' },
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

/** What Slack sends of a submitted form: `values[block][action]`. */
const FIELD = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_conversation: z.string().nullish(),
  files: z.array(z.unknown()).nullish(),
});
const VALUES = z.record(z.string(), z.record(z.string(), FIELD));

export interface Submission {
  readonly command: Extract<Command, { verb: 'run' }>;
  readonly about: About;
  readonly channel: string;
}

/** What was submitted, or which fields are wrong and why, by block. */
export function parseSubmission(
  team: string,
  privateMetadata: string,
  state: unknown,
  getDraft: (id: string) => Draft | null,
): Submission | { readonly errors: Readonly<Record<string, string>> } {
  const about = ABOUT.safeParse(tryJson(privateMetadata));
  const values = VALUES.safeParse(state);
  if (!about.success || !values.success) return { errors: { request: 'This form is of another Fanout: close it and open it again.' } };
  const typed = (block: string) => values.data[block]?.value;
  const request = typed('request')?.value?.trim() ?? '';
  const draft = about.data.draft === null ? { sources: [] } : getDraft(about.data.draft);
  const channel = about.data.channel ?? typed('channel')?.selected_conversation ?? null;
  const mode = MODES.find((it) => it === typed('mode')?.selected_option?.value) ?? 'auto';
  const lines = request
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const budget = toNumber(typed('budget')?.value);
  const cap = toNumber(typed('cap')?.value);
  const errors = {
    ...(request === '' ? { request: 'Say what should be done.' } : {}),
    ...(draft === null
      ? { request: 'Fanout was restarted and lost what this form was about: open it again from the message. What you typed you can copy.' }
      : {}),
    ...(channel === null ? { channel: 'Say where.' } : {}),
    ...(budget !== null && !(budget > 0) ? { budget: 'A number above 0, like 0.50.' } : {}),
    ...(cap !== null && !(Number.isInteger(cap) && cap >= 1 && cap <= MOST_CAP) ? { cap: `A whole number from 1 to ${MOST_CAP}.` } : {}),
  };
  if (channel === null || draft === null || Object.keys(errors).length > 0) return { errors };
  const text = typed('text')?.value?.trim() ?? '';
  const files = (typed('files')?.files ?? []).flatMap((file) => toFileRef(team, file) ?? []);
  const sources = [
    ...draft.sources,
    ...(text === '' ? [] : [{ kind: 'text', title: 'the text', ref: text } as const]),
    ...files.map((file) => ({ kind: 'file', title: file.name, ref: toRef(file) }) as const),
  ];
  const manual = mode === 'manual';
  return {
    about: about.data,
    channel,
    command: {
      ...toRunCommand(manual ? '' : request),
      laneList: manual ? lines : [],
      sources: toSources(sources),
      mode,
      merge: MERGE_KINDS.find((it) => it === typed('merge')?.selected_option?.value) ?? null,
      cap,
      budgetUsd: budget,
    },
  };
}

/** Numbered `S1`, `S2`, … in their order. */
export const toSources = (sources: readonly Pick<SourceRef, 'kind' | 'title' | 'ref'>[]): SourceRef[] =>
  sources.map((source, index) => ({ id: `S${index + 1}`, ...source }));

const toNumber = (value: string | null | undefined): number | null => (value == null || value.trim() === '' ? null : Number(value));

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
