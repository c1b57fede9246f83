import { FanoutError } from '../../errors.ts';
import type { ModelCall } from '../../ports/model.ts';
import type { Request } from '../../request.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { languageNames } from '../form/language-names.ts';
import type { Form } from '../form/read-form.ts';
import type { CutText, KnownSource, Plan, PlanDeps, Planned } from '../plan.ts';
import { toQuestion } from '../question.ts';
import { workOf } from '../work.ts';
import { PLANNER_FORM, type PlannerAnswer } from './answer.ts';
import { cutTexts, withoutCuts } from './cut-text.ts';
import { isWholeShown, type PlannerView, type Refused, toPartName, toPlannerCall } from './planner-call.ts';
import { isOutOfPlace, withReason } from './said.ts';
import { type Settled, settle, toCannot, withSaid } from './settle.ts';

/** A request that form did not decide, and what may be known of its material. */
export interface PlannerAsk {
  readonly request: Request;
  readonly form: Form;
  readonly sources: readonly KnownSource[];
  /** How many headings a source has, by its id, where that is known. */
  readonly headings?: Readonly<Record<string, number>>;
}

export interface PlannerDeps extends PlanDeps {
  /**
   * A call beside lanes: kept by `part`, so that it is never paid twice. Rejects with `FanoutError`, or with the
   * reason of an abort.
   */
  ask(call: { readonly part: string; readonly call: ModelCall }): Promise<string>;
  /** Null: the adapter's default. */
  readonly model: string | null;
  /** Of the default. Default: not known. */
  readonly name?: string | null;
  /** What form has made of it: taken where the planner gives nothing that can be used. */
  fallback(): Promise<Planned>;
  /** The request as one call. */
  oneCall(): Promise<Planned>;
}

/** The first answer and one that mends it. */
const MAX_CALLS = 2;
const MAX_QUESTION_CHARS = 300;

const change = (planned: Planned, toPlan: (plan: Plan) => Plan): Planned =>
  planned.kind === 'plan' ? { kind: 'plan', plan: toPlan(planned.plan) } : planned;

/** The plan by form, with why it is not the planner's: in the answer too, since nobody has read the sentence. */
const withoutPlanner = (planned: Planned, reason: string): Planned =>
  change(planned, (plan) => ({ ...plan, account: [...(plan.account ?? []), `${reason}, so it was cut by its form alone.`] }));

/** What the request is without the texts that stand in it: only that is the person's own word. */
interface Told {
  readonly words: string;
  readonly texts: readonly CutText[];
}

/** What the planner said of texts in the request, cut out of it; or what it must mend. */
function readTexts(answer: PlannerAnswer, { form }: PlannerAsk): Told | { readonly problems: readonly string[] } {
  if (form.plain) return { words: form.words, texts: form.texts };
  const { cuts, problems } = cutTexts(form.words, answer.texts);
  if (problems.length > 0) return { problems };
  return { words: withoutCuts(form.words, cuts), texts: cuts.map(({ id, title, text }) => ({ id, title, text })) };
}

/**
 * Has a planning model read a request that form did not decide. It sees the request and what can be known of the
 * files without reading them; what it answers is held against both by code, repaired once,
 * and where it can't be used the plan by form is taken, and the answer says so. Rejects only with what `ask` rejects
 * with that is no failure of the call, as an abort.
 */
export async function planByModel(asking: PlannerAsk, deps: PlannerDeps): Promise<Planned> {
  const { request, form, sources, headings = {} } = asking;
  const { maxLanes, maxMaterialChars, model } = deps;
  const orchestrate = request.mode === 'orchestrate';
  const { words, texts, list } = form;
  const view: PlannerView = { words, sources, texts, list, headings, orchestrate, maxLanes, maxMaterialChars, model };
  let refused: Refused | null = null;
  for (let nth = 1; nth <= MAX_CALLS; nth++) {
    const call = toPlannerCall(view, refused);
    let said: string;
    try {
      said = await deps.ask({ part: toPartName(nth, call), call });
    } catch (error) {
      if (!(error instanceof FanoutError) || error.code === 'run_cancelled') throw error;
      return withoutPlanner(await deps.fallback(), `The planner could not be asked (${error.userMessage.replace(/\.$/, '')})`);
    }
    const settled = await settleAnswer(said, asking, nth < MAX_CALLS, deps);
    if (settled.kind !== 'problems') return settled;
    refused = { answer: said, problems: settled.problems };
  }
  return withoutPlanner(await deps.fallback(), 'The planner’s answer could not be used');
}

type Answered = Planned | Extract<Settled, { readonly kind: 'problems' }>;

async function settleAnswer(said: string, asking: PlannerAsk, strict: boolean, deps: PlannerDeps): Promise<Answered> {
  const read = PLANNER_FORM.read(said);
  if (read.kind === 'problems') return read;
  const answer = read.value;
  const kind = toKind(answer);
  const texts = readTexts(answer, asking);
  if ('problems' in texts && kind === 'fan_out') return { kind: 'problems', problems: texts.problems };
  // Only lanes are given texts: elsewhere one that is told wrong does no harm.
  const told = 'problems' in texts ? { words: asking.form.words, texts: [] } : texts;
  switch (kind) {
    case 'question': {
      const question = toNeutralLine(answer.question ?? '', MAX_QUESTION_CHARS);
      if (!/[\p{L}\p{N}]/u.test(question)) return { kind: 'problems', problems: ['question must say what is asked'] };
      // Names of files are strangers' words: no question sends a person to an address out of one.
      if (isOutOfPlace(question, asking.form.words))
        return { kind: 'problems', problems: ['question names an address, a price or an approval that the request does not'] };
      // Who is asked back has to know what can't be done, whatever the answer is.
      const cannot = toCannot(answer.cannot, asking.form.words).filter((line) => !question.includes(line));
      return toQuestion('more_needed', [...cannot, /[?？؟.…。”]$/u.test(question) ? question : `${question}?`].join(' '));
    }
    case 'one_call':
      return await toOneCall(answer, asking, told, deps);
    case 'fan_out': {
      const { request, form, sources } = asking;
      const lang = languageNames().find(answer.language)?.code ?? form.order.lang;
      const given = { ...told, lang, sources, list: form.list, merge: request.merge, strict, deps };
      const settled = await settle(answer, given);
      if (settled.kind === 'one_call') {
        const one = await toOneCall({ ...answer, answer: null }, asking, told, deps);
        return change(one, (plan) => ({ ...plan, account: [...settled.account, ...(plan.account ?? [])] }));
      }
      return settled.kind === 'plan' ? { kind: 'plan', plan: withSaid(settled.plan, answer, told.words) } : settled;
    }
    default:
      return { kind: 'problems', problems: ['kind must be one_call, fan_out or question'] };
  }
}

/** An answer that does not say what it is, is what it holds. */
function toKind({ kind, stages, question, answer }: PlannerAnswer): PlannerAnswer['kind'] {
  if (kind !== 'unsaid') return kind;
  if (stages.length > 0) return 'fan_out';
  return question !== null ? 'question' : answer !== null ? 'one_call' : kind;
}

/**
 * One call: the planner's own answer where it gave one and saw all that there is, else the person's words as they
 * stand.
 */
async function toOneCall(
  answer: PlannerAnswer,
  { request, form, sources }: PlannerAsk,
  { words }: Told,
  deps: PlannerDeps,
): Promise<Planned> {
  const sawAll = sources.length === 0 && form.texts.length === 0 && isWholeShown(form.words) && request.mode === 'auto';
  const one = await deps.oneCall();
  const why = withReason('1 call', answer.why, words);
  const settled = change(one, (plan) => withSaid(plan.stages[0]?.lanes.length === 1 ? { ...plan, why } : plan, answer, words));
  const text = answer.answer?.trim() ?? '';
  if (!sawAll || text === '') return settled;
  return change(settled, (plan) => ({
    ...plan,
    why: withReason('1 call, answered at once', answer.why, words),
    stages: plan.stages.map((stage) => ({
      ...stage,
      lanes: stage.lanes.map((lane) => ({ ...lane, work: workOf(form.words), given: { text, model: deps.model ?? deps.name ?? null } })),
    })),
  }));
}
