import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Prompt, type Result, readLines, writeLines } from '../contestant-files.ts';
import { expectedText } from '../lane.ts';
import type { Measurement } from '../measure.ts';
import { COMPLETION_TOKENS } from '../stream-answer.ts';
import { type Contestant, toScript } from './contestants.ts';
import { type CallCount, type Scenario, toPrompt } from './scenario.ts';
import type { Workload } from './workloads.ts';

/** One that takes longer is ended, and everything it did counts as lost. */
const MOST_MS = 20 * 60_000;

export interface Outcome extends Measurement, CallCount {
  /** Lanes without a text, or with another one than was sent: a truncated one is lost too. */
  readonly lost: number;
}

export interface Contest {
  readonly baseUrl: string;
  readonly workload: Workload;
  readonly scenario: Scenario;
  /** Where prompts and results are kept meanwhile. */
  readonly folder: string;
}

/** Lets one contestant do all lanes once, in a new process, and compares every answer. Rejects when it does not report. */
export async function compete(contestant: Contestant, { baseUrl, workload, scenario, folder }: Contest): Promise<Outcome> {
  const { origin } = new URL(baseUrl);
  const files = { prompts: join(folder, 'prompts.jsonl'), warmup: join(folder, 'warmup.jsonl'), out: join(folder, 'results.jsonl') };
  writeLines(
    files.prompts,
    scenario.lanes.map(({ id, tokens }) => toAsked(id, tokens - COMPLETION_TOKENS)),
  );
  // As many as the cap, so that every connection is open before the clock starts.
  writeLines(
    files.warmup,
    Array.from({ length: workload.cap }, (_, index) => toAsked(`warm${index + 1}`, 20)),
  );
  writeLines(files.out, []);
  await fetch(`${origin}/scenario`, { method: 'PUT', body: JSON.stringify(scenario) });
  const measured = await measure(contestant, [
    ...['--base-url', baseUrl, '--prompts', files.prompts, '--cap', String(workload.cap), '--out', files.out],
    ...(workload.warm ? ['--warmup', files.warmup] : []),
    ...(workload.toldPerMinute === null ? [] : ['--rpm', String(workload.toldPerMinute)]),
    ...contestant.flags,
  ]);
  const seen = (await (await fetch(`${origin}/count`)).json()) as CallCount;
  const texts = new Map(readLines<Result>(files.out).map((result) => [result.id, 'text' in result ? result.text : null]));
  return { ...measured, ...seen, lost: scenario.lanes.filter(({ id }) => texts.get(id) !== expectedText(id)).length };
}

const toAsked = (id: string, promptTokens: number): Prompt => ({ id, prompt: toPrompt(id, promptTokens) });

async function measure(contestant: Contestant, flags: readonly string[]): Promise<Measurement> {
  const environment = { ...process.env, MASTRA_TELEMETRY_DISABLED: '1', LANGSMITH_TRACING: 'false', AI_SDK_LOG_WARNINGS: 'false' };
  const child = spawn(process.execPath, [toScript(contestant), ...flags], { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject);
  child.on('close', resolve);
  const late = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  const [status, printed] = await Promise.all([promise, text(child.stdout)]);
  clearTimeout(late);
  if (child.signalCode === 'SIGKILL') return { makespanMs: MOST_MS, cpuMs: Number.NaN, rssMb: Number.NaN, idleRssMb: Number.NaN };
  if (status !== 0) throw new Error(`${contestant.name} ended with status ${status}`);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Measurement;
}
