import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const FILES = globSync('src/**/*.ts', { cwd: ROOT });

/** Packages that core may use: p-queue, and pure data. */
const CORE_PACKAGES = ['p-queue', 'eld/extrasmall', 'node:crypto', 'csv-stringify/sync', 'fflate', 'zod'];

interface Import {
  readonly from: string;
  /** A path from the root, or a package's name. */
  readonly to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const names = [...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm)];
  return names.map((match) => ({ from: file, to: toPath(file, match[1] ?? match[2] ?? match[3] ?? '') }));
}

function toPath(file: string, name: string): string {
  if (name.startsWith('.')) return relative(ROOT, join(ROOT, dirname(file), name));
  return name.replace(/^#(core|commands|adapters)\//, 'src/$1/').replace(/^#test\//, 'test/');
}

const imports = FILES.flatMap(importsOf);
const describeImport = ({ from, to }: Import): string => `${from} imports ${to}`;
const folderOf = (path: string): string => path.split('/').slice(0, 3).join('/');

describe('imports go one way', () => {
  it('sees the imports that there are', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({ from: 'src/core/text/language.ts', to: 'eld/extrasmall' });
    expect(imports).toContainEqual({ from: 'src/core/fanout.ts', to: 'src/core/run/runs.ts' });
  });

  it('core knows only itself and a few pure packages', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('src/core/') && !to.startsWith('src/core/') && !CORE_PACKAGES.includes(to),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('commands know only core', () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith('src/commands/') && !/^src\/(core|commands)\//.test(to));
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('an adapter knows core, commands and its own packages, never another adapter', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('src/adapters/') && to.startsWith('src/adapters/') && folderOf(from) !== folderOf(to),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('no adapter reads what people say: that is one place of commands', () => {
    const readers = ['src/commands/tidy-typed.ts', 'src/core/plan/needs.ts', 'src/core/plan/talk-wish.ts', 'src/core/plan/steer-words.ts'];
    const wrong = imports.filter(({ from, to }) => from.startsWith('src/adapters/') && readers.includes(to));
    expect(wrong.map(describeImport)).toEqual([]);
    const texts = FILES.filter((file) => file.startsWith('src/adapters/')).map(
      (file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const,
    );
    expect(texts.flatMap(([file, text]) => (/\bparseCommand\b|\btakeOptions\b/.test(text) ? [file] : []))).toEqual([]);
  });

  it('only the composition root stands above the adapters', () => {
    const wrong = imports.filter(({ from, to }) => /^src\/(core|commands|adapters)\//.test(from) && /^src\/[^/]+\.ts$/.test(to));
    expect(wrong.map(describeImport)).toEqual([]);
    expect(imports.filter(({ to }) => to === 'src/main.ts').map(describeImport)).toEqual([]);
  });

  it('product code never imports tests', () => {
    expect(imports.filter(({ to }) => to.startsWith('test/')).map(describeImport)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read by the composition root alone', () => {
    const readers = FILES.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(readers).toEqual(['src/main.ts']);
  });

  it('has every variable that is read in .env.example, and no other', () => {
    const read = [...readFileSync(join(ROOT, 'src/config.ts'), 'utf8').matchAll(/\bget\('([A-Z][A-Z0-9_]+)'/g)].map((match) => match[1]);
    const shown = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(shown.sort()).toEqual(read.sort());
  });
});

describe('files', () => {
  it('stay one noun or verb: under 250 lines', () => {
    const long = FILES.map((file) => [file, readFileSync(join(ROOT, file), 'utf8').split('\n').length] as const).filter(
      ([, lines]) => lines > 250,
    );
    expect(long).toEqual([]);
  });

  it('have no barrels and no drawers', () => {
    expect(FILES.filter((file) => /(^|\/)(index|utils?|helpers?|common|types)\.ts$/.test(file))).toEqual([]);
  });
});

describe('tests', () => {
  it('wait for what happens, by `until` and `eventually`: no clock ends a wait', () => {
    const clocks = /\b(?:setTimeout\(|AbortSignal\.timeout|expect\.poll|vi\.(?:waitFor|waitUntil|setConfig)|from 'node:timers\/promises')/;
    const tests = globSync('test/**/*.ts', { cwd: ROOT, exclude: ['test/pictures/**', 'test/architecture.test.ts'] });
    const waiting = tests.filter((file) => clocks.test(readFileSync(join(ROOT, file), 'utf8')));
    // A model's delay, a turn of the event loop, and a process that tells how it ended.
    expect(waiting.sort()).toEqual([
      'test/adapters/documents/exit.test.ts',
      'test/fakes/model-endpoint/send-reply.ts',
      'test/fakes/slack/delivery.ts',
    ]);
  });
});
