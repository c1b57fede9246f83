import { FanoutError } from '../../errors.ts';
import type { ModelCall } from '../../ports/model.ts';
import type { Request } from '../../request.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import type { CutText, KnownSource, Plan, Planned } from '../plan.ts';
import { toQuestion } from '../question.ts';
import { readWords } from '../read/request-words.ts';
import { type PlannerView, type Refused, toPartName, toPlannerCall } from './planner-call.ts';
import { readDraft } from './read-draft.ts';
import { isOutOfPlace, withReason } from './said.ts';
import { type Settled, settle } from './settle.ts';

/** A request that rules did not cut, and what may be known of its material. */
export interface PlannerAsk {
  readonly request: Request;
  readonly sources: readonly KnownSource[];
  /** What stood in the request's own text. The planner is told their ids and lengths only. */
  readonly texts: readonly CutText[];
  /** How many headings a source has, by its id, where that is known. */
  readonly headings?: Readonly<Record<string, number>>;
}

export interface PlannerDeps {
  /** A call beside lanes: kept by `part`, so that it is never paid twice. Rejects with `FanoutError`, or with the reason of an abort. */
  ask(call: { readonly part: string; readonly call: ModelCall }): Promise<string>;
  readonly maxLanes: number;
  readonly maxMaterialChars: number;
  /** Null: the adapter's default. */
  readonly model: string | null;
  /** The plan that the rules have: it is taken where the planner gives none. */
  fallback(): Promise<Planned>;
}

/** The first answer and one that mends it. */
const MAX_CALLS = 2;
const MAX_QUESTION_CHARS = 300;
const NOT_USED = 'The planner’s answer could not be used, so the rules cut it.';

const change = (planned: Planned, toPlan: (plan: Plan) => Plan): Planned =>
  planned.kind === 'plan' ? { kind: 'plan', plan: toPlan(planned.plan) } : planned;

const withNote = (planned: Planned, note: string): Planned => change(planned, (plan) => ({ ...plan, notes: [...plan.notes, note] }));

/** The rules' one call is the person's own words; the planner only says why no more is needed. */
function withWhy(planned: Planned, why: string, words: string): Planned {
  const isOne = (plan: Plan): boolean => plan.stages.length === 1 && plan.stages[0]?.lanes.length === 1;
  const told = withReason('1 call', why, words);
  return change(planned, (plan) => (isOne(plan) && told !== '1 call' ? { ...plan, why: told } : plan));
}

/**
 * Has a planning model cut a request. It sees the request's words and what can be known of the material without reading it; what it answers is looked at by code, repaired
 * once, and where it can't be used the rules' plan is taken, with a note. Rejects only with what `ask` rejects with that is no failure of the call, as an abort.
 */
export async function planByModel({ request, sources, texts, headings = {} }: PlannerAsk, deps: PlannerDeps): Promise<Planned> {
  const { words } = readWords(request.text, sources.length > 0);
  const { maxLanes, maxMaterialChars, model } = deps;
  const view: PlannerView = { words, sources, texts, headings, maxLanes, maxMaterialChars, model };
  let refused: Refused | null = null;
  for (let nth = 1; nth <= MAX_CALLS; nth++) {
    const call = toPlannerCall(view, refused);
    let answer: string;
    try {
      answer = await deps.ask({ part: toPartName(nth, call), call });
    } catch (error) {
      if (!(error instanceof FanoutError) || error.code === 'run_cancelled') throw error;
      const reason = error.userMessage.replace(/\.$/, '');
      return withNote(await deps.fallback(), `The planner could not be asked (${reason}), so the rules cut it.`);
    }
    const settled = settleAnswer(answer, { words, sources, texts, maxLanes, merge: request.merge });
    switch (settled.kind) {
      case 'plan':
      case 'question':
        return settled;
      case 'one_call':
        return withWhy(await deps.fallback(), settled.why, words);
      case 'problems':
        refused = { answer, problems: settled.problems };
        break;
      default:
        throw new Error(`unknown answer ${JSON.stringify(settled satisfies never)}`);
    }
  }
  return withNote(await deps.fallback(), NOT_USED);
}

function settleAnswer(answer: string, given: Parameters<typeof settle>[1]): Settled {
  const read = readDraft(answer);
  if (read.kind === 'problems') return read;
  switch (read.draft.kind) {
    case 'one_call':
      return read.draft;
    case 'question': {
      const question = toNeutralLine(read.draft.question, MAX_QUESTION_CHARS);
      // Names of files are strangers' words: no question sends a person to an address out of one.
      if (isOutOfPlace(question, given.words))
        return { kind: 'problems', problems: ['question names an address, a price or an approval that the request does not'] };
      return toQuestion('more_needed', /[?？.…”]$/.test(question) ? question : `${question}?`);
    }
    case 'fan_out':
      return settle(read.draft, given);
    default:
      throw new Error(`unknown draft ${JSON.stringify(read.draft satisfies never)}`);
  }
}
