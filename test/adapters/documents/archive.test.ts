import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toEntryTitle } from '#adapters/documents/archive.ts';
import { makeDocx } from '#test/fixtures/documents/make-office.ts';
import { lieAboutSizes, makeZip } from '#test/fixtures/documents/make-zip.ts';
import { openReader, readEntries, readFrom } from './reading.ts';

const failure = (title: string, code: string) => ({ title, failure: { code, reason: expect.stringContaining(title) } });

describe('an archive', () => {
  it('gives each of its files as a document under its path, or why it is none', async () => {
    const zip = makeZip({
      'b/notes.md': '# Notes',
      'a.docx': await makeDocx(),
      'rows.csv': 'a,b\n1,2',
      'inner.zip': makeZip({ 'x.txt': 'x' }),
      'broken.pdf': '%PDF-1.7 nothing',
      'empty.txt': '',
    });
    expect(await readEntries(openReader(), zip)).toMatchObject([
      { title: 'b/notes.md', text: '# Notes' },
      { title: 'a.docx', text: expect.stringContaining('Harbour') },
      { title: 'rows.csv', table: { rows: [['1', '2']] } },
      failure('inner.zip', 'source_not_text'),
      failure('broken.pdf', 'source_unreadable'),
      failure('empty.txt', 'source_empty'),
    ]);
  });

  it('is looked through without what systems leave behind', async () => {
    const zip = makeZip({ '.DS_Store': 'x', '__MACOSX/._a.txt': 'x', '.git/config': 'x', 'Thumbs.db': 'x', 'a.txt': 'words' });
    expect(await readEntries(openReader(), zip)).toMatchObject([{ title: 'a.txt', text: 'words' }]);
  });

  it('with a password fails file by file', async () => {
    const zip = readFileSync(join(import.meta.dirname, '../../fixtures/documents/locked.zip'));
    expect(await readEntries(openReader(), zip)).toEqual([failure('minutes.txt', 'source_encrypted')]);
  });

  it.each([
    ['of nothing', {}, makeZip({ '.hidden': 'x' }), 'source_empty'],
    ['of too many files', { maxArchiveEntries: 2 }, makeZip({ a: '1', b: '2', c: '3' }), 'source_too_large'],
    ['of too much', { maxArchiveBytes: 3 }, makeZip({ a: '12', b: '34' }), 'source_too_large'],
    ['that was cut short', {}, makeZip({ a: '12', b: '34' }).subarray(0, 60), 'source_unreadable'],
  ] as const)('%s is refused as a whole', async (_, limits, zip, code) => {
    await expect(readFrom(openReader(limits), 'files.zip', zip)).rejects.toMatchObject({ code });
  });

  it('loses only the files that are too much', async () => {
    const lying = lieAboutSizes(makeZip({ 'lie.txt': 'x'.repeat(1_000_000) }), 10);
    expect(await readEntries(openReader(), lying)).toEqual([failure('lie.txt', 'source_too_large')]);
    const large = makeZip({ 'large.txt': 'x'.repeat(5_000), 'small.txt': 'words' });
    const read = await readEntries(openReader({ maxFileBytes: 1_000 }), large);
    expect(read).toMatchObject([failure('large.txt', 'source_too_large'), { title: 'small.txt', text: 'words' }]);
  });

  it('is read until its texts come to too much', async () => {
    const zip = makeZip({ a: 'x'.repeat(60), b: 'x'.repeat(60), c: 'words' });
    const read = await readEntries(openReader({ maxArchiveChars: 100, workers: 1 }), zip);
    expect(read.map((entry) => 'failure' in entry)).toEqual([false, false, true]);
  });
});

describe('the name of a file in an archive', () => {
  it.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/a//b/./c.txt', 'a/b/c.txt'],
    ['C:\\docs\\a.txt', 'C:/docs/a.txt'],
    ['a\u0000b\n.txt', 'ab.txt'],
    ['..', 'unnamed'],
  ])('points nowhere outside of it: %j', (name, title) => {
    expect(toEntryTitle(name)).toBe(title);
  });

  it('fits a line', () => {
    expect(toEntryTitle(`${'x'.repeat(500)}/end.txt`)).toHaveLength(200);
  });
});
