import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS } from '#adapters/documents/limits.ts';
import { createPerformer } from '#adapters/documents/perform.ts';
import { FanoutError } from '#core/errors.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { makeDocx, makeXlsx } from '#test/fixtures/documents/make-office.ts';
import { makePdf } from '#test/fixtures/documents/make-pdf.ts';
import { makeEpub, makeZip } from '#test/fixtures/documents/make-zip.ts';
import { runs } from '#test/setup/runs.ts';
import { openReader, readFrom } from './reading.ts';

const samples = [
  await makeDocx(),
  await makeXlsx({ name: 'S', rows: [['a'], [1]] }),
  await makePdf([{ text: 'words' }]),
  makeEpub(),
  makeZip({ 'a.txt': 'words', 'b/c.csv': 'a,b' }),
  Buffer.from('{\\rtf1 words \\u8364? {\\b x}}'),
  Buffer.from('<table><tr><td>a</td></tr></table>'),
];
const marks = ['PK\x03\x04', '%PDF-1.7\n', '{\\rtf1 ', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', '<html>', '[{"a":', 'a,b\n"', ''];
const marked = fc
  .tuple(fc.constantFrom(...marks), fc.uint8Array({ maxLength: 300 }))
  .map(([mark, rest]) => Buffer.concat([Buffer.from(mark, 'latin1'), rest]));
const damaged = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
  .map(([sample, changes, cut]) => {
    const bytes = Buffer.from(sample);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
  });
const extension = fc.constantFrom(
  'txt',
  'md',
  'html',
  'csv',
  'tsv',
  'json',
  'jsonl',
  'pdf',
  'docx',
  'xlsx',
  'pptx',
  'epub',
  'rtf',
  'zip',
  'png',
  'weird',
);

describe('whatever bytes under whatever name', () => {
  it('become a document, an archive, or a failure that names the file by title only', async () => {
    const path = join(temporaryFolder(), 'secret-path');
    const perform = createPerformer(DOCUMENT_LIMITS);
    await fc.assert(
      fc.asyncProperty(fc.oneof(marked, damaged), extension, async (bytes, kind) => {
        writeFileSync(path, bytes);
        const outcome = await perform({ file: { path, title: `file.${kind}` }, entry: null });
        if (outcome.kind !== 'failure') return;
        expect(outcome.failure.code).toMatch(/^source_/);
        expect(outcome.failure.reason).toMatch(new RegExp(`^file\\.${kind} `));
        expect(outcome.failure.reason).not.toContain('secret-path');
      }),
      { numRuns: runs(300) },
    );
  });

  it('come out of the workers the same way', async () => {
    const reader = openReader();
    await fc.assert(
      fc.asyncProperty(fc.oneof(marked, damaged), extension, async (bytes, kind) => {
        const read = await readFrom(reader, `file.${kind}`, bytes).catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(FanoutError);
      }),
      { numRuns: 12 },
    );
  });
});
