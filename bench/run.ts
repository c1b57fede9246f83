/**
 * `npm run bench`: Fanout beside what a user would write instead, against a simulated endpoint on loopback; the table goes to standard output. `-- --quick` does smaller
 * workloads. Contestants take turns, in another order each repetition, so that neither gets the quieter machine.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTESTANTS, type ContestantName, compete, type Outcome } from './contestants.ts';
import { firstLine } from './first-line.ts';
import { HEADER, type Repetition, toRows } from './report.ts';
import { QUICK_WORKLOADS, WORKLOADS, type Workload } from './workload.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
const endpoint = spawn(process.execPath, [join(import.meta.dirname, 'endpoint.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const baseUrl = await firstLine(endpoint.stdout);
  const table = [...HEADER];
  for (const workload of values.quick ? QUICK_WORKLOADS : WORKLOADS) table.push(...toRows(workload, await hold(workload, baseUrl)));
  say(`Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${process.platform}\n`);
  for (const line of table) say(line);
} finally {
  endpoint.kill();
  rmSync(folder, { recursive: true });
}

/** All repetitions of one workload, one seed each. */
async function hold(workload: Workload, baseUrl: string): Promise<Repetition[]> {
  const repetitions: Repetition[] = [];
  for (let seed = 1; seed <= workload.repetitions; seed += 1) {
    const names = Object.keys(CONTESTANTS) as ContestantName[];
    const outcomes = new Map<ContestantName, Outcome>();
    for (const name of seed % 2 === 1 ? names : names.toReversed()) {
      const outcome = await compete(name, { baseUrl, lanes: workload.lanes(seed), cap: workload.cap, folder });
      outcomes.set(name, outcome);
      note(`${workload.name}, ${seed} of ${workload.repetitions}, ${name}: ${JSON.stringify(outcome)}`);
    }
    repetitions.push({ seed, outcomes });
  }
  return repetitions;
}
