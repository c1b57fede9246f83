import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createBell } from './bell.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type UntilOptions, until } from './until.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

/**
 * How long to wait for what other processes do: as long as one of them lives. Each may wait for the processor while this one has nothing to do, so this one's own time tells nothing of theirs: it is no more than an end for what never
 * comes, before the test's own.
 */
export const whileAlive = (programs: Iterable<Program>): Pick<UntilOptions, 'patienceMs' | 'lookMs' | 'isOver'> => ({
  patienceMs: 300_000,
  lookMs: 50,
  isOver: () => {
    const all = [...programs];
    return all.length > 0 && all.every(({ hasEnded }) => hasEnded);
  },
});

export interface Ended {
  /** The exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly ended: Promise<Ended>;
  readonly hasEnded: boolean;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once standard error or output holds that text; rejects when the program ends without. */
  saw(text: string): Promise<void>;
  type(line: string): void;
  endInput(): void;
}

/** Fanout as a person starts it, in a folder of its own, with nothing from this machine's environment but what is given. */
export function startProgram(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Program {
  const env = { PATH: process.env.PATH ?? '', HOME: cwd, ...COMPILE_CACHE, ...environment };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  const bell = createBell();
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
    bell.ring();
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
    bell.ring();
  });
  // A program that ends early no longer reads: its end says so, not this.
  child.stdin.on('error', () => {});
  let hasEnded = false;
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (status) => {
      hasEnded = true;
      bell.ring();
      resolve({ status, stdout, stderr });
    }),
  );
  const program: Program = {
    ended,
    get hasEnded() {
      return hasEnded;
    },
    kill: (signal) => void child.kill(signal),
    type: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    async saw(text) {
      const story = (): string => `${stdout}\n${stderr}`;
      await until(`“${text}”`, () => (stdout + stderr).includes(text), { hear: bell.hear, story, ...whileAlive([program]) });
    },
  };
  return program;
}

export async function runProgram(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const program = startProgram(args, cwd, environment);
  if (input !== '') program.type(input);
  program.endInput();
  return await program.ended;
}
