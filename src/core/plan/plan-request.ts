import type { Request } from '../request.ts';
import { briefOf } from './brief.ts';
import { toSentence } from './form/order-prompt.ts';
import { type Form, readForm, readOpenForm } from './form/read-form.ts';
import { textsOf } from './form-stage.ts';
import { type KnownSource, type PlanDeps, type Planned, type StagePlan, TEXT } from './plan.ts';
import { planForm } from './plan-form.ts';
import { tooManyLanes, toQuestion } from './question.ts';
import { shorten, toTitles } from './title.ts';
import { workOf } from './work.ts';

/** What code makes of a request, without a model. */
export interface RequestPlan {
  readonly planned: Planned;
  /** True where form did not decide, so that a planner is asked where there is one. */
  readonly undecided: boolean;
  /** What a planner is to see: where form does not decide, the request as it was said. */
  readonly form: Form;
}

/**
 * Plans a request by its form, with no model call, and says whether that decides. Pure beside `deps`; takes any text.
 */
export async function planRequest(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Promise<RequestPlan> {
  const form = readForm(request.text);
  const said = planManual(request, sources, deps) ?? planEmpty(request, sources) ?? planSimple(request, form, sources);
  if (said !== null) return { planned: settle(said, request, sources, deps), undecided: false, form };
  const { planned, sure } = await planForm({ form, sources, deps });
  const orchestrated =
    request.mode === 'orchestrate' && planned.kind === 'plan'
      ? { ...planned, plan: { ...planned.plan, mode: 'orchestrate' as const } }
      : planned;
  return {
    planned: settle(orchestrated, request, sources, deps),
    undecided: request.mode === 'orchestrate' || !sure,
    form: sure ? form : readOpenForm(request.text),
  };
}

/**
 * The plan with the merge the person chose, where they did; a question where its stages together have too many lanes.
 */
function settle(planned: Planned, { merge }: Request, sources: readonly KnownSource[], deps: PlanDeps): Planned {
  if (planned.kind === 'question') return planned;
  const { plan } = planned;
  const lanes = plan.stages.reduce((sum, stage) => sum + stage.lanes.length, 0);
  if (lanes > deps.maxLanes) return tooManyLanes(lanes, deps.maxLanes);
  const brief = plan.brief ?? briefOf(plan, sources, deps.maxMaterialChars);
  const stages =
    merge === null ? plan.stages : plan.stages.map((stage, index, all) => (index === all.length - 1 ? { ...stage, merge } : stage));
  return { kind: 'plan', plan: { ...plan, stages, ...(brief !== null && { brief }) } };
}

/** The person laid out the lanes: one prompt each, with what the request says as their common instruction. */
function planManual(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Planned | null {
  const prompts = request.laneList.map((prompt) => prompt.trim()).filter((prompt) => prompt !== '');
  if (request.mode !== 'manual' && !(request.mode === 'auto' && prompts.length > 0)) return null;
  if (prompts.length === 0)
    return toQuestion('lanes_missing', 'Manual mode needs lanes: give a file with one lane prompt a line (--lanes FILE).');
  if (prompts.length > deps.maxLanes) return tooManyLanes(prompts.length, deps.maxLanes);
  const common = request.text.trim();
  const titles = toTitles(prompts);
  const lanes = prompts.map((prompt, index) => ({
    title: titles[index] ?? '',
    prompt: common === '' ? prompt : `${common}\n\n${prompt}`,
    sources: sources.map((source) => source.id),
    work: workOf(common === '' ? prompt : common),
    output: TEXT,
  }));
  const why = `${lanes.length} ${lanes.length === 1 ? 'lane' : 'lanes'}: laid out by hand`;
  const stage: StagePlan = {
    title: shorten(common) || 'Lanes',
    lanes,
    merge: 'ordered',
    mergePrompt: common || 'Merge the results into one text.',
    distinct: false,
    rowName: '',
  };
  return { kind: 'plan', plan: { mode: 'manual', why, notes: [], texts: [], stages: [stage] } };
}

/** Nothing was asked. */
function planEmpty({ text }: Request, sources: readonly KnownSource[]): Planned | null {
  if (/[\p{L}\p{N}\p{S}]/u.test(text)) return null;
  const attached = sources.length === 0 ? '' : `${sources.length === 1 ? 'Something is' : `${sources.length} sources are`} attached. `;
  return toQuestion(
    'request_empty',
    `${attached}What should be done? Say it like “summarize each of these” or “translate into 15 languages: …”.`,
  );
}

/** One call, because the person said so. */
function planSimple({ mode }: Request, form: Form, sources: readonly KnownSource[]): Planned | null {
  if (mode !== 'simple') return null;
  const { words, order, plain } = form;
  const texts = textsOf(form);
  const ids = [...sources.map((source) => source.id), ...texts.map((text) => text.id)];
  const lane = {
    title: shorten(words),
    prompt: toSentence(words),
    sources: ids,
    work: plain ? order.work : workOf(words),
    output: TEXT,
  };
  const stage: StagePlan = { title: lane.title, lanes: [lane], merge: 'ordered', mergePrompt: words, distinct: false, rowName: '' };
  return { kind: 'plan', plan: { mode: 'simple', why: '1 call: simple mode was asked for', notes: [], texts, stages: [stage] } };
}
