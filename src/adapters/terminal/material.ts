import { glob, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { FanoutError } from '#core/errors.ts';
import type { SourceRef } from '#core/request.ts';

/** Longest standard input taken as material, in bytes. */
const MAX_INPUT_BYTES = 20_000_000;

/**
 * The files that paths, folders and globs name, as sources in the order given and by name within a glob, each once; `-` is standard input, read to its end. Paths become
 * absolute, from `folder`, so that a run can go on from another one. Rejects with `FanoutError` `bad_usage` for one that names nothing.
 */
export async function toSources(patterns: readonly string[], input: AsyncIterable<Buffer | string>, folder: string): Promise<SourceRef[]> {
  const found: { readonly kind: SourceRef['kind']; readonly title: string; readonly ref: string }[] = [];
  const seen = new Set<string>();
  for (const pattern of patterns) {
    if (pattern === '-') {
      if (!seen.has('-')) found.push({ kind: 'text', title: 'standard input', ref: await readInput(input) });
      seen.add('-');
      continue;
    }
    for (const path of await toPaths(pattern, folder)) {
      const ref = resolve(folder, path);
      if (!seen.has(ref)) found.push({ kind: 'file', title: path, ref });
      seen.add(ref);
    }
  }
  const names = found.map(({ title }) => basename(title));
  return found.map((source, index) => {
    const name = names[index] ?? source.title;
    // The shortest name that tells it from the others.
    const title = source.kind === 'text' || names.filter((other) => other === name).length > 1 ? source.title : name;
    return { ...source, title, id: `S${index + 1}` };
  });
}

async function toPaths(pattern: string, folder: string): Promise<string[]> {
  const isThere = await stat(resolve(folder, pattern)).catch(() => null);
  if (isThere?.isDirectory()) return await filesIn(pattern, folder);
  // A path that exists is that file, also when its name has the characters of a pattern.
  if (isThere !== null) return [pattern];
  const paths = await Array.fromAsync(glob(pattern, { cwd: folder }));
  const stats = await Promise.all(paths.map((path) => stat(resolve(folder, path)).catch(() => null)));
  const files = paths.filter((_, index) => stats[index]?.isFile());
  if (files.length === 0) throw new FanoutError('bad_usage', `No file matches ${pattern}.`);
  return files.sort(byName);
}

/** All files below a folder, but hidden ones, which nobody means. */
async function filesIn(name: string, base: string): Promise<string[]> {
  const folder = resolve(base, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const seen = paths.filter((path) => !path.split(sep).some((part) => part.startsWith('.')));
  if (seen.length === 0) throw new FanoutError('bad_usage', `The folder ${name} has no files.`);
  return seen.sort(byName).map((path) => join(name, path));
}

const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

async function readInput(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > MAX_INPUT_BYTES) throw new FanoutError('bad_usage', 'Standard input is larger than 20 MB: put it into a file.');
    chunks.push(piece);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') throw new FanoutError('bad_usage', 'Standard input is empty.');
  return text;
}

/** The lane prompts of a file: one a line, blank lines left out. Rejects with `FanoutError` `bad_usage`. */
export async function readLaneList(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FanoutError('bad_usage', `The lane file ${path} can't be read (${error.code ?? 'unknown error'}).`, { cause: error });
  });
  const prompts = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\uFEFF/, '').trim())
    .filter((line) => line !== '');
  if (prompts.length === 0) throw new FanoutError('bad_usage', `The lane file ${path} is empty: put one lane prompt on each line.`);
  return prompts;
}
