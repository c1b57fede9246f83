import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTextReader } from '#adapters/documents/text-reader.ts';
import { sourceReaderContract } from '#test/contracts/source-reader-contract.ts';
import { createFakeReader } from '#test/fakes/fake-reader.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

sourceReaderContract('text', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'good.md'), 'Grüße aus 東京');
  return {
    reader: createTextReader({ maxBytes: 1_000 }),
    good: join(folder, 'good.md'),
    text: 'Grüße aus 東京',
    missing: join(folder, 'none.md'),
  };
});
sourceReaderContract('fake', () => ({ reader: createFakeReader({ good: 'text' }), good: 'good', text: 'text', missing: 'none' }));

describe('a text file', () => {
  const read = (path: string) =>
    createTextReader({ maxBytes: 1_000 }).read({ id: 'S1', kind: 'file', title: 'the file', ref: path }, new AbortController().signal);

  it('loses its byte order mark', async () => {
    const path = join(temporaryFolder(), 'bom.md');
    writeFileSync(path, '\uFEFFhello');
    expect(await read(path)).toMatchObject({ document: { title: 'the file', text: 'hello' } });
  });

  it.each([
    ['empty', Buffer.from(' \n\t'), 'source_empty'],
    ['binary', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1]), 'source_not_text'],
    ['Latin-1', Buffer.from('caf\xe9', 'latin1'), 'source_not_text'],
    ['too large', Buffer.alloc(1_001, 'x'), 'source_too_large'],
  ] as const)('that is %s is refused with the reason', async (_, bytes, code) => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, bytes);
    await expect(read(path)).rejects.toMatchObject({ code, userMessage: expect.stringContaining('the file') });
  });

  it('that is a folder is refused', async () => {
    const path = join(temporaryFolder(), 'folder');
    mkdirSync(path);
    await expect(read(path)).rejects.toMatchObject({ code: 'source_unreadable', userMessage: 'the file is a folder' });
  });
});
