import { IMPERATIVES, WISHING } from '../data/verbs.ts';
import type { Found } from './labels.ts';
import { parseList } from './list.ts';
import { isPlural } from './noun.ts';
import { oneOf } from './pattern.ts';
import { findReferences, type Reference } from './reference.ts';

export interface FieldList extends Found {
  /** True where the words name columns; else a single one may be no more than what is asked for. */
  readonly columns: boolean;
}

const MAX_FIELDS = 40;
const MAX_FIELD_CHARS = 40;
const MAX_INSTRUCTION_CHARS = 4_000;
const MAX_REFERENCES = 20;

const FIELD_VERB =
  '(?:extract|find|get|give|list|identify|look\\s+up|pull\\s+out|tell|return|provide|collect|note|name|state|add|research|fill\\s+in|show|output|determine)(?![\\p{L}-])';
const BEFORE = new RegExp(
  `(?:^|[:,.;]\\s*|\\b(?:and|please|then)\\s+)${FIELD_VERB}\\s+(?:me\\s+)?([^.:;\\n]{2,300}?)\\s+(?:of|from|in|for|out\\s+of|about)\\s+$`,
  'iu',
);
const AFTER = new RegExp(`^[^.;\\n]{0,300}?[,:]\\s*${FIELD_VERB}\\s+(?:me\\s+)?(?::\\s*)?`, 'iu');
const DIRECT = /^\s*[:：]\s*(?=\S)/u;
/** "for each of Acme and Foo: website, founder" */
const AFTER_LIST = /^\s+[\p{L}\p{N}\uFFFC][^:：\n]{0,500}[:：]\s*(?=\S)/u;
const SIGN = '(?:called|named|for|with|of)';
const COLUMNS = new RegExp(
  `\\b(?:fill(?:\\s+(?:in|out))?|add|complete|populate|create|append|make|insert|with|output|return)\\s+(?:(?:a|an|the|these|this|two|three|four|five|\\d{1,2}|new|more|further|missing|extra|additional|following|empty|table)\\s+){0,5}(?:columns?|fields?)(?![\\p{L}-])(?:\\s+${SIGN}(?![\\p{L}-]))?\\s*:?\\s*`,
  'iu',
);
const COLUMNS_LAST =
  /\b(?:fill(?:\s+(?:in|out))?|add|complete|populate)\s+(?:(?:the|a|an|missing|new)\s+){0,3}((?:[\p{L}\uFFFC-]+(?:\s+|,\s*|\s*&\s*)){1,12}?)columns?(?![\p{L}-])/iu;
const COLUMNS_END =
  /\s+(?:for|of|in|to|from|on)\s+(?:each|every|all|these|those|the|this|my|our)\b|\s+(?:based\s+on|by\s+looking|using|so\s+that)\b|[.!?;](?=\s|$)|[:：](?=\s|$)|\n|,\s+(?:then|and\s+then)\b|,\s*for\b/i;
const LIST_END = /[.!?;](?=\s|$)|\n\s*\n|[:：](?=\s|$)/;
const STARTS_WITH_VERB = new RegExp(`^(?:${oneOf([...IMPERATIVES, ...WISHING])})\\s`, 'iu');
const VERB_ALONE = /^(?:it|them|this|that|all|everything|anything|something|one|more|me|which|what|who|whether|how|why|where)\b/i;

const toField = (item: string): string =>
  item
    .replace(/^(?:the|an?|its|their|his|her|each|as\s+well\s+as|also|both)\s+/i, '')
    .replace(/[.!?]$/, '')
    .trim();

/** The names, or none where one of them can't head a column: a verb, several things, a whole phrase. */
function toFields(text: string, columns: boolean): readonly string[] {
  const { items } = parseList(text);
  const counted = items.some((item) => /^(?:\d|two|three|four|five|six|seven|eight|nine|ten|some|any|all|every|one)\b/i.test(item));
  const fields = [...new Map(items.map(toField).map((field) => [field.toLowerCase(), field])).values()].filter((field) => field !== '');
  const fit = fields.every(
    (field) =>
      field.length <= MAX_FIELD_CHARS &&
      field.split(/\s+/).length <= (columns ? 5 : 4) &&
      (columns || (!STARTS_WITH_VERB.test(`${field} `.replace(/^(\S+) $/, '$1')) && !VERB_ALONE.test(field) && !isPlural(field))),
  );
  return fit && (columns || !counted) && fields.length <= MAX_FIELDS ? fields : [];
}

function found(words: string, start: number, end: number, columns: boolean): FieldList | null {
  const items = toFields(words.slice(start, end), columns);
  return items.length === 0 ? null : { items, start, end, columns };
}

const endOf = (masked: string, start: number, pattern: RegExp): number =>
  start + (pattern.exec(masked.slice(start))?.index ?? masked.length - start);

/** "add the columns industry and size", "fill in the industry and size columns", "a table with the columns name, price". */
function fromColumns(words: string, masked: string): FieldList | null {
  const lead = COLUMNS.exec(masked);
  if (lead !== null) {
    const start = lead.index + lead[0].length;
    const list = found(words, start, endOf(masked, start, COLUMNS_END), true);
    if (list !== null) return list;
  }
  const last = COLUMNS_LAST.exec(masked);
  if (last?.[1] === undefined) return null;
  const start = last.index + last[0].indexOf(last[1]);
  return found(words, start, start + last[1].length, true);
}

/** "extract the date and the amount from each", "for each company, find the website and the founder", "for each: title, author". */
function fromReference(words: string, masked: string, reference: Reference, hasMany: boolean): FieldList | null {
  const from = Math.max(0, reference.start - 400);
  const before = BEFORE.exec(masked.slice(from, reference.start));
  if (before?.[1] !== undefined) {
    const start = from + before.index + before[0].lastIndexOf(before[1]);
    return found(words, start, start + before[1].length, false);
  }
  if (reference.kind !== 'each' && !/\bfor\s+$/i.test(masked.slice(0, reference.start))) return null;
  const rest = masked.slice(reference.end, reference.end + 2_000);
  const bare = reference.of && !reference.pointed ? AFTER_LIST : DIRECT;
  const lead = AFTER.exec(rest) ?? (bare === DIRECT && !hasMany ? null : bare.exec(rest));
  if (lead === null) return null;
  const start = reference.end + lead[0].length;
  return found(words, start, endOf(masked, start, LIST_END), false);
}

/**
 * The values that are wanted of each thing, by name, so that each is a row of a table; null where the answer is a text. `hasMany`: "each" means the material,
 * so that a list after a colon can't be the things themselves.
 */
export function findFields(words: string, masked: string, hasMany: boolean): FieldList | null {
  const head = masked.slice(0, MAX_INSTRUCTION_CHARS);
  const columns = fromColumns(words, head);
  if (columns !== null) return columns;
  for (const reference of findReferences(head).slice(0, MAX_REFERENCES)) {
    const list = fromReference(words, head, reference, hasMany);
    if (list !== null) return list;
  }
  return null;
}
