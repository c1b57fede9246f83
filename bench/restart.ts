/**
 * `npm run bench:restart`: a run of 10,000 lanes, killed (SIGKILL) when half are done, and how soon the next process goes on. `-- --lanes 1000` does another number, `-- --profile FILE` writes a profile of
 * the restart.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    lanes: { type: 'string', default: '10000' },
    repetitions: { type: 'string', default: '5' },
    chars: { type: 'string', default: '2000' },
    profile: { type: 'string' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What the process that goes on says of itself. Times are in milliseconds, `firstStartMs` from the moment `resume()` is called to the first new `lane.started` in the log. */
export interface Restart {
  readonly loadMs: number;
  readonly openMs: number;
  readonly resumeMs: number;
  readonly firstStartMs: number;
  readonly doneBefore: number;
  readonly callsAgain: number;
  readonly done: number;
  /** Resident memory before `resume()`, at the first new start, and at most. */
  readonly idleMb: number;
  readonly startMb: number;
  readonly peakMb: number;
}

const COLUMNS: readonly (readonly [keyof Restart, string])[] = [
  ['loadMs', 'modules loaded, ms'],
  ['openMs', 'database open, ms'],
  ['resumeMs', 'resume() returned after, ms'],
  ['firstStartMs', 'first new lane after, ms'],
  ['doneBefore', 'done before the kill'],
  ['callsAgain', 'of these called again'],
  ['done', 'done at the end'],
  ['idleMb', 'MB before'],
  ['startMb', 'MB at the first new lane'],
  ['peakMb', 'MB at most'],
];

async function child(what: 'until killed' | 'go on', path: string, flags: readonly string[] = []): Promise<string> {
  const args = [
    ...flags,
    '--max-semi-space-size=16',
    join(import.meta.dirname, 'restart-process.ts'),
    what,
    path,
    values.lanes,
    values.chars,
  ];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return await text(process_.stdout);
}

say(
  `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${process.platform}; ${values.lanes} lanes, answers of ${values.chars} characters\n`,
);
say(`| | ${COLUMNS.map(([, title]) => title).join(' | ')} |`);
say(`| --- |${' --- |'.repeat(COLUMNS.length)}`);
for (let nth = 1; nth <= Number(values.repetitions); nth += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-restart-'));
  try {
    const path = join(folder, 'bench.db');
    await child('until killed', path);
    const flags =
      values.profile === undefined
        ? []
        : ['--cpu-prof', `--cpu-prof-dir=${dirname(resolve(values.profile))}`, `--cpu-prof-name=${basename(values.profile)}`];
    const it = JSON.parse(await child('go on', path, flags)) as Restart;
    say(`| ${[nth, ...COLUMNS.map(([key]) => it[key])].join(' | ')} |`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
