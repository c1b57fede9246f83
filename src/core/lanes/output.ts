import { FanoutError } from '../errors.ts';
import { findJson } from '../forms/find-json.ts';
import type { Output } from '../plan/plan.ts';
import type { AnswerSchema } from '../ports/model.ts';
import { CLAIMS_RULE, CLAIMS_SCHEMA, checkClaims } from './output/claims.ts';
import { checkItems, toItemsRule, toItemsSchema, toValuesRule } from './output/items.ts';
import { toCellText, toMembers, toPlain } from './output/members.ts';
import { toObjectSchema, WRONG } from './output/schema.ts';

/** More labels than this are more than providers take in a schema; the rule in words still names them. */
const MAX_ENUM = 200;

/**
 * What is said to the model about the form of its answer; empty for plain text. `hasMaterial`: it has more to go by
 * than what it knows.
 */
export function toOutputRule(output: Output, hasMaterial: boolean): string {
  switch (output.kind) {
    case 'text':
      return '';
    case 'label':
      return `Answer with exactly one of these labels and nothing else: ${output.labels.join(' | ')}`;
    case 'fields': {
      const shape = `{${output.fields.map((field) => `${JSON.stringify(field)}: "…"`).join(', ')}}`;
      return `Answer with one JSON object and nothing else, in this shape: ${shape}. ${toValuesRule(hasMaterial)}`;
    }
    case 'items':
      return toItemsRule(output, hasMaterial);
    case 'claims':
      return CLAIMS_RULE;
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/**
 * The same form as a schema, for providers that hold a model to one; null for plain text. Its root is an object,
 * since they refuse any other.
 */
export function toOutputSchema(output: Output): AnswerSchema | null {
  switch (output.kind) {
    case 'text':
      return null;
    case 'label':
      if (output.labels.length > MAX_ENUM) return null;
      return { name: 'label', schema: toObjectSchema({ label: { type: 'string', enum: [...output.labels] } }) };
    case 'fields':
      return {
        name: 'fields',
        schema: toObjectSchema(Object.fromEntries(output.fields.map((field) => [field, { type: 'string' }]))),
      };
    case 'items':
      return toItemsSchema(output);
    case 'claims':
      return CLAIMS_SCHEMA;
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/**
 * The answer in the form that was asked: a label as given; fields, items and claims as canonical JSON. Throws
 * `FanoutError` `wrong_output` for anything else, to be asked again. How many items there are is
 * not checked here: see `top-up.ts`.
 */
export function checkOutput(output: Output, text: string): string {
  switch (output.kind) {
    case 'text':
      return text;
    case 'label':
      return checkLabel(output.labels, text);
    case 'fields':
      return checkFields(output.fields, text);
    case 'items':
      return checkItems(output, text);
    case 'claims':
      return checkClaims(text);
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/** The fields of an answer that passed `checkOutput`. */
export function readFields(text: string): Readonly<Record<string, string>> {
  return JSON.parse(text) as Record<string, string>;
}

function checkLabel(labels: readonly string[], text: string): string {
  const said = toPlain(findJson(text, toSaidLabel) ?? text);
  const label = labels.find((it) => toPlain(it) === said);
  if (label === undefined) throw new FanoutError('wrong_output', `the model answered with none of the labels ${labels.join(', ')}`, WRONG);
  return label;
}

function toSaidLabel(value: unknown): string | null {
  const label = toMembers(value)?.get('label') ?? null;
  return label === null ? null : toCellText(label);
}

/**
 * What is left out is not told; but where something was answered that nobody asked for, it may be that under another
 * name.
 */
function checkFields(fields: readonly string[], text: string): string {
  const names = fields.map(toPlain);
  const byName = findJson(text, (value) => {
    const members = toMembers(value);
    return members !== null && names.some((name) => members.has(name)) ? members : null;
  });
  if (byName === null) throw new FanoutError('wrong_output', 'the model did not answer with the fields that were asked for', WRONG);
  const missing = fields.filter((field) => !byName.has(toPlain(field)));
  if (missing.length > 0 && byName.size > fields.length - missing.length)
    throw new FanoutError('wrong_output', `the model left out ${missing.join(', ')}`, WRONG);
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field, toCellText(byName.get(toPlain(field)))])));
}
