import { z } from 'zod';
import { type Command, toRunCommand } from '#commands/command.ts';
import type { Draft } from '#commands/drafts.ts';
import { parseRequest } from '#commands/parse.ts';
import { toSources } from '#commands/read-message.ts';
import { MERGE_KINDS, MODES } from '#core/request.ts';
import { toFileRef } from '../material/file-object.ts';
import { toRef } from '../material/ref.ts';
import { ABOUT, type About, CARD, MOST_CAP } from './run-form.ts';

/** What Slack sends of a submitted form: `values[block][action]`. */
const FIELD = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
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
  // A list is taken line by line, as it stands.
  const manual = mode === 'manual';
  const said = manual ? toRunCommand('') : parseRequest(request);
  const lines = request
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const budget = toNumber(typed('budget')?.value);
  const cap = toNumber(typed('cap')?.value);
  const errors = {
    ...(said.verb === 'usage' ? { request: said.problem } : {}),
    ...(request === '' ? { request: 'Say what should be done.' } : {}),
    ...(draft === null
      ? { request: 'Fanout was restarted and lost what this form was about: open it again from the message. What you typed you can copy.' }
      : {}),
    ...(channel === null ? { channel: 'Say where.' } : {}),
    ...(budget !== null && !(budget > 0) ? { budget: 'A number above 0, like 0.50.' } : {}),
    ...(cap !== null && !(Number.isInteger(cap) && cap >= 1 && cap <= MOST_CAP) ? { cap: `A whole number from 1 to ${MOST_CAP}.` } : {}),
  };
  if (channel === null || draft === null || said.verb === 'usage' || Object.keys(errors).length > 0) return { errors };
  const text = typed('text')?.value?.trim() ?? '';
  const files = (typed('files')?.files ?? []).flatMap((file) => toFileRef(team, file) ?? []);
  const sources = [
    ...draft.sources,
    ...(text === '' ? [] : [{ kind: 'text', title: 'the text', ref: text } as const]),
    ...files.map((file) => ({ kind: 'file', title: file.name, ref: toRef(file) }) as const),
  ];
  const merge = MERGE_KINDS.find((it) => it === typed('merge')?.selected_option?.value) ?? null;
  return {
    about: about.data,
    channel,
    command: {
      ...said,
      laneList: manual ? lines : [],
      sources: toSources(sources),
      mode,
      merge: merge ?? said.merge,
      cap: cap ?? said.cap,
      budgetUsd: budget ?? said.budgetUsd,
      card: said.card || (typed('card')?.selected_options ?? []).some(({ value }) => value === CARD.value),
      quorum: said.quorum ?? about.data.typed?.quorum ?? null,
      deadlineMs: said.deadlineMs ?? about.data.typed?.deadlineMs ?? null,
    },
  };
}

const toNumber = (value: string | null | undefined): number | null => (value == null || value.trim() === '' ? null : Number(value));

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
