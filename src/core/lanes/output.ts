import { FanoutError } from '../errors.ts';
import type { Output } from '../plan/plan.ts';

/** What is said to the model about the form of its answer; empty for plain text. */
export function toOutputRule(output: Output): string {
  switch (output.kind) {
    case 'text':
    case 'items':
    case 'claims':
      return '';
    case 'label':
      return `Answer with exactly one of these labels and nothing else: ${output.labels.join(' | ')}`;
    case 'fields': {
      const shape = `{${output.fields.map((field) => `${JSON.stringify(field)}: "…"`).join(', ')}}`;
      return `Answer with one JSON object and nothing else, in this shape: ${shape}. Every value is a string; "" where the material does not tell.`;
    }
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

const WRONG = { retry: { kind: 'again', afterMs: 0 } } as const;

/** The answer in the form that was asked: a label as given, fields as canonical JSON. Throws `FanoutError` `wrong_output` for anything else, to be asked again. */
export function checkOutput(output: Output, text: string): string {
  switch (output.kind) {
    case 'text':
    case 'items':
    case 'claims':
      return text;
    case 'label': {
      const said = toPlain(text);
      const label = output.labels.find((it) => toPlain(it) === said);
      if (label === undefined)
        throw new FanoutError('wrong_output', `the model answered with none of the labels ${output.labels.join(', ')}`, WRONG);
      return label;
    }
    case 'fields': {
      const found = findObject(text);
      if (found === null) throw new FanoutError('wrong_output', 'the model did not answer with the fields that were asked for', WRONG);
      const byName = new Map(Object.entries(found).map(([name, value]) => [toPlain(name), value]));
      const missing = output.fields.filter((field) => !byName.has(toPlain(field)));
      if (missing.length > 0) throw new FanoutError('wrong_output', `the model left out ${missing.join(', ')}`, WRONG);
      return JSON.stringify(Object.fromEntries(output.fields.map((field) => [field, toCell(byName.get(toPlain(field)))])));
    }
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/** The fields of an answer that passed `checkOutput`. */
export function readFields(text: string): Readonly<Record<string, string>> {
  return JSON.parse(text) as Record<string, string>;
}

/** Case, surrounding quotes, emphasis and a final full stop do not make another label. */
const toPlain = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^["'`*_“”‘’\s]+|["'`*_“”‘’.\s]+$/gu, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** The outermost object in a text; models put fences or a sentence around it. */
function findObject(text: string): Readonly<Record<string, unknown>> | null {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from === -1 || to < from) return null;
  try {
    const value: unknown = JSON.parse(text.slice(from, to + 1));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // not JSON: told to the caller as such
  }
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(toCell).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}
