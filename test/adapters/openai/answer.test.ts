import { describe, expect, it } from 'vitest';
import type { FanoutError } from '#core/errors.ts';
import type { Reply } from '#test/fakes/model-endpoint/reply.ts';
import { callOf, calm, openEndpoint } from './open-endpoint.ts';

const THINKING = { type: 'thinking', thinking: [{ type: 'text', text: 'SECRET hm' }] };
const PARTS = [
  THINKING,
  { type: 'text', text: 'part one, ' },
  { type: 'reference', reference_ids: [1] },
  { type: 'reasoning', text: 'SECRET' },
  'no part',
  null,
  { type: 'text' },
  { type: 'text', text: 'part two.' },
];
const USAGE = { prompt_tokens: 9, completion_tokens: 4 };

const toFrame = (delta: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const streamed = (parts: readonly unknown[]): Reply => ({
  kind: 'raw stream',
  pieces: [toFrame({ role: 'assistant', content: '' }), ...parts.map((part) => toFrame({ content: [part] })), toFrame({}, 'stop')],
});
const whole = (content: unknown, finish = 'stop'): Reply => ({
  kind: 'status',
  status: 200,
  body: { choices: [{ index: 0, message: { role: 'assistant', content, tool_calls: null }, finish_reason: finish }], usage: USAGE },
});

describe('an answer in parts', () => {
  it.each([
    ['streamed', streamed(PARTS)],
    ['whole', whole(PARTS)],
  ])('is its texts, %s: no thought, and nothing of a part that is not known', async (_, reply) => {
    const { model } = await openEndpoint(() => reply);
    expect((await model.complete(callOf('x'), () => {}, calm())).text).toBe('part one, part two.');
  });

  it('makes progress while it thinks', async () => {
    const { model } = await openEndpoint(() => streamed([THINKING, { type: 'text', text: 'ok' }]));
    const heard: number[] = [];
    await model.complete(callOf('x'), (chars) => heard.push(chars), calm());
    expect(heard).toEqual([9, 11]);
  });

  it.each([
    ['gave thoughts and no answer', 'stop'],
    ['gave thoughts up to its limit and no answer', 'length'],
  ])('%s: a failed call with what it took', async (said, finish) => {
    const { model } = await openEndpoint(() => whole([THINKING], finish));
    const error: FanoutError = await model.complete(callOf('x'), () => {}, calm()).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'empty_answer', retry: { kind: 'again' }, usage: { inputTokens: 9, outputTokens: 4 } });
    expect(error.userMessage).toContain(said);
  });
});
