import { FanoutError } from '#core/errors.ts';
import { type Answer, addChunk, NO_ANSWER } from './answer.ts';
import { DONE, readEvents } from './event-stream.ts';
import { isRecord, parseJson } from './json.ts';
import type { LeanBody, LeanResponse } from './lean-fetch.ts';
import { type Asked, replyToError } from './reply-error.ts';
import { streamCut } from './thrown-error.ts';

interface Reading {
  readonly asked: Asked;
  /** Hears the characters so far, those of reasoning with them. */
  readonly onProgress: (chars: number) => void;
  readonly now: () => number;
}

const carriesError = (body: unknown): boolean =>
  (Array.isArray(body) ? body : [body]).some((part) => isRecord(part) && part.error !== undefined && part.error !== null);

function unreadable({ endpoint }: Asked): FanoutError {
  return new FanoutError(
    'provider_unavailable',
    `${endpoint.host} answered with something that is no model's answer: check ${endpoint.settings.address}.`,
    {
      retry: { kind: 'again', afterMs: null },
    },
  );
}

function refuseError(body: unknown, headers: Headers, { asked, now }: Reading): void {
  if (carriesError(body)) throw replyToError({ status: null, headers, body }, asked, now());
}

async function readStream(body: LeanBody, headers: Headers, reading: Reading): Promise<Answer> {
  const { asked, onProgress, now } = reading;
  let answer = NO_ANSWER;
  let ended = false;
  let chars = 0;
  for await (const event of readEvents(body)) {
    if (event.data === DONE) {
      ended = true;
      continue;
    }
    const chunk = parseJson(event.data);
    if (event.name === 'error') throw replyToError({ status: null, headers, body: chunk }, asked, now());
    refuseError(chunk, headers, reading);
    if (!isRecord(chunk)) throw streamCut(asked, null);
    answer = addChunk(answer, chunk);
    const charsNow = answer.text.length + answer.toolText.length + answer.thoughtChars;
    if (charsNow > chars) onProgress(charsNow);
    chars = charsNow;
  }
  // A connection closed politely in the middle looks like an end; only the provider's word makes it one.
  if (!ended && answer.finish === null) throw streamCut(asked, null);
  return answer;
}

async function readWhole(response: LeanResponse, reading: Reading): Promise<Answer> {
  const body = parseJson(await response.text());
  refuseError(body, response.headers, reading);
  if (!isRecord(body)) throw unreadable(reading.asked);
  const answer = addChunk(NO_ANSWER, body);
  const chars = answer.text.length + answer.toolText.length;
  if (chars > 0) reading.onProgress(chars);
  return answer;
}

/** Reads a reply with a good status to its end. Rejects for what is no answer: an error told with HTTP 200, a web page, a stream without its end. */
export async function readAnswer(response: LeanResponse, reading: Reading): Promise<Answer> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return readWhole(response, reading);
  if (type.includes('html')) {
    response.body.cancel();
    throw unreadable(reading.asked);
  }
  return readStream(response.body, response.headers, reading);
}
