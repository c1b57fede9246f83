import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLaneList, toSources } from '#adapters/terminal/material.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

const nothing = Readable.from([]);

function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  return folder;
}

const titles = async (patterns: readonly string[]): Promise<string[]> =>
  (await toSources(patterns, nothing, '.')).map((source) => source.title);

describe('files on a command line', () => {
  it('come in the order given, within a glob by name with numbers in their order, each once', async () => {
    const folder = folderWith('r10.md', 'r9.md', 'other.txt', 'r1.md');
    expect(await titles([join(folder, '*.txt'), join(folder, '*.md'), join(folder, 'r9.md')])).toEqual([
      'other.txt',
      'r1.md',
      'r9.md',
      'r10.md',
    ]);
    const sources = await toSources([join(folder, '*.md')], nothing, '.');
    expect(sources.map(({ id, kind }) => [id, kind])).toEqual([
      ['S1', 'file'],
      ['S2', 'file'],
      ['S3', 'file'],
    ]);
    expect(sources[0]?.ref).toBe(join(folder, 'r1.md'));
  });

  it('with the same name are told apart by their path', async () => {
    const folder = folderWith('a/report.md', 'b/report.md', 'b/plan.md');
    expect(await titles([join(folder, '**/*.md')])).toEqual([join(folder, 'a/report.md'), 'plan.md', join(folder, 'b/report.md')]);
  });

  it('may have the characters of a pattern in their name', async () => {
    const folder = folderWith('what [draft]*.md');
    expect(await titles([join(folder, 'what [draft]*.md')])).toEqual(['what [draft]*.md']);
  });

  it('of a folder are all that are in it and below, but hidden ones', async () => {
    const folder = folderWith('b/y.md', 'a.md', 'b/x.md', '.hidden.md', '.git/config');
    expect(await titles([folder])).toEqual(['a.md', 'x.md', 'y.md']);
    await expect(titles([folderWith()])).rejects.toMatchObject({ code: 'bad_usage' });
  });

  it('that name nothing are refused', async () => {
    const folder = folderWith('a/x.md');
    await expect(titles([join(folder, '*.pdf')])).rejects.toMatchObject({
      code: 'bad_usage',
      userMessage: expect.stringMatching(/^No file matches/),
    });
  });
});

describe('standard input', () => {
  it('is a text, read to its end, once', async () => {
    const [source, ...more] = await toSources(['-', '-'], Readable.from([Buffer.from('Grü'), Buffer.from('ße')]), '.');
    expect(source).toEqual({ id: 'S1', kind: 'text', title: 'standard input', ref: 'Grüße' });
    expect(more).toEqual([]);
  });

  it('that is empty is refused', async () => {
    await expect(toSources(['-'], Readable.from(['  \n']), '.')).rejects.toMatchObject({ code: 'bad_usage' });
  });
});

describe('a lane file', () => {
  it('has a prompt a line; blank lines and line ends of any kind do not count', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lanes'), '\uFEFFone\r\n\r\n  two  \n\n');
    expect(await readLaneList(join(folder, 'lanes'))).toEqual(['one', 'two']);
    writeFileSync(join(folder, 'empty'), '\n\n');
    await expect(readLaneList(join(folder, 'empty'))).rejects.toMatchObject({ code: 'bad_usage' });
    await expect(readLaneList(join(folder, 'none'))).rejects.toMatchObject({ code: 'bad_usage' });
  });
});
