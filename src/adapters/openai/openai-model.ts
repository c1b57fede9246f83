import { type Failure, FanoutError } from '#core/errors.ts';
import { toMessages } from '#core/lanes/prompt.ts';
import { CHARS_PER_TOKEN } from '#core/limits.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Completion, Model, ModelCall } from '#core/ports/model.ts';
import type { Usage } from '#core/usage.ts';
import { adaptMessages, type WireMessage } from './adapt-messages.ts';
import type { Answer } from './answer.ts';
import { refusesSchema, type SchemaWay, tellSchema, toSchemaFields } from './ask-schema.ts';
import type { Provider } from './capabilities.ts';
import { createClient } from './client.ts';
import { type Settings, toEndpoint } from './endpoint.ts';
import type { LeanResponse } from './lean-fetch.ts';
import { toRateLimits } from './rate-limits.ts';
import { readAnswer } from './read-answer.ts';
import { type Asked, replyToError } from './reply-error.ts';
import { toThrown } from './thrown-error.ts';
import { withPictures } from './with-pictures.ts';

export interface OpenAiModelDeps {
  /** Null for a server that wants none. */
  readonly apiKey: string | null;
  readonly baseUrl: string;
  /** Not there: the variables `OPENAI_BASE_URL` and `OPENAI_API_KEY`. */
  readonly settings?: Settings;
  /** For calls that name none. */
  readonly model: string;
  readonly provider: Provider;
  /** A new, unguessable fence for the material of each call. */
  readonly boundary: () => string;
  readonly clock: Pick<Clock, 'now'>;
}

/** A form may come as a tool's arguments; a model that wrote plain text instead may have written it there. */
const textIn = (answer: Answer): string => answer.toolText || answer.text;

/** Where the provider reports none, from the lengths; the price stays unknown. */
function toUsage(answer: Answer, messages: readonly WireMessage[]): Usage {
  if (answer.usage !== null) return answer.usage;
  const inputChars = messages.reduce((sum, message) => sum + message.content.length, 0);
  return {
    inputTokens: Math.ceil(inputChars / CHARS_PER_TOKEN),
    outputTokens: Math.ceil((textIn(answer).length + answer.thoughtChars) / CHARS_PER_TOKEN),
    costUsd: null,
  };
}

/** Throws for an answer that is whole and still none; `usage` is what it took. */
function refuseNoAnswer(answer: Answer, usage: Usage, asked: Asked, nowMs: number): void {
  if (answer.finish === 'error') throw replyToError({ status: null, headers: null, body: null }, asked, nowMs);
  if (answer.finish === 'content_filter') {
    throw replyToError({ status: null, headers: null, body: { code: 'content_filter' } }, asked, nowMs);
  }
  if (answer.refused) {
    throw new FanoutError('content_filtered', 'The model declined to do this: word it otherwise, or leave that material out.');
  }
  if (textIn(answer).trim() === '') {
    const said =
      answer.thoughtChars === 0
        ? 'an empty answer'
        : answer.finish === 'length'
          ? 'thoughts up to its limit and no answer'
          : 'thoughts and no answer';
    throw new FanoutError('empty_answer', `${asked.endpoint.host} gave ${said}.`, { retry: { kind: 'again', afterMs: null }, usage });
  }
}

const toBlind = (model: string): Failure => ({ code: 'bad_request', reason: `the model ${model} does not take pictures` });

/**
 * Any endpoint that speaks Chat Completions. Throws `FanoutError` `bad_config` for an address or key that can't be
 * used at all.
 */
export function createOpenAiModel({ apiKey, baseUrl, settings, model, provider, boundary, clock }: OpenAiModelDeps): Model {
  const endpoint = toEndpoint(baseUrl, apiKey, settings);
  let client: ReturnType<typeof createClient> | null = null;
  /** Models that were refused a form asked in any other way than in words. */
  const wordsOnly = new Set<string>();

  async function send(call: ModelCall, way: SchemaWay, asked: Asked & { model: string }, signal: AbortSignal) {
    const { schema = null } = call;
    const told = toMessages(call, boundary());
    const messages = adaptMessages(schema === null ? told : tellSchema(told, schema, way), provider);
    client ??= createClient(endpoint, apiKey);
    const { chat } = await client;
    const response = await chat.completions
      .create(
        {
          model: asked.model,
          messages: withPictures(messages, call.materials),
          stream: true,
          ...(call.maxOutputTokens !== null && { [provider.maxTokensField]: call.maxOutputTokens }),
          ...(provider.streamUsage && { stream_options: { include_usage: true } }),
          ...(schema !== null && toSchemaFields(schema, way, provider)),
        },
        { signal },
      )
      .asResponse();
    return { response: response as unknown as LeanResponse, messages };
  }

  return {
    label: `${model} at ${endpoint.host}`,
    name: model,
    windowTokens: provider.windowTokens,
    refusal: (call) => (provider.vision || call.materials.every((it) => it.picture === null) ? null : toBlind(call.model ?? model)),

    async complete(call, onProgress, signal): Promise<Completion> {
      signal.throwIfAborted();
      // One that nothing configured names was named for this run.
      const setting = call.model === null || call.model === model ? 'FANOUT_MODEL' : '--model';
      const asked = { endpoint, model: call.model ?? model, setting } as const;
      try {
        const way = wordsOnly.has(asked.model) ? 'words' : provider.schema;
        const { response, messages } = await send(call, way, asked, signal).catch((error: unknown) => {
          if (!call.schema || way === 'words' || !refusesSchema(error)) throw error;
          wordsOnly.add(asked.model);
          return send(call, 'words', asked, signal);
        });
        const limits = toRateLimits(response.headers, clock.now());
        if (limits !== null) onProgress(0, limits);
        const answer = await readAnswer(response, { asked, onProgress, now: () => clock.now() });
        signal.throwIfAborted();
        const usage = toUsage(answer, messages);
        refuseNoAnswer(answer, usage, asked, clock.now());
        return {
          text: textIn(answer),
          truncated: answer.finish === 'length',
          model: answer.model ?? asked.model,
          usage,
          ...(limits !== null && { limits }),
        };
      } catch (error) {
        signal.throwIfAborted();
        throw toThrown(error, asked, clock.now());
      }
    },
  };
}
