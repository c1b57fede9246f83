import type { Found, Poster, Sent } from '#core/ports/poster.ts';
import type { PlainMessage } from '../crowd/plain-render.ts';
import type { PlatformAnswer, PlatformCall } from './wire.ts';

/** Messages on the soak's platform. A call whose answer is lost may have been done. */
export function createHttpPoster(url: string): Poster<PlainMessage> {
  async function call(body: PlatformCall, signal: AbortSignal): Promise<PlatformAnswer> {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as PlatformAnswer;
  }

  async function send(body: PlatformCall, signal: AbortSignal): Promise<Sent> {
    try {
      return (await call(body, signal)) as Sent;
    } catch {
      signal.throwIfAborted();
      return { kind: 'unclear' };
    }
  }

  return {
    post: (to, { text }, tag, signal) => send({ method: 'post', place: to.place, tag, text }, signal),
    replace: (_, messageId, content, tag, signal) => send({ method: 'replace', messageId, tag, text: content?.text ?? null }, signal),
    async find(_, tag, __, signal): Promise<Found> {
      try {
        return (await call({ method: 'find', tag }, signal)) as Found;
      } catch {
        signal.throwIfAborted();
        return { kind: 'later', afterMs: 200 };
      }
    },
    tell: async () => ({ kind: 'refused', what: 'place', reason: 'nobody is told aside here' }),
  };
}
