import { type ContestantArgs, type Prompt, type Result, writeLines } from './contestant-files.ts';

/** What a contestant says of itself, as its last line on standard output. */
export interface Measurement {
  /** From holding the warm prompts to holding all results. */
  readonly makespanMs: number;
  /** User and system time of the process over the same span. */
  readonly cpuMs: number;
  /** The process's peak. */
  readonly rssMb: number;
  /** Before the first lane, everything loaded and warm. */
  readonly idleRssMb: number;
}

const toMb = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** Warms up, takes the time of one run of all prompts, and writes the results after the clock has stopped. */
export async function measure(
  { prompts, warmup, cap, out }: ContestantArgs,
  ask: (prompts: readonly Prompt[], cap: number) => Promise<readonly Result[]>,
): Promise<void> {
  if (warmup.length > 0) await ask(warmup, cap);
  const idleRssMb = toMb(process.memoryUsage.rss());
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const results = await ask(prompts, cap);
  const makespanMs = Math.round((performance.now() - startedMs) * 10) / 10;
  const { user, system } = process.cpuUsage(before);
  const rssMb = toMb(process.resourceUsage().maxRSS * 1_024);
  writeLines(out, results);
  const measurement: Measurement = { makespanMs, cpuMs: Math.round((user + system) / 1_000), rssMb, idleRssMb };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}
