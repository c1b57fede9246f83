import { z } from 'zod';
import { type AskedForm, FORM_FIELDS, toAskedForm } from './asked-form.ts';
import { type Refusal, refuse } from './refusal.ts';

const MESSAGE = z.strictObject({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: z.string() });

const BODY = z.strictObject({
  model: z.string(),
  messages: z.array(MESSAGE).min(1),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  ...FORM_FIELDS,
});

/** What a caller asked for, checked. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Not there: free text. */
  readonly form?: AskedForm;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Strict: a field that is misspelt, unknown or out of place is refused, so that a test sees what a lenient server would hide. */
export function parseChatRequest(text: string, models: readonly string[]): ChatRequest | Refusal {
  const json = toJson(text);
  if (json === undefined) return refuse(400, 'We could not parse the JSON body of your request.', null);
  const parsed = BODY.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(400, `Invalid request: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, 'invalid_value');
  }
  const { model, messages, stream = false, stream_options } = parsed.data;
  if (stream_options !== undefined && !stream) {
    return refuse(400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", null);
  }
  if (!models.includes(model)) {
    return refuse(404, `The model \`${model}\` does not exist or you do not have access to it.`, 'model_not_found');
  }
  const form = toAskedForm(parsed.data, messages);
  if (typeof form === 'string') return refuse(400, form, 'invalid_value');
  return { model, messages, stream, includeUsage: stream_options?.include_usage ?? false, ...(form !== null && { form }) };
}
