import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Result, readLines, writeLines } from './contestant-files.ts';
import { type BenchLane, expectedText, toLane } from './lane.ts';
import type { Measurement } from './measure.ts';

/** Each is a program of its own with the same command line, so one can't warm or crowd another. */
export const CONTESTANTS = {
  Fanout: 'contestant.ts',
  'openai + p-queue': 'hand-written.ts',
} as const;

export type ContestantName = keyof typeof CONTESTANTS;

export interface Outcome extends Measurement {
  /** Lanes without a result. */
  readonly lost: number;
  /** Lanes whose text is not to the letter the one the endpoint sent. */
  readonly wrong: number;
}

export interface Contest {
  readonly baseUrl: string;
  readonly lanes: readonly BenchLane[];
  readonly cap: number;
  /** Where prompts and results are kept meanwhile. */
  readonly folder: string;
}

/** Lets one contestant do all lanes once, in a new process, and compares every answer. Rejects when it does not report. */
export async function compete(name: ContestantName, { baseUrl, lanes, cap, folder }: Contest): Promise<Outcome> {
  const prompts = join(folder, 'prompts.jsonl');
  const warmup = join(folder, 'warmup.jsonl');
  const out = join(folder, 'results.jsonl');
  writeLines(
    prompts,
    lanes.map(({ id, prompt }) => ({ id, prompt })),
  );
  // As many as the cap, so that every connection is open before the clock starts.
  writeLines(
    warmup,
    Array.from({ length: cap }, (_, index) => toLane(`warm${index + 1}`, 20)).map(({ id, prompt }) => ({ id, prompt })),
  );
  writeLines(out, []);
  const flags = ['--base-url', baseUrl, '--prompts', prompts, '--cap', String(cap), '--out', out, '--warmup', warmup];
  const printed = await runNode(join(import.meta.dirname, CONTESTANTS[name]), flags);
  const measurement = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Measurement;
  return { ...measurement, ...judge(lanes, readLines<Result>(out)) };
}

function judge(lanes: readonly BenchLane[], results: readonly Result[]): Pick<Outcome, 'lost' | 'wrong'> {
  const texts = new Map(results.flatMap((result) => ('text' in result ? [[result.id, result.text]] : [])));
  const lost = lanes.filter(({ id }) => !texts.has(id)).length;
  return { lost, wrong: lanes.filter(({ id }) => texts.has(id) && texts.get(id) !== expectedText(id)).length };
}

async function runNode(script: string, flags: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject);
  child.on('close', resolve);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
  });
  const status = await promise;
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
  return printed;
}
