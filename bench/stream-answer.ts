import type { ServerResponse } from 'node:http';
import { answerChunks } from './lane.ts';

/** Shorter answers come in one write: the endpoint must cost less than those it measures. */
const SPREAD_FROM_MS = 100;

export interface Manner {
  /** From now to the last byte. */
  readonly latencyMs: number;
  readonly promptTokens: number;
  /** Instead of the second half of the answer this is done. Null: it comes whole. */
  readonly cut: ((response: ServerResponse) => void) | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const HEAD = '{"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[';
const toFrame = (delta: string, finish: string): string => `data: ${HEAD}{"index":0,"delta":${delta},"finish_reason":${finish}}]}\n\n`;
export const COMPLETION_TOKENS = 100;

function toEnd(promptTokens: number): string {
  const usage = `"usage":{"prompt_tokens":${promptTokens},"completion_tokens":${COMPLETION_TOKENS},"total_tokens":${promptTokens + COMPLETION_TOKENS}}`;
  return `${toFrame('{}', '"stop"')}data: ${HEAD}],${usage}}\n\ndata: [DONE]\n\n`;
}

function toFrames(id: string): string[] {
  return answerChunks(id).map((content, index) => toFrame(JSON.stringify({ ...(index === 0 && { role: 'assistant' }), content }), 'null'));
}

/** Streams the right answer of one lane, as Chat Completions does, spread evenly over its time. Stops when nobody listens any more. */
export function streamAnswer(response: ServerResponse, id: string, { latencyMs, promptTokens, cut, headers }: Manner): void {
  const frames = toFrames(id);
  const begin = (): void => void response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  if (latencyMs < SPREAD_FROM_MS && cut === null) {
    setTimeout(() => {
      begin();
      response.end(frames.join('') + toEnd(promptTokens));
    }, latencyMs);
    return;
  }
  const arrivedMs = performance.now();
  const send = (index: number): void => {
    if (response.destroyed) return;
    if (index === 0) begin();
    const frame = frames[index];
    if (frame === undefined) {
      response.end(toEnd(promptTokens));
      return;
    }
    if (cut !== null && index >= frames.length / 2) {
      cut(response);
      return;
    }
    response.write(frame);
    // Against the arrival, not the piece before, so that late timers do not add up.
    const dueMs = arrivedMs + (latencyMs * (index + 2)) / (frames.length + 1);
    setTimeout(send, Math.max(0, dueMs - performance.now()), index + 1);
  };
  setTimeout(send, latencyMs / (frames.length + 1), 0);
}
