import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { makeDocx, makeXlsx } from '#test/fixtures/documents/make-office.ts';
import { makePdf } from '#test/fixtures/documents/make-pdf.ts';
import { makeEpub } from '#test/fixtures/documents/make-zip.ts';
import { IN_NO_HURRY, readFrom } from './reading.ts';

const reader = createDocumentReader(IN_NO_HURRY);
afterAll(() => reader.close());

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/documents', name));
const old = (part: string): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(part, 'utf16le')]);

const REFUSED = [
  [
    'a PDF with a password',
    'a.pdf',
    await makePdf([{ text: 'secret' }], 'pw'),
    'source_encrypted',
    'a.pdf is locked with a password; save it without one',
  ],
  [
    'an XLSX with a password',
    'a.xlsx',
    fixture('locked.xlsx'),
    'source_encrypted',
    'a.xlsx is locked with a password; save it without one',
  ],
  [
    'a book locked to a shop',
    'a.epub',
    makeEpub({ 'META-INF/encryption.xml': '<encryption><EncryptionMethod Algorithm="aes128"/></encryption>' }),
    'source_encrypted',
    'a.epub is locked to a shop or a reader (DRM)',
  ],
  ['a scan', 'a.pdf', await makePdf([{}]), 'source_empty', expect.stringContaining('seems to be a scan')],
  ['an empty file', 'a.docx', '', 'source_empty', 'a.docx is empty'],
  ['blanks', 'a.txt', ' \n', 'source_empty', 'a.txt is empty'],
  ['an empty sheet', 'a.xlsx', await makeXlsx({ name: 'S', rows: [] }), 'source_empty', 'a.xlsx has no text in it'],
  ['an old Word file', 'a.doc', old('WordDocument'), 'source_not_text', 'a.doc is in an old Office format; save it as DOCX'],
  ['an old Excel file', 'a.xls', old('Workbook'), 'source_not_text', 'a.xls is in an old Office format; save it as XLSX'],
  ['an unknown kind', 'a.bin', Buffer.from([1, 2, 0, 255]), 'source_not_text', expect.stringContaining('a.bin is not a UTF-8 text file')],
  [
    'a PDF cut short',
    'a.pdf',
    (await makePdf([{ text: 'words' }])).subarray(0, 60),
    'source_unreadable',
    expect.stringContaining('a.pdf is damaged'),
  ],
  ['a DOCX cut short', 'a.docx', (await makeDocx()).subarray(0, 4_000), 'source_unreadable', 'a.docx is damaged or was cut short'],
  ['a CSV cut short', 'a.csv', 'a,b\n1,"2', 'source_unreadable', expect.stringContaining('ends inside a quoted field')],
] as const;

describe('what can not be read is refused with the reason:', () => {
  it.each(REFUSED)('%s', async (_, name, bytes, code, userMessage) => {
    await expect(readFrom(reader, name, bytes)).rejects.toMatchObject({ name: 'FanoutError', code, userMessage });
  });
});
