import type { MergeKind } from '../request.ts';
import type { Form } from './form/read-form.ts';
import type { Over } from './over/over.ts';
import type { CutText, KnownSource, LanePlan, Plan, PlanDeps, Planned, StagePlan } from './plan.ts';
import { shorten } from './title.ts';

/** What form reads, and what is there beside it. */
export interface FormGiven {
  readonly form: Form;
  readonly sources: readonly KnownSource[];
  readonly deps: PlanDeps;
}

/** Work that goes through a text from its beginning to its end. */
export const goesThrough = ({ order }: Form): boolean => order.verb === 'translate' || order.verb === 'do';

/** Texts that stand in the request, a list that is no lanes as one of them; not where the words hold it. */
export function textsOf({ texts, list, plain }: Form): readonly CutText[] {
  if (list === null || !plain || list.template !== null) return texts;
  return [...texts, { id: `T${texts.length + 1}`, title: 'the list', text: list.items.map((item) => item.text).join('\n') }];
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

/** A plan of one stage. `over`: what its lanes are made of. */
export function toPlan(form: Form, stage: StagePlan, why: string, over: Pick<Over, 'texts' | 'notes' | 'account'>): Planned {
  const { order, plain, budgetUsd } = form;
  const isForeign = order.lang !== 'en' && plain && order.verb !== 'translate';
  const plan: Plan = {
    mode: stage.lanes.length === 1 ? 'simple' : 'orchestrate',
    why,
    notes: over.notes,
    ...(over.account.length > 0 && { account: over.account }),
    ...(isForeign && { language: LANGUAGE_NAMES.of(order.lang) ?? null }),
    ...(budgetUsd !== null && { budgetUsd }),
    texts: over.texts,
    stages: [stage],
  };
  return { kind: 'plan', plan };
}

export const stageOf = ({ words }: Form, lanes: readonly LanePlan[], merge: MergeKind, rowName: string): StagePlan => ({
  title: shorten(words),
  lanes,
  merge,
  mergePrompt: words,
  distinct: false,
  rowName,
});

interface Counted {
  readonly count: number;
  readonly one: string;
  readonly many: string;
}

/** "15 lanes: one for each language"; null where nothing varies. */
export function whyOf(lanes: number, varying: readonly Counted[]): string | null {
  const [first, second] = varying;
  if (first === undefined) return null;
  const over =
    second === undefined
      ? `one for each ${first.one}`
      : `one for each pair of ${first.count} ${first.many} × ${second.count} ${second.many}`;
  return `${lanes} lanes: ${over}`;
}
