import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DONE, readEvents, type ServerEvent } from '#adapters/openai/event-stream.ts';
import type { LeanBody } from '#adapters/openai/lean-fetch.ts';

const toLean = (stream: Readable): LeanBody => ({
  [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
  cancel: () => void stream.destroy(),
});
const toBody = (pieces: readonly Uint8Array[]): LeanBody => toLean(Readable.from(pieces));

/** A body that has sent this and stays open. */
function openBody(text: string): Readable {
  const stream = new Readable({ read: () => {} });
  stream.push(bytesOf(text));
  return stream;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (...texts: readonly string[]): Promise<ServerEvent[]> => Array.fromAsync(readEvents(toBody(texts.map(bytesOf))));

describe('an event stream', () => {
  it('gives the data of each event, whatever its line ends', async () => {
    expect((await read('data: 1\n\ndata: 2\r\n\r\ndata:3\r\rdata: 4\n\n')).map(({ data }) => data)).toEqual(['1', '2', '3', '4']);
  });

  it('passes over comments and fields it does not know', async () => {
    expect(await read(': keep-alive\n\nid: 7\nretry: 1\nevent: error\ndata: a\ndata: b\n\n')).toEqual([{ name: 'error', data: 'a\nb' }]);
  });

  it('gives no event that broke off', async () => {
    expect(await read('data: 1\n\ndata: 2\n')).toEqual([{ name: '', data: '1' }]);
  });

  it('ends with the word that nothing follows', async () => {
    expect((await read('data: 1\n\ndata: [DONE]\n\ndata: 2\n\n')).map(({ data }) => data)).toEqual(['1', DONE]);
  });

  it('ends there even if the body stays open', async () => {
    const body = openBody(`data: ${DONE}\n\n`);
    expect(await Array.fromAsync(readEvents(toLean(body)))).toHaveLength(1);
    expect(body.destroyed).toBe(true);
  });

  it('closes the body when it is left early', async () => {
    const body = openBody('data: 1\n\ndata: 2\n\n');
    for await (const event of readEvents(toLean(body))) if (event.data === '1') break;
    expect(body.destroyed).toBe(true);
  });

  it('is the same however the bytes are cut', async () => {
    const text = 'data: größer 日本 🙂\r\n\r\n: c\n\nevent: x\ndata: 2\n\n';
    const whole = await read(text);
    const bytes = bytesOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
        expect(await Array.fromAsync(readEvents(toBody(pieces)))).toEqual(whole);
      }),
    );
  });
});
