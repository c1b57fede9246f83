import type { ChatRequest } from './chat-request.ts';
import type { TextReply } from './reply.ts';

const CHUNK_CHARS = 12;

/** Cut between characters, never inside one. */
export function toChunks(text: string): string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / CHUNK_CHARS) }, (_, index) =>
    characters.slice(index * CHUNK_CHARS, (index + 1) * CHUNK_CHARS).join(''),
  );
}

export const toFrame = (payload: unknown): string => `data: ${JSON.stringify(payload)}\n\n`;

export function toDelta(model: string, delta: unknown, finish: string | null = null): string {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
  return toFrame({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model, choices: [choice] });
}

/** Deterministic: a token for every four characters. */
function countUsage(request: ChatRequest, text: string): Readonly<Record<string, unknown>> {
  const prompt = Math.ceil(request.messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
  const completion = Math.ceil(text.length / 4);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** The whole stream of a good answer, frame by frame. */
export function toFrames(request: ChatRequest, reply: TextReply): string[] {
  const { text, finish = 'stop', usage = countUsage(request, text), thought, refusal } = reply;
  const empty = { id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model: request.model, choices: [] };
  return [
    toDelta(request.model, { role: 'assistant', content: '' }),
    ...(thought === undefined ? [] : toChunks(thought).map((chunk) => toDelta(request.model, { reasoning_content: chunk }))),
    ...(refusal === undefined ? [] : [toDelta(request.model, { refusal })]),
    ...toChunks(text).map((chunk) => toDelta(request.model, { content: chunk })),
    ...(finish === null ? [] : [toDelta(request.model, {}, finish)]),
    ...(request.includeUsage && usage !== null ? [toFrame({ ...empty, usage })] : []),
    'data: [DONE]\n\n',
  ];
}

/** The same answer in one piece, for a caller that wants no stream. */
export function toWhole(request: ChatRequest, reply: TextReply): unknown {
  const { text, finish = 'stop', usage = countUsage(request, text), refusal = null } = reply;
  const choice = { index: 0, message: { role: 'assistant', content: text, refusal }, logprobs: null, finish_reason: finish };
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 0,
    model: request.model,
    choices: [choice],
    ...(usage !== null && { usage }),
  };
}
