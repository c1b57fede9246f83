import type { AnswerSchema } from '../../ports/model.ts';
import { MERGE_KINDS } from '../../request.ts';
import type { Work } from '../plan.ts';

export const WORKS: readonly [Work, ...Work[]] = [
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
/** What a planned lane may answer with. Labels are for rules, which read them in the person's words. */
export const OUTPUTS = ['text', 'items', 'fields', 'claims'] as const;
export const BRIEFS = ['none', 'glossary', 'style'] as const;
export const KINDS = ['one_call', 'fan_out', 'question'] as const;

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer' } as const;
const listOf = (items: unknown) => ({ type: 'array', items }) as const;
const oneOf = (values: readonly string[]) => ({ type: 'string', enum: values }) as const;
const orNull = (schema: unknown) => ({ anyOf: [schema, { type: 'null' }] }) as const;
const record = (properties: Readonly<Record<string, unknown>>) =>
  ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false }) as const;

const LANE = record({
  title: TEXT,
  objective: TEXT,
  boundaries: TEXT,
  sources: listOf(TEXT),
  tools: listOf(TEXT),
  work: oneOf(WORKS),
  output: oneOf(OUTPUTS),
  fields: listOf(TEXT),
  count: orNull(COUNT),
  needs: listOf(TEXT),
});

const EACH = record({
  prompt: TEXT,
  one: TEXT,
  sources: listOf(TEXT),
  work: oneOf(WORKS),
  output: oneOf(OUTPUTS),
  fields: listOf(TEXT),
  limit: COUNT,
  likely: COUNT,
});

const STAGE = record({
  title: TEXT,
  lanes: listOf(LANE),
  each: orNull(EACH),
  merge: oneOf(MERGE_KINDS),
  merge_prompt: TEXT,
  key: orNull(TEXT),
});

/** The form of a planner's answer. Whatever a provider makes of it, `readDraft` looks at every part again. */
export const PLANNER_SCHEMA: AnswerSchema = {
  name: 'plan',
  schema: record({
    kind: oneOf(KINDS),
    why: TEXT,
    question: orNull(TEXT),
    stages: listOf(STAGE),
    brief: oneOf(BRIEFS),
  }),
};
