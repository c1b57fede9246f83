import { getEventListeners } from 'node:events';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { eventually } from '#test/fakes/until.ts';
import { makeDocx } from '#test/fixtures/documents/make-office.ts';
import { makePdf, makePdfOf } from '#test/fixtures/documents/make-pdf.ts';
import { lieAboutSizes, makeBareDocx, makeEpub } from '#test/fixtures/documents/make-zip.ts';
import { IN_NO_HURRY, openReader, readDocument, readFrom } from './reading.ts';

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const toDocumentXml = (body: string): string => `<w:document ${WORD}><w:body>${body}</w:body></w:document>`;
const BOMB = makePdfOf(deflateSync(Buffer.alloc(100_000_000, '0 0 m '), { level: 1 }));
const tooLarge = { name: 'FanoutError', code: 'source_too_large' };

describe('a bomb is refused, and the next file is read:', () => {
  const reader = createDocumentReader({
    ...IN_NO_HURRY,
    workers: 1,
    workerMemoryMb: 120,
    maxUnpackedBytes: 3_000_000,
    maxFileBytes: 2_000_000,
  });
  afterAll(() => reader.close());
  const LAUGHS = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');

  it.each([
    ['a PDF whose page inflates without end', 'a.pdf', () => BOMB, tooLarge],
    ['a ZIP part of zeros', 'a.docx', () => makeBareDocx('<a/>', { 'word/media/x': Buffer.alloc(4_000_000) }), tooLarge],
    ['headers that lie', 'a.docx', () => lieAboutSizes(makeBareDocx(toDocumentXml(' '.repeat(4_000_000))), 100), tooLarge],
    ['a part of huge XML', 'a.docx', () => makeBareDocx(toDocumentXml('<w:p/>'.repeat(400_000))), tooLarge],
    ['elements in elements', 'a.docx', () => makeBareDocx(toDocumentXml('<w:p>'.repeat(100_000))), tooLarge],
    ['a page of elements in elements', 'a.html', () => '<div>'.repeat(100_000), tooLarge],
    ['groups in groups', 'a.rtf', () => `{\\rtf1${'{'.repeat(1_000_000)}`, tooLarge],
    ['one field of everything', 'a.csv', () => `a,b\n"${'x'.repeat(1_900_000)}"`, tooLarge],
    ['lists in lists', 'a.json', () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`, tooLarge],
    [
      'entities that multiply',
      'a.docx',
      () => makeBareDocx(`<!DOCTYPE x [<!ENTITY l0 "lol">${LAUGHS}]>${toDocumentXml('<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>')}`),
      { code: 'source_unreadable' },
    ],
    ['more elements than memory', 'a.html', () => '<p>a <b>b</b></p>'.repeat(60_000), tooLarge],
  ] as const)('%s', async (_, name, make, failure) => {
    await expect(readFrom(reader, name, make())).rejects.toMatchObject(failure);
    expect((await readDocument(reader, 'rows.csv', 'a\n1')).table?.rows).toEqual([['1']]);
  });

  it('and takes no other file with it', async () => {
    const reader = openReader({ workers: 2, workerMemoryMb: 120 });
    const bomb = readFrom(reader, 'a.pdf', BOMB).catch((error: unknown) => error);
    const others = Array.from({ length: 10 }, (_, n) => readDocument(reader, `${n}.csv`, `a\n${n}`));
    expect((await Promise.all(others)).map(({ table }) => table?.rows)).toEqual(others.map((_, n) => [[`${n}`]]));
    expect(await bomb).toMatchObject(tooLarge);
  });

  it('entities stay as they stand where a book defines them', async () => {
    const chapter = '<!DOCTYPE x [<!ENTITY a "haha">]><html><body><p>It said &a;.</p></body></html>';
    const { text } = await readDocument(openReader(), 'a.epub', makeEpub({ 'OEBPS/one.xhtml': chapter }));
    expect(text).not.toContain('haha');
  });
});

describe('limits', () => {
  it.each([
    ['a file', { maxFileBytes: 10 }, 'a.txt', 'x'.repeat(11), 'a.txt is larger than 10 bytes'],
    ['text', { maxTextChars: 10 }, 'a.txt', 'x'.repeat(11), 'a.txt has more than 10 characters of text'],
    ['text that was converted', { maxTextChars: 10 }, 'a.csv', 'a,b\n1,2', 'a.csv has more than 10 characters of text'],
    ['a picture', { maxPictureBytes: 10 }, 'a.gif', 'GIF89a123456;', expect.stringContaining('a.gif is a picture larger than 10 bytes')],
    ['time', { timeoutMs: 1 }, 'a.csv', 'a,b\n1,2', expect.stringContaining('a.csv takes more than 1 s to read')],
  ] as const)('are held to: %s', async (_, limits, name, text, userMessage) => {
    await expect(readFrom(openReader(limits), name, text)).rejects.toMatchObject({ ...tooLarge, userMessage });
  });
});

describe('an abort', () => {
  // Rows without end to look at, so that the reader is at it when it is told to stop.
  const SLOW = `a,b\n${'1,2\n'.repeat(3_000_000)}`;

  it('ends the one who reads and the ones who wait, each with the reason, and leaves nobody listening', async () => {
    const reader = openReader({ workers: 1 });
    const stop = new AbortController();
    const reads = [readFrom(reader, 'a.csv', SLOW, stop.signal), readFrom(reader, 'b.csv', 'a\n1', stop.signal)];
    const other = readDocument(reader, 'c.csv', 'a\n1');
    const ended = Promise.allSettled(reads);
    await eventually(() => expect(getEventListeners(stop.signal, 'abort').length).toBe(2));
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await ended).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    expect((await other).table?.rows).toEqual([['1']]);
  });

  it('leaves nobody listening when there was none', async () => {
    const { signal } = new AbortController();
    await readFrom(openReader(), 'a.csv', 'a\n1', signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

it('fifty files at once are all read, by two workers', async () => {
  const reader = openReader();
  const pdf = await makePdf([{ text: 'words' }]);
  const docx = await makeDocx();
  const read = await Promise.all(
    Array.from({ length: 50 }, (_, n) => readDocument(reader, `${n}`, n % 3 === 0 ? pdf : n % 3 === 1 ? docx : `text ${n}`)),
  );
  expect(read.map(({ title }) => title)).toEqual(read.map((_, n) => `${n}`));
  expect(read.every(({ text }) => text !== '')).toBe(true);
});
