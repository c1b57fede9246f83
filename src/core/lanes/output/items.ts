import { FanoutError } from '../../errors.ts';
import { findJson } from '../../forms/find-json.ts';
import type { AnswerSchema } from '../../ports/model.ts';
import { readList, toListed } from './list.ts';
import { toCellText, toMembers, toPlain } from './members.ts';
import { toObjectSchema, WRONG } from './schema.ts';

/** A plain text, or a text for each field. */
export type Item = string | Readonly<Record<string, string>>;

export interface ItemsForm {
  readonly fields: readonly string[];
  readonly count: number | null;
}

/** What a value is where there is none to be told. */
export const toValuesRule = (hasMaterial: boolean): string =>
  `Every value is a string${hasMaterial ? '; "" where the material does not tell' : ', from what you know; "" where you do not know it'}.`;

export function toItemsRule({ fields, count }: ItemsForm, hasMaterial: boolean): string {
  const one = fields.length === 0 ? '"…"' : `{${fields.map((field) => `${JSON.stringify(field)}: "…"`).join(', ')}}`;
  const values = fields.length === 0 ? 'Each item is one string.' : toValuesRule(hasMaterial);
  const many =
    count === null
      ? 'An empty list where there are none.'
      : `Exactly ${count} ${count === 1 ? 'item' : 'items'}, each different from all others; fewer only where there are no more, never an invented one.`;
  return `Answer with one JSON object and nothing else, in this shape: {"items": [${one}, …]}. ${values} ${many}`;
}

export function toItemsSchema({ fields }: ItemsForm): AnswerSchema {
  const item =
    fields.length === 0 ? { type: 'string' } : toObjectSchema(Object.fromEntries(fields.map((field) => [field, { type: 'string' }])));
  return { name: 'items', schema: toObjectSchema({ items: { type: 'array', items: item } }) };
}

/** The items as canonical JSON: an array of strings, or of objects of strings. Throws `FanoutError` `wrong_output`. */
export function checkItems({ fields }: ItemsForm, text: string): string {
  const found = findJson(text, (value) => toItems(value, fields)) ?? fromText(text, fields);
  if (found === null) throw new FanoutError('wrong_output', 'the model did not answer with the list that was asked for', WRONG);
  return JSON.stringify(found);
}

/** The items of an answer that passed `checkOutput`. */
export const readItems = (text: string): readonly Item[] => JSON.parse(text) as Item[];

/** An item as one text: its own, or what its fields hold, one after another. */
export const toItemText = (item: Item): string =>
  typeof item === 'string'
    ? item
    : Object.values(item)
        .filter((value) => value !== '')
        .join(' — ');

function toItems(value: unknown, fields: readonly string[]): Item[] | null {
  const list = toEntries(value, fields);
  if (list === null) return null;
  const items = list.map((entry) => (fields.length === 0 ? toText(entry) : toRecord(entry, fields)));
  if (items.includes(null)) return null;
  const told = items.filter((item): item is Item => item !== null && toItemText(item) !== '');
  // A field that no item has was not understood; one that some lack is what the material does not tell.
  const members = list.map(toMembers);
  const lacking = fields.some((field) => !members.some((it) => it?.has(toPlain(field))));
  return lacking && fields.length > 1 && told.length > 0 && list.every((entry) => typeof entry === 'object') ? null : told;
}

/** What a value lists: under `items`, or its only list under whatever name; or it is the only item itself. */
function toEntries(value: unknown, fields: readonly string[]): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const members = toMembers(value);
  if (members === null) return null;
  if (members.has('items')) return toListed(members.get('items'));
  const lists = [...members.values()].filter(Array.isArray);
  if (members.size === 1 && lists.length === 1) return lists[0] ?? null;
  return fields.some((field) => members.has(toPlain(field))) ? [value] : null;
}

/** Of an object with a number and one text the text: models like to count. */
function toText(entry: unknown): string | null {
  const members = toMembers(entry);
  if (members === null) return Array.isArray(entry) ? null : toCellText(entry);
  const named = [...members].filter(([name]) => !['index', 'no', 'number', 'id'].includes(name));
  const [only] = named;
  return named.length === 1 && only !== undefined && typeof only[1] !== 'object' ? toCellText(only[1]) : null;
}

function toRecord(entry: unknown, fields: readonly string[]): Item | null {
  const members = toMembers(entry);
  const [only] = fields;
  if (members === null)
    return fields.length === 1 && only !== undefined && typeof entry === 'string' ? { [only]: toCellText(entry) } : null;
  if (!fields.some((field) => members.has(toPlain(field)))) return null;
  return Object.fromEntries(fields.map((field) => [field, toCellText(members.get(toPlain(field)))]));
}

const NONE = /^(?:\(?none\)?|none (?:were |was )?found|nothing (?:was )?found|no items?(?: (?:were |was )?found)?)$/;

/** A plain list where no JSON came: of one field, or of none. */
function fromText(text: string, fields: readonly string[]): Item[] | null {
  if (NONE.test(toPlain(text.slice(0, 64))) && text.trim().length < 64) return [];
  const list = readList(text);
  const [only] = fields;
  if (list === null || fields.length > 1) return null;
  const told = list.filter((item) => item !== '');
  return only === undefined ? told : told.map((item) => ({ [only]: item }));
}
