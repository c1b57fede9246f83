import { FanoutError } from '../errors.ts';
import type { Materials } from '../lanes/materials.ts';
import { CHARS_PER_TOKEN } from '../limits.ts';
import { askInForm, type SideCall } from '../merge/side-call.ts';
import type { Material, Model, ModelCall } from '../ports/model.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { BriefPlan, Term } from './plan.ts';
import { toRequestWords } from './request-words.ts';

export interface MakeBriefDeps {
  readonly model: Model;
  readonly materials: Pick<Materials, 'gather'>;
  ask(call: SideCall): Promise<string>;
}

/** Share of the window that material may fill: what lanes are to agree in shows in its beginning. */
const WINDOW_SHARE = 0.3;
const MAX_TERMS = 30;
const MAX_WORD_CHARS = 80;
const MAX_TONE_CHARS = 500;

const STANDING =
  'You write a short brief for several writers who work on one job and see nothing of each other, so that they agree in words. You do none of the job. You answer with one JSON object.';

const WISH: Readonly<Record<BriefPlan['kind'], string>> = {
  glossary:
    'List the names and terms of the material that must be written the same in every translation: those that stay as they are ("always": true), and say in "tone" in one or two sentences which tone and form of address fits.',
  style:
    'List the terms that every text should use, each with the other ways to write it that should not be used, and say in "tone" in one or two sentences voice, person, tense and spelling.',
};

/**
 * Makes the text that all lanes are given, and appends `run.briefed`. A brief that can't be made keeps no lane from
 * its work: the answer says that there was none.
 */
export async function makeBrief(run: LiveRun, { model, materials, ask }: MakeBriefDeps, signal: AbortSignal): Promise<void> {
  const { plan, request } = run.state();
  if (plan?.brief == null) throw new Error('the plan wants no brief');
  const { kind, sources } = plan.brief;
  try {
    const got = cut(await materials.gather(run.state(), sources), model.windowTokens * WINDOW_SHARE * CHARS_PER_TOKEN);
    // A text that stood in the request is material: a stranger may have written it.
    const words = toRequestWords(request.text, plan.texts);
    const instruction = `The request is: ${words.slice(0, 2_000)}\n\n${WISH[kind]} At most ${MAX_TERMS} terms, only those that matter. Answer as {"tone": "…", "terms": [{"use": "…", "not": ["…"], "always": true}]}.`;
    const call: ModelCall = {
      work: 'write',
      instruction,
      materials: got,
      model: request.model,
      maxOutputTokens: null,
      standing: STANDING,
    };
    const { BRIEF } = await import('./brief-form.ts');
    const { tone, terms } = await askInForm({ ask }, call, BRIEF);
    const known = toKnown(terms);
    await run.append({ type: 'run.briefed', text: toText(toWord(tone, MAX_TONE_CHARS), known), terms: known, note: null });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FanoutError)) throw error;
    const what = kind === 'glossary' ? 'No glossary' : 'No style brief';
    await run.append({
      type: 'run.briefed',
      text: null,
      terms: [],
      note: `${what} was made for the lanes: ${error.userMessage.replace(/\.$/, '')}.`,
    });
  }
}

function cut(materials: readonly Material[], maxChars: number): Material[] {
  const each = Math.floor(maxChars / Math.max(1, materials.length));
  return materials.map((it) => ({ ...it, text: it.text.slice(0, each), picture: null }));
}

/** Words are one line each: what a source smuggled in stays a word. */
const toKnown = (terms: readonly Term[]): Term[] =>
  terms.slice(0, MAX_TERMS).flatMap(({ use, not, always }) => {
    const word = toWord(use, MAX_WORD_CHARS);
    return word === '' ? [] : [{ use: word, not: not.map((it) => toWord(it, MAX_WORD_CHARS)).filter((it) => it !== ''), always }];
  });

const toWord = (text: string, mostChars: number): string => text.replace(/\s+/g, ' ').trim().slice(0, mostChars);

function toText(tone: string, terms: readonly Term[]): string {
  const lines = terms.map(({ use, not, always }) => {
    const instead = not.length === 0 ? '' : ` (not ${not.join(', ')})`;
    return `- ${use}${instead}${always ? ': as it is' : ''}`;
  });
  return [...(tone === '' ? [] : [`Tone: ${tone}`]), ...(lines.length === 0 ? [] : ['Terms:', ...lines])].join('\n');
}
