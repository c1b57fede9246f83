/**
 * `npm run bench:pressure`: Fanout beside what people use today, where it hurts: tails, limits, faults, cut streams, width. Markdown on standard output, progress on standard error. `-- --quick` does smaller shapes twice in four
 * minutes; `--workload TEXT` and `--contestant TEXT` (again for more) pick those whose names hold the text, `--repetitions N` and `--first-seed N` say how often and from where. Contestants take turns, in another order each
 * repetition, one seed a repetition.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstLine } from '../first-line.ts';
import { compete, type Outcome } from './compete.ts';
import { CONTESTANTS, type Contestant, fits } from './contestants.ts';
import { installPeers, toHindrance } from './peers.ts';
import { type Repetition, toSection } from './report.ts';
import { FULL, QUICK, toWorkloads, type Workload } from './workloads.ts';

const picks = { type: 'string', multiple: true, default: [] as string[] } as const;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    workload: picks,
    contestant: picks,
    repetitions: { type: 'string' },
    'first-seed': { type: 'string', default: '1' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);
const isPicked = (name: string, texts: readonly string[]): boolean => texts.length === 0 || texts.some((text) => name.includes(text));

const beganMs = performance.now();
const entered = await enter();
const folder = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
const endpoint = spawn(process.execPath, [join(import.meta.dirname, 'endpoint.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const baseUrl = await firstLine(endpoint.stdout);
  say(`Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${process.platform}\n`);
  if (values.quick) say('A quick look: times and lanes are a fifth or a quarter of what the names say, and limits fit them.\n');
  for (const workload of toWorkloads(values.quick ? QUICK : FULL)) {
    const contestants = entered.filter((it) => fits(it, workload.toldPerMinute !== null));
    if (!isPicked(workload.name, values.workload) || contestants.length === 0) continue;
    for (const line of toSection(workload, contestants, await hold(workload, contestants, baseUrl))) say(line);
  }
  note(`took ${Math.round((performance.now() - beganMs) / 1_000)} s`);
} finally {
  endpoint.kill();
  rmSync(folder, { recursive: true });
}

/** Who can take part here; of the others it is said why not. */
async function enter(): Promise<Contestant[]> {
  const picked = CONTESTANTS.filter(({ name }) => isPicked(name, values.contestant));
  const isInstalled = !picked.some(({ script }) => script.startsWith('peers/')) || installPeers(note);
  const able: Contestant[] = [];
  for (const contestant of picked) {
    const hindrance = await toHindrance(contestant, isInstalled);
    if (hindrance === null) able.push(contestant);
    else say(`Skipped: ${contestant.name}, since ${hindrance}.`);
  }
  return able;
}

/** All repetitions of one workload, one seed each. */
async function hold(workload: Workload, contestants: readonly Contestant[], baseUrl: string): Promise<Repetition[]> {
  const repetitions: Repetition[] = [];
  const count = values.repetitions === undefined ? workload.repetitions : Number(values.repetitions);
  for (let nth = 0; nth < count; nth += 1) {
    const scenario = workload.scenario(Number(values['first-seed']) + nth);
    const outcomes = new Map<string, Outcome>();
    for (const contestant of inTurn(contestants, nth)) {
      const outcome = await compete(contestant, { baseUrl, workload, scenario, folder });
      outcomes.set(contestant.name, outcome);
      note(`${workload.name}, ${nth + 1} of ${count}, ${contestant.name}: ${JSON.stringify(outcome)}`);
    }
    repetitions.push({ scenario, outcomes });
  }
  return repetitions;
}

/** Another one begins each time, and every second time they go backwards. */
function inTurn(contestants: readonly Contestant[], nth: number): readonly Contestant[] {
  const from = nth % contestants.length;
  const turned = [...contestants.slice(from), ...contestants.slice(0, from)];
  return nth % 2 === 0 ? turned : turned.toReversed();
}
