import { FanoutError } from '../../errors.ts';
import { type Asking, toMaxChars, toSideCall } from '../../merge/side-call.ts';
import type { Material, ModelCall } from '../../ports/model.ts';
import type { LaneState, RunState } from '../../run/state.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { findForeign } from '../planner/foreign.ts';
import { toAskedWords, toLaneLines, toStageLines } from './run-lines.ts';

const STANDING = `You answer a question about a run that did a job in several lanes, from its record alone. You change nothing and promise nothing: what is to be changed a person says again as a wish. Where the record does not tell, you say so in one sentence and guess nothing. You answer in the language of the question, in plain sentences or short lines without Markdown, in at most 1,200 characters. Name lanes by number and title.`;

/** Longest answer, in UTF-16 code units: what a message of any chat takes. */
const MAX_REPLY_CHARS = 1_500;
const MAX_LINE_CHARS = 600;
const MAX_LINES = 30;
/** Longest part of the answer, or of what lanes gave, that is read; a small window takes less. In UTF-16 code units. */
const MAX_RESULT_CHARS = 60_000;
const MAX_NOTES = 50;
const MAX_WORDS_CHARS = 4_000;

/** Where what a lane gave is to be had, by id. */
type Gather = (ids: readonly string[]) => Promise<readonly Material[]>;

/**
 * Answers a question about a run from its log: what was asked, how each lane ended and why, times, cost, notes, and
 * the answer so far, or where there is none what lanes gave. Several lines at most. Rejects as `ask` does, or with
 * `wrong_output`.
 */
export async function answerQuestion(words: string, state: RunState, asking: Asking, gather: Gather): Promise<string> {
  const maxChars = Math.min(MAX_RESULT_CHARS, Math.floor(toMaxChars(asking) / 2));
  const materials = [
    toMaterial('REQUEST', 'What the run was asked for', toAskedWords(state)),
    toMaterial('RECORD', 'The record of the run', toRecord(state)),
    toMaterial('LANES', 'The lanes: number, stage, status, title, why it is missing, time, tries, model', toLaneLines(state, toFacts)),
    ...(await toResults(state, maxChars, gather)),
  ];
  const call: ModelCall = {
    work: 'answer',
    instruction: `The question: ${words.slice(0, MAX_WORDS_CHARS).toWellFormed()}`,
    materials,
    model: asking.modelName,
    maxOutputTokens: null,
    standing: STANDING,
  };
  const reply = toReply(await asking.ask(toSideCall(call)), [words, ...materials.map(({ text }) => text)].join('\n'));
  if (reply === '') throw new FanoutError('wrong_output', 'the model answered with nothing');
  return reply;
}

const toMaterial = (id: string, title: string, text: string): Material => ({ id, title, text, picture: null });

const toSeconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
const toTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function toRecord(state: RunState): string {
  const { usage, spentUsd, budgetUsd, ended, plan } = state;
  const lines = [
    `run ${state.runId}, asked ${toTime(state.askedAtMs)}`,
    ended === null
      ? 'it goes on'
      : `it ended ${toTime(ended.atMs)} as ${ended.outcome}, ${toSeconds(ended.atMs - state.openedAtMs)} after it was asked or last opened again`,
    `revision of the answer: ${state.revision === 0 ? 'none yet' : state.revision}`,
    `tokens so far: ${usage.inputTokens} read, ${usage.outputTokens} written`,
    `cost so far: ${usage.costUsd === null ? 'a price is not known' : `${usage.costUsd} USD`}${spentUsd > 0 && usage.costUsd === null ? `, estimated at ${spentUsd} USD` : ''}`,
    `budget: ${budgetUsd === null ? 'none' : `${budgetUsd} USD`}`,
    ...(plan === null ? [] : [`why it was cut so: ${toNeutralLine(plan.why, MAX_LINE_CHARS)}`]),
    toStageLines(state),
    ...[...state.corrections, ...state.wishes].map((wish) => `wished of all texts: ${toNeutralLine(wish, MAX_LINE_CHARS)}`),
    ...[...(plan?.notes ?? []), ...(plan?.account ?? []), ...state.notes]
      .slice(-MAX_NOTES)
      .map((note) => `note: ${toNeutralLine(note, MAX_LINE_CHARS)}`),
    ...state.merges.flatMap((merge, index) =>
      merge?.note == null ? [] : [`note of stage ${index + 1}: ${toNeutralLine(merge.note, MAX_LINE_CHARS)}`],
    ),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

const toFacts = (lane: LaneState): string[] => [
  toSeconds(lane.ms),
  `${lane.attempts} ${lane.attempts === 1 ? 'try' : 'tries'}`,
  ...(lane.status === 'done' && lane.model !== null ? [toNeutralLine(lane.model, 80)] : []),
];

/** The answer so far; where there is none, what lanes gave. What does not fit is left out, and that is said. */
async function toResults(state: RunState, maxChars: number, gather: Gather): Promise<Material[]> {
  if (state.answer !== null) return [toMaterial('ANSWER', 'The answer so far', cut(state.answer, maxChars))];
  const done = state.lanes.filter((lane) => lane.status === 'done');
  const few = done.slice(0, Math.max(1, Math.floor(maxChars / 1_000)));
  const given = await gather(few.map(({ lane, starts }) => `L${lane}.${starts}`));
  const share = Math.floor(maxChars / Math.max(1, given.length));
  return given.map((it) => ({ ...it, text: cut(it.text, share), picture: null }));
}

const cut = (text: string, maxChars: number): string =>
  text.length <= maxChars
    ? text
    : `${text.slice(0, maxChars).toWellFormed()}\n(cut here: ${text.length - maxChars} more characters are not shown to you)`;

/** Neutral lines, in which no address stands that is in none of what was read. */
function toReply(text: string, known: string): string {
  const lines = text
    .split('\n')
    .map((line) => toNeutralLine(line, MAX_LINE_CHARS))
    .filter((line) => line !== '')
    .slice(0, MAX_LINES);
  let reply = lines.join('\n');
  for (let foreign = findForeign(reply, known); foreign !== null; foreign = findForeign(reply, known))
    reply = reply.replaceAll(foreign, '[…]');
  return reply.length <= MAX_REPLY_CHARS
    ? reply
    : `${reply
        .slice(0, MAX_REPLY_CHARS - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
