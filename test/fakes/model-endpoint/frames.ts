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

/** The tool that this answer calls; null when it is plain text. */
const toolOf = ({ form }: ChatRequest, { inWords = false }: TextReply): string | null =>
  form?.kind === 'forced_tool' && !inWords ? form.name : null;

/** As OpenAI streams a call: its id and name first, then the arguments in pieces. */
function toToolDeltas(name: string, text: string): unknown[] {
  const open = { index: 0, id: 'call_fake', type: 'function', function: { name, arguments: '' } };
  const pieces = toChunks(text).map((chunk) => ({ index: 0, function: { arguments: chunk } }));
  return [open, ...pieces].map((call) => ({ tool_calls: [call] }));
}

/** The whole stream of a good answer, frame by frame. */
export function toFrames(request: ChatRequest, reply: TextReply): string[] {
  const tool = toolOf(request, reply);
  const { text, finish = tool === null ? 'stop' : 'tool_calls', usage = countUsage(request, text), thought, refusal } = reply;
  const deltas = tool === null ? toChunks(text).map((content) => ({ content })) : toToolDeltas(tool, text);
  const empty = { id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model: request.model, choices: [] };
  return [
    toDelta(request.model, { role: 'assistant', content: '' }),
    ...(thought === undefined ? [] : toChunks(thought).map((chunk) => toDelta(request.model, { reasoning_content: chunk }))),
    ...(refusal === undefined ? [] : [toDelta(request.model, { refusal })]),
    ...deltas.map((delta) => toDelta(request.model, delta)),
    ...(finish === null ? [] : [toDelta(request.model, {}, finish)]),
    ...(request.includeUsage && usage !== null ? [toFrame({ ...empty, usage })] : []),
    'data: [DONE]\n\n',
  ];
}

/** The same answer in one piece, for a caller that wants no stream. */
export function toWhole(request: ChatRequest, reply: TextReply): unknown {
  const tool = toolOf(request, reply);
  const { text, finish = tool === null ? 'stop' : 'tool_calls', usage = countUsage(request, text), refusal = null } = reply;
  const called = [{ id: 'call_fake', type: 'function', function: { name: tool, arguments: text } }];
  const said = tool === null ? { content: text } : { content: null, tool_calls: called };
  const choice = { index: 0, message: { role: 'assistant', ...said, refusal }, logprobs: null, finish_reason: finish };
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 0,
    model: request.model,
    choices: [choice],
    ...(usage !== null && { usage }),
  };
}
