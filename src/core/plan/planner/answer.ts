import type { z } from 'zod';
import {
  createForm,
  toAmount,
  toChoice,
  toCount,
  toFlag,
  toFlagOrNull,
  toList,
  toRecord,
  toRecordOrNull,
  toText,
  toTextOrNull,
  toTexts,
} from '../../forms/answer-form.ts';
import { MERGE_KINDS, type MergeKind } from '../../request.ts';
import type { Work } from '../plan.ts';

const WORKS: readonly [Work, ...Work[]] = [
  'summarize',
  'translate',
  'write',
  'answer',
  'extract',
  'classify',
  'count',
  'compare',
  'dedupe',
  'language',
  'keywords',
];
const OUTPUTS = ['text', 'items', 'fields', 'label', 'claims'] as const;
const OVER = ['before', 'groups', 'files', 'rows', 'list', 'items', 'unsaid'] as const;

const WORK = toChoice(WORKS, { missing: 'write' });
const OUTPUT = toChoice(OUTPUTS, {
  missing: 'text',
  also: { list: 'items', table: 'fields', row: 'fields', object: 'fields', labels: 'label' },
});

/** Other names that models give what a lane is to do. */
const OTHER_NAMES = { prompt: 'objective', instruction: 'objective', instructions: 'objective', task: 'objective', name: 'title' };

const LANE = toRecord(
  {
    title: toText(),
    objective: toText(),
    sources: toTexts(['id', 'source', 'name', 'title']),
    work: WORK,
    output: OUTPUT,
    fields: toTexts(),
    labels: toTexts(),
    count: toCount(),
    needs: toTexts(),
  },
  OTHER_NAMES,
);

const EACH = {
  over: toChoice(OVER, {
    missing: 'unsaid',
    also: { stage: 'before', result: 'before', results: 'before', group: 'groups', file: 'files', row: 'rows', names: 'items' },
  }),
  items: toTexts(),
  by: toTextOrNull(),
  prompt: toText(),
  one: toText(),
  sources: toTexts(['id', 'source', 'name', 'title']),
  work: WORK,
  output: OUTPUT,
  fields: toTexts(),
  labels: toTexts(),
  limit: toCount(),
  likely: toCount(),
};

const STAGE = toRecord(
  {
    title: toText(),
    lanes: toList(LANE),
    each: toRecordOrNull(EACH, { objective: 'prompt', instruction: 'prompt', item: 'one' }),
    merge: toChoice(MERGE_KINDS as readonly [MergeKind, ...MergeKind[]], {
      missing: 'ordered',
      also: { report: 'digest', summary: 'digest', synthesize: 'digest', synthesis: 'digest' },
    }),
    merge_prompt: toText(),
    digest: toChoice(['report', 'parts', 'common'], { missing: 'report' }),
    key: toTextOrNull(),
    distinct: toFlag(false),
    shown: toFlagOrNull(),
  },
  { name: 'title' },
);

const ANSWER = toRecord({
  kind: toChoice(['one_call', 'fan_out', 'question', 'unsaid'], {
    missing: 'unsaid',
    also: {
      simple: 'one_call',
      single: 'one_call',
      one: 'one_call',
      answer: 'one_call',
      call: 'one_call',
      fanout: 'fan_out',
      plan: 'fan_out',
      lanes: 'fan_out',
      parallel: 'fan_out',
      ask: 'question',
      clarify: 'question',
    },
  }),
  answer: toTextOrNull(),
  question: toTextOrNull(),
  why: toText(),
  language: toText(),
  cannot: toTexts(),
  from_memory: toFlag(false),
  budget_usd: toAmount(),
  texts: toList(toRecord({ id: toText(), from: toText(), to: toText() })),
  stages: toList(STAGE),
  brief: toChoice(['none', 'glossary', 'style'], { missing: 'none' }),
});

/**
 * What a planner answers with: its form, and how that is read. Whatever is in it is held against the request by
 * `settle`.
 */
export const PLANNER_FORM = createForm('plan', ANSWER);

export type PlannerAnswer = z.output<typeof ANSWER>;
export type PlannerStage = PlannerAnswer['stages'][number];
export type PlannerLane = PlannerStage['lanes'][number];
export type PlannerEach = NonNullable<PlannerStage['each']>;
