import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** What a contestant is asked: `{"id","prompt"}`, a line each. */
export interface Prompt {
  readonly id: string;
  readonly prompt: string;
}

/** What it has got: `{"id","text"}` or `{"id","error"}`, a line each. */
export type Result = { readonly id: string; readonly text: string } | { readonly id: string; readonly error: string };

export interface ContestantArgs {
  readonly baseUrl: string;
  readonly prompts: readonly Prompt[];
  /** Most calls in flight at once. */
  readonly cap: number;
  readonly out: string;
  /** Asked before the clock starts; may be none. */
  readonly warmup: readonly Prompt[];
  /** What it is told of the endpoint's limits; null: it has to find out. */
  readonly requestsPerMinute: number | null;
  /** Of the SDK, for those that leave retries to it; null: its defaults. */
  readonly retries: number | null;
  readonly timeoutMs: number | null;
  /** False: no second calls for slow lanes. */
  readonly hedging: boolean;
}

const USAGE = '--base-url URL --prompts FILE --cap N --out FILE [--warmup FILE] [--rpm N] [--retries N] [--timeout-ms N] [--no-hedging]';

export function readContestantArgs(argv: readonly string[]): ContestantArgs {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'base-url': string,
      prompts: string,
      cap: string,
      out: string,
      warmup: string,
      rpm: string,
      retries: string,
      'timeout-ms': string,
      'no-hedging': { type: 'boolean', default: false },
    },
  });
  const cap = Number(values.cap);
  if (values['base-url'] === undefined || values.prompts === undefined || values.out === undefined || !(cap >= 1)) throw new Error(USAGE);
  const toCount = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  return {
    baseUrl: values['base-url'],
    prompts: readLines<Prompt>(values.prompts),
    cap,
    out: values.out,
    warmup: values.warmup === undefined ? [] : readLines<Prompt>(values.warmup),
    requestsPerMinute: toCount(values.rpm),
    retries: toCount(values.retries),
    timeoutMs: toCount(values['timeout-ms']),
    hedging: !values['no-hedging'],
  };
}

export function readLines<Line>(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

export function writeLines(path: string, lines: readonly object[]): void {
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
