import { APIError } from 'openai/error';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { Message } from '#core/lanes/prompt.ts';
import type { AnswerSchema } from '#core/ports/model.ts';
import type { Provider } from './capabilities.ts';
import { toProblem } from './problem.ts';

/** How one call is held to its form. `words`: told, and nothing asked of the provider. */
export type SchemaWay = Provider['schema'] | 'words';

/** The fields of a request that ask for the form. */
type SchemaFields = Pick<ChatCompletionCreateParams, 'response_format' | 'tools' | 'tool_choice'>;

export function toSchemaFields({ name, schema }: AnswerSchema, way: SchemaWay, { jsonObject }: Provider): SchemaFields {
  switch (way) {
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: { name, schema: { ...schema }, strict: true } } };
    case 'forced_tool': {
      const description = 'Takes the whole answer.';
      return {
        tools: [{ type: 'function', function: { name, description, parameters: { ...schema } } }],
        tool_choice: { type: 'function', function: { name } },
      };
    }
    case 'prompted':
      return jsonObject ? { response_format: { type: 'json_object' } } : {};
    case 'words':
      return {};
    default:
      throw new Error(`unknown way ${JSON.stringify(way satisfies never)}`);
  }
}

/** The messages with the form told at the end of what the model is told before all else, where nobody else tells it. */
export function tellSchema(messages: readonly Message[], { schema }: AnswerSchema, way: SchemaWay): readonly Message[] {
  if (way === 'json_schema' || way === 'forced_tool') return messages;
  const words = `Answer with one JSON value that fits this JSON Schema, and with nothing else: no code fence, no words before or after.\n${JSON.stringify(schema)}`;
  const last = messages.findLastIndex((message) => message.role === 'system');
  if (last === -1) return [{ role: 'system', content: words }, ...messages];
  return messages.map((message, at) => (at === last ? { ...message, content: `${message.content}\n\n${words}` } : message));
}

const COMPLAINT = /response_?format|json_?schema|json_?object|structured[ _]outputs?|\btools?\b|tool_?choice|function_?call/i;
const TOO_LONG = /context (?:length|window|size)|too long|too many (?:input )?tokens/i;

/** Whether a provider refused a request for the way its form was asked, so that words may do. */
export function refusesSchema(error: unknown): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  const { message } = toProblem(error.status, error.error);
  const told = `${message} ${error.param ?? ''}`;
  return COMPLAINT.test(told) && !TOO_LONG.test(message);
}
