import { type Failure, FanoutError } from '#core/errors.ts';
import { toMessages } from '#core/lanes/prompt.ts';
import { CHARS_PER_TOKEN } from '#core/limits.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Completion, Model } from '#core/ports/model.ts';
import type { Usage } from '#core/usage.ts';
import { adaptMessages, type WireMessage } from './adapt-messages.ts';
import type { Answer } from './answer.ts';
import type { Provider } from './capabilities.ts';
import { createClient } from './client.ts';
import { toEndpoint } from './endpoint.ts';
import type { LeanResponse } from './lean-fetch.ts';
import { readAnswer } from './read-answer.ts';
import { type Asked, replyToError } from './reply-error.ts';
import { toThrown } from './thrown-error.ts';
import { withPictures } from './with-pictures.ts';

export interface OpenAiModelDeps {
  /** Null for a server that wants none. */
  readonly apiKey: string | null;
  readonly baseUrl: string;
  /** For calls that name none. */
  readonly model: string;
  readonly provider: Provider;
  /** A new, unguessable fence for the material of each call. */
  readonly boundary: () => string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Where the provider reports none, from the lengths; the price stays unknown. */
function toUsage(answer: Answer, messages: readonly WireMessage[]): Usage {
  if (answer.usage !== null) return answer.usage;
  const inputChars = messages.reduce((sum, message) => sum + message.content.length, 0);
  return {
    inputTokens: Math.ceil(inputChars / CHARS_PER_TOKEN),
    outputTokens: Math.ceil((answer.text.length + answer.thoughtChars) / CHARS_PER_TOKEN),
    costUsd: null,
  };
}

/** Throws for an answer that is whole and still none. */
function refuseNoAnswer(answer: Answer, asked: Asked, nowMs: number): void {
  if (answer.finish === 'error') throw replyToError({ status: null, headers: null, body: null }, asked, nowMs);
  if (answer.finish === 'content_filter') {
    throw replyToError({ status: null, headers: null, body: { code: 'content_filter' } }, asked, nowMs);
  }
  if (answer.refused) {
    throw new FanoutError('content_filtered', 'The model declined to do this: word it otherwise, or leave that material out.');
  }
  if (answer.text.trim() === '') {
    throw new FanoutError('empty_answer', `${asked.endpoint.host} gave an empty answer.`, { retry: { kind: 'again', afterMs: null } });
  }
}

const BLIND: Failure = { code: 'bad_request', reason: 'the models of this provider do not take pictures' };

/** Any endpoint that speaks Chat Completions. Throws `FanoutError` `bad_config` for an address or key that can't be used at all. */
export function createOpenAiModel({ apiKey, baseUrl, model, provider, boundary, clock }: OpenAiModelDeps): Model {
  const endpoint = toEndpoint(baseUrl, apiKey);
  let client: ReturnType<typeof createClient> | null = null;
  return {
    label: `${model} at ${endpoint.host}`,
    name: model,
    windowTokens: provider.windowTokens,
    refusal: (call) => (provider.vision || call.materials.every((it) => it.picture === null) ? null : BLIND),

    async complete(call, onProgress, signal): Promise<Completion> {
      signal.throwIfAborted();
      const asked: Asked = { endpoint, model: call.model ?? model };
      const messages = adaptMessages(toMessages(call, boundary()), provider);
      try {
        client ??= createClient(endpoint, apiKey);
        const { chat } = await client;
        const response = await chat.completions
          .create(
            {
              model: call.model ?? model,
              messages: withPictures(messages, call.materials),
              stream: true,
              ...(call.maxOutputTokens !== null && { [provider.maxTokensField]: call.maxOutputTokens }),
              ...(provider.streamUsage && { stream_options: { include_usage: true } }),
            },
            { signal },
          )
          .asResponse();
        const answer = await readAnswer(response as unknown as LeanResponse, { asked, onProgress, now: () => clock.now() });
        signal.throwIfAborted();
        refuseNoAnswer(answer, asked, clock.now());
        return {
          text: answer.text,
          truncated: answer.finish === 'length',
          model: answer.model ?? asked.model,
          usage: toUsage(answer, messages),
        };
      } catch (error) {
        signal.throwIfAborted();
        throw toThrown(error, asked, clock.now());
      }
    },
  };
}
