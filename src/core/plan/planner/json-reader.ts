export type Fields = Readonly<Record<string, unknown>>;

/** Reads values out of JSON of any shape. What is not as it should be is noted, and reads as an empty value of its kind. `at` says where: `lane “Prices”: `. */
export interface JsonReader {
  readonly problems: readonly string[];
  note(problem: string): void;
  text(from: Fields, name: string, at: string): string;
  /** A text with something in it. */
  words(from: Fields, name: string, at: string): string;
  texts(from: Fields, name: string, at: string): readonly string[];
  choice<Value extends string>(from: Fields, name: string, at: string, values: readonly [Value, ...Value[]]): Value;
  /** A whole number of at least 1. */
  count(from: Fields, name: string, at: string): number;
  fields(value: unknown, at: string): Fields;
  list(from: Fields, name: string, at: string): readonly unknown[];
}

/** Most problems that are kept: who got so many things wrong mends them in one go or not at all. */
const MAX_PROBLEMS = 12;

/** The outermost object of a text, around which a model may have put a fence or a sentence; undefined where there is none. */
export function findJson(text: string): unknown {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1)) as unknown;
  } catch {
    return undefined; // not JSON: the caller tells it as such
  }
}

export function createJsonReader(): JsonReader {
  const problems: string[] = [];
  const note = (problem: string): void => {
    if (problems.length < MAX_PROBLEMS && !problems.includes(problem)) problems.push(problem);
  };
  const read = <Value>(
    from: Fields,
    name: string,
    at: string,
    is: (value: unknown) => value is Value,
    empty: Value,
    must: string,
  ): Value => {
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    if (is(value)) return value;
    note(`${at}${name} must be ${must}`);
    return empty;
  };
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isWords = (value: unknown): value is string => isText(value) && /[\p{L}\p{N}]/u.test(value);
  const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
  const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
  const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isList = (value: unknown): value is unknown[] => Array.isArray(value);
  return {
    problems,
    note,
    text: (from, name, at) => read(from, name, at, isText, '', 'a string'),
    words: (from, name, at) => read(from, name, at, isWords, '', 'a string with words in it'),
    texts: (from, name, at) => read(from, name, at, isTexts, [], 'a list of strings'),
    count: (from, name, at) => read(from, name, at, isCount, 1, 'a whole number of at least 1'),
    list: (from, name, at) => read(from, name, at, isList, [], 'a list'),
    choice(from, name, at, values) {
      const found = values.find((value) => value === from[name]);
      if (found === undefined) note(`${at}${name} must be one of ${values.join(', ')}`);
      return found ?? values[0];
    },
    fields(value, at) {
      if (isFields(value)) return value;
      note(`${at}must be an object`);
      return {};
    },
  };
}
