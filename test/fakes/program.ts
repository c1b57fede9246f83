import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

export interface Ended {
  /** The exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly ended: Promise<Ended>;
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
  const watchers = new Set<() => void>();
  const hear = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
    hear();
  });
  // A program that ends early no longer reads: its end says so, not this.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    type: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    saw: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!(stdout + stderr).includes(text)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without "${text}":\n${stdout}\n${stderr}`)));
      }),
  };
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
