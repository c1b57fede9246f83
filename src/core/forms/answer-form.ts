/**
 * The form of a model's answer, described once: what the provider is asked for, and how the answer is read, come from
 * the same description.
 *
 * Asking is strict (all keys, no others, no limits: the subset that providers share). Reading is kind: a missing,
 * null or empty field has its default, "8" is 8, one text is a list of one, and a
 * word that is nearly one of those allowed is that word. Loading this loads zod, which takes tens of milliseconds:
 * import it where a model is asked, and not on the way to a first board.
 */

import { z } from 'zod';
import type { AnswerSchema } from '../ports/model.ts';
import { findJson } from './find-json.ts';

export type FormRead<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

export interface AnswerForm<T> {
  readonly schema: AnswerSchema;
  /**
   * What an answer says, or why it can't be used: at least one sentence that whoever answered can act on. Takes any
   * text.
   */
  read(text: string): FormRead<T>;
}

/** Most problems that are told: who got so many things wrong mends them in one go or not at all. */
const MAX_PROBLEMS = 12;
const NO_JSON = 'it is not one whole JSON object';
const UNREADABLE = 'it has values of kinds that its form does not have';

/** `name`: as in `AnswerSchema`. The object must have at least one of the form's keys to be an answer. */
export function createForm<T>(name: string, shape: z.ZodType<T>): AnswerForm<T> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'output', override: ({ jsonSchema }) => dropLimits(jsonSchema) });
  const keys = Object.keys((schema.properties ?? {}) as object);
  return {
    schema: { name, schema },
    read(text) {
      const object = findJson(text, (value) => {
        const members = toMembers(value);
        return members !== null && keys.some((key) => Object.hasOwn(members, key)) ? members : null;
      });
      if (object === null) return { kind: 'problems', problems: [NO_JSON] };
      try {
        const parsed = shape.safeParse(object);
        return parsed.success ? { kind: 'read', value: parsed.data } : { kind: 'problems', problems: toProblems(parsed.error) };
      } catch {
        // Whoever reads an answer must never be stuck on it.
        return { kind: 'problems', problems: [UNREADABLE] };
      }
    },
  };
}

/** Providers refuse limits on numbers and lengths; readers hold answers to them all the same. */
function dropLimits(schema: Record<string, unknown>): void {
  for (const limit of ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'format']) delete schema[limit];
}

const toProblems = ({ issues }: z.ZodError): string[] =>
  [...new Set(issues.map(({ path, message }) => `${path.length === 0 ? 'the answer' : path.map(toStep).join(' ')}: ${message}`))].slice(
    0,
    MAX_PROBLEMS,
  );

const toStep = (step: PropertyKey): string => (typeof step === 'number' ? `number ${step + 1}` : String(step));

/**
 * The members of an object by names in lower case with `_`: "mergePrompt", "Merge prompt" and "merge_prompt" are one.
 * Null for anything else.
 */
function toMembers(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [toName(name), member]));
}

const toName = (name: string): string =>
  name
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

/**
 * An object: its keys in any case, whatever else it has left out. `also` says which other names mean which key, where
 * that one is missing.
 */
export const toRecord = <S extends z.ZodRawShape>(shape: S, also: Readonly<Record<string, string>> = {}) =>
  z.preprocess((value) => (value === null || value === undefined ? {} : readMembers(value, also)), z.object(shape));

/** The same, null where there is none, or an empty one. */
export const toRecordOrNull = <S extends z.ZodRawShape>(shape: S, also: Readonly<Record<string, string>> = {}) =>
  z.preprocess(
    (value) => (typeof value !== 'object' || value === null || Object.keys(value).length === 0 ? null : readMembers(value, also)),
    z.object(shape).nullable(),
  );

function readMembers(value: unknown, also: Readonly<Record<string, string>>): unknown {
  const members = toMembers(value);
  if (members === null) return value;
  for (const [other, name] of Object.entries(also)) {
    if (Object.hasOwn(members, other) && !Object.hasOwn(members, name)) members[name] = members[other];
  }
  return members;
}

/** A text; what is not there is ''. */
export const toText = () => z.preprocess(readText, z.string());
/** A text with something in it. */
export const toWords = () =>
  z.preprocess(
    readText,
    z.string().refine((text) => /[\p{L}\p{N}]/u.test(text), 'must be a string with words in it'),
  );
/** A text, null where there is none. */
export const toTextOrNull = () => z.preprocess((value) => readText(value) || null, z.string().nullable());

function readText(value: unknown): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.every((it) => typeof it === 'string') ? value.join('\n') : value;
}

/**
 * Texts, without empty ones: one alone is a list of one. Of an object the first member of `names` that it has counts,
 * all of its members where two would be alike, or it has none of these.
 */
export const toTexts = (names: readonly string[] = ['name', 'title', 'text']) =>
  z.preprocess((value) => readTexts(toArray(value), names), z.array(z.string()));

function readTexts(values: readonly unknown[], names: readonly string[]): string[] {
  const objects = values.map(toMembers);
  const named = objects.map((members) => toOneText(members?.[names.find((name) => toOneText(members?.[name])[0] !== undefined) ?? ''])[0]);
  const taken = named.filter((name) => name !== undefined);
  const alike = new Set(taken.filter((name, index) => taken.indexOf(name) !== index));
  return values.flatMap((value, index) => {
    const [members, name] = [objects[index] ?? null, named[index]];
    if (members === null) return toOneText(value);
    const all = [...new Set(Object.values(members).flatMap(toOneText))];
    return name !== undefined && !alike.has(name) ? [name] : all.length > 0 ? [all.join(', ')] : [];
  });
}

function toOneText(value: unknown): string[] {
  const text = readText(value);
  return typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [];
}

/** Things of one kind: nothing is none, and one alone a list of one. */
export const toList = <T extends z.ZodType>(item: T) => z.preprocess(toArray, z.array(item));

function toArray(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** A whole number of at least 1; null where there is none. "8", "8 items" and 8.0 are 8. */
export const toCount = () => z.preprocess(readCount, z.number().int().nullable());
/** Numbers of things that there are: those of at least 1. */
export const toCounts = () => z.preprocess((value) => toArray(value).flatMap((it) => readCount(it) ?? []), z.array(z.number().int()));

/** True and lists are no numbers, though they could be made some. */
function readCount(value: unknown): number | null {
  const said = typeof value === 'string' ? Number(/\d[\d,]{0,12}/.exec(value)?.[0].replaceAll(',', '') ?? Number.NaN) : value;
  const number = typeof said === 'number' ? said : Number.NaN;
  return Number.isFinite(number) && number >= 1 ? Math.floor(number) : null;
}

/** An amount above 0; null where there is none. */
export const toAmount = () =>
  z.preprocess((value) => {
    const amount = typeof value === 'string' ? Number(/\d+(?:\.\d+)?/.exec(value)?.[0] ?? Number.NaN) : value;
    return typeof amount === 'number' && Number.isFinite(amount) && amount > 0 ? amount : null;
  }, z.number().nullable());

/** True or false; what is not there, and any other word, is `missing`. */
export const toFlag = (missing: boolean) => z.preprocess((value) => readFlag(value) ?? missing, z.boolean());
/** The same; null where it is not said. */
export const toFlagOrNull = () => z.preprocess(readFlag, z.boolean().nullable());

function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const word = String(value).trim().toLowerCase();
  return ['true', 'yes', '1'].includes(word) ? true : ['false', 'no', '0'].includes(word) ? false : null;
}

/**
 * One of these words, in any case; `also` says which other words mean which, and `missing` what nothing means.
 * Anything else is a problem, or `missing` where `kind` is true.
 */
export const toChoice = <const V extends string>(
  values: readonly [V, ...V[]],
  { missing, also = {}, kind = true }: { readonly missing: V; readonly also?: Readonly<Record<string, V>>; readonly kind?: boolean },
) =>
  z.preprocess((value) => {
    if (value === null || value === undefined || value === '') return missing;
    const word = typeof value === 'string' ? toName(value) : value;
    const found = values.find((it) => it === word) ?? (typeof word === 'string' && Object.hasOwn(also, word) ? also[word] : undefined);
    return found ?? (kind ? missing : value);
  }, z.enum(values));
