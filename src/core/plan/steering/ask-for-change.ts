import { FanoutError } from '../../errors.ts';
import { type Asking, askInForm } from '../../merge/side-call.ts';
import type { Material, ModelCall } from '../../ports/model.ts';
import { isDropped, type RunState } from '../../run/state.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { findForeign } from '../planner/foreign.ts';
import { fanStage, shownLanes, typicalOf } from './fan.ts';
import { toAskedWords, toLaneLines, toStageLines } from './run-lines.ts';

/** What a planning model makes of words about a run. Lanes are numbers, 1-based, of lanes that there are. */
export type Told =
  | {
      readonly kind: 'change';
      readonly add: readonly { readonly title: string; readonly prompt: string }[];
      readonly drop: readonly number[];
      /** `all`: of all lanes whose results are shown, those that come later too. */
      readonly amend: { readonly lanes: readonly number[]; readonly all: boolean; readonly words: string } | null;
      readonly retry: readonly number[];
      /** What to say where nothing is to be changed; '' for nothing. */
      readonly reply: string;
    }
  /** About the run or what it gave. */
  | { readonly kind: 'question' }
  /** A job of its own. */
  | { readonly kind: 'request' }
  | { readonly kind: 'talk'; readonly reply: string };

const STANDING = `You are the PLANNER of a run: several lanes, each done by someone who sees nothing of the others. A person says something where the run is shown. You say as one JSON object what that is, and what changes in the plan where it asks for a change. You do none of the work, you answer no question, and you change as little as is asked.`;

const FORM = `Answer as {"kind": "…", "add": [{"title": "…", "prompt": "…"}], "drop": [lane numbers], "amend": {"all": false, "lanes": [lane numbers], "words": "…"}, "retry": [lane numbers], "reply": "…"}, with empty lists and words where there is nothing.

"kind", first of all:
- "change": lanes are to be added, left out, done otherwise, or done again. A wish for how the texts should be ("shorter", "use British spelling") is one, and so is more of the same ("also Korean", "and for Rome?").
- "question": something about this run or what it gave is to be told, and nothing is to be done: "why did 4 fail?", "what did it cost?", "which of them mentions prices?".
- "request": a job of its own, whose result is no part of this run's answer.
- "talk": thanks, a greeting, a remark.

Of a change:
- "add": one for each new lane. "prompt" is its whole instruction, worded as SAMPLE is and in its language; "title" is like the titles in LANES. What is in WISHES joins it by itself.
- "drop": lanes that are to be left out.
- "amend": what lanes are to do otherwise. "all": true where it is meant for every text of the answer, also those to come; else "lanes". "words" says the wish alone, short, in the person's language.
- "retry": lanes that are to be done again as they were: the failed ones, where it says so.
- "reply": one sentence in the person's language, where nothing can be done with lanes; else "".`;

const MAX_WORDS_CHARS = 4_000;
const MAX_SAMPLE_CHARS = 3_000;
const MAX_TITLE_CHARS = 100;
const MAX_ADDED = 200;
const MAX_PROMPT_CHARS = 4_000;
const MAX_AMEND_CHARS = 2_000;
const MAX_REPLY_CHARS = 400;
const MAX_WISHES = 30;

/**
 * Asks the planning model what somebody's words about a run are, and what they change in it. It sees what was asked,
 * how the lanes are and what one of them is asked; never a text that a lane gave, since what it answers can change
 * the
 * plan. Rejects as `ask` does, or with `wrong_output`.
 */
export async function askForChange(words: string, state: RunState, asking: Asking): Promise<Told> {
  const asked = toAskedWords(state);
  const wishes = [...state.corrections, ...state.wishes].slice(-MAX_WISHES);
  const sample = typicalOf(state, fanStage(state))?.prompt ?? '';
  const hole = sample.includes('{item}') ? ' In SAMPLE {item} stands for what the lane is about: name that in its place.' : '';
  const call: ModelCall = {
    work: 'write',
    instruction: [`Somebody says: ${words.slice(0, MAX_WORDS_CHARS).toWellFormed()}`, `${FORM}${hole}`].join('\n\n'),
    materials: [
      toMaterial('REQUEST', 'What the run was asked for', asked),
      toMaterial('LANES', 'The lanes: number, stage, status, title, why it is missing', toLaneLines(state)),
      ...(state.merges.length > 1 ? [toMaterial('STAGES', 'The stages', toStageLines(state))] : []),
      ...(wishes.length === 0
        ? []
        : [toMaterial('WISHES', 'What people wished of all texts so far', wishes.map((it) => `- ${it}`).join('\n'))]),
      ...(sample === '' ? [] : [toMaterial('SAMPLE', 'What one of the lanes is asked', sample.slice(0, MAX_SAMPLE_CHARS))]),
    ],
    model: asking.modelName,
    maxOutputTokens: null,
    standing: STANDING,
  };
  const { CHANGE_FORM } = await import('./change-form.ts');
  const told = toTold(await askInForm(asking, call, CHANGE_FORM), state);
  if (told.kind === 'question' || told.kind === 'request') return told;
  if (told.kind === 'change' && told.add.length > MAX_ADDED)
    throw new FanoutError('wrong_output', `it asks for ${told.add.length} new lanes, and ${MAX_ADDED} is the most at once`);
  // Titles of lanes can come from what a model read: nothing in them may lead out of the run.
  const said = told.kind === 'talk' ? told.reply : [...told.add.flatMap(Object.values), told.amend?.words ?? '', told.reply].join('\n');
  if (findForeign(said, `${words}\n${asked}\n${sample}`) !== null)
    throw new FanoutError('wrong_output', 'the model that plans named an address that nobody here named');
  return told;
}

const toMaterial = (id: string, title: string, text: string): Material => ({ id, title, text, picture: null });

interface Read {
  readonly kind: Told['kind'];
  readonly add: readonly { readonly title: string; readonly prompt: string }[];
  readonly drop: readonly number[];
  readonly amend: { readonly all: boolean; readonly lanes: readonly number[]; readonly words: string };
  readonly retry: readonly number[];
  readonly reply: string;
}

function toTold(read: Read, state: RunState): Told {
  const reply = toNeutralLine(read.reply, MAX_REPLY_CHARS);
  if (read.kind === 'talk') return { kind: 'talk', reply };
  if (read.kind !== 'change') return { kind: read.kind };
  const known = new Set(state.lanes.filter((lane) => !isDropped(lane)).map(({ lane }) => lane));
  const toLanes = (lanes: readonly number[]): number[] => [...new Set(lanes.filter((lane) => known.has(lane)))];
  const { all } = read.amend;
  const words = read.amend.words.trim().slice(0, MAX_AMEND_CHARS);
  const lanes = all ? shownLanes(state) : toLanes(read.amend.lanes);
  return {
    kind: 'change',
    add: read.add.flatMap(({ title, prompt }) => {
      const asked = prompt.trim().slice(0, MAX_PROMPT_CHARS);
      const named = toNeutralLine(title, MAX_TITLE_CHARS);
      return asked === '' ? [] : [{ title: named === '' ? asked : named, prompt: asked }];
    }),
    drop: toLanes(read.drop),
    amend: words === '' || (!all && lanes.length === 0) ? null : { lanes, all, words },
    retry: toLanes(read.retry),
    reply,
  };
}
