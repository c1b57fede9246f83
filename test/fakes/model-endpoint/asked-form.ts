import { z } from 'zod';

const NAME = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
const SCHEMA = z.record(z.string(), z.unknown());

/** The fields of a request that ask for a form. */
export const FORM_FIELDS = {
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({ name: NAME, description: z.string().optional(), schema: SCHEMA, strict: z.boolean().optional() }),
      }),
    ])
    .optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: NAME,
          description: z.string().optional(),
          parameters: SCHEMA.optional(),
          strict: z.boolean().optional(),
        }),
      }),
    )
    .min(1)
    .optional(),
  tool_choice: z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: NAME }) }).optional(),
};

const FIELDS = z.object(FORM_FIELDS);

/** How a caller asked for a form. */
export type AskedForm =
  | { readonly kind: 'json_object' }
  | { readonly kind: 'json_schema' | 'forced_tool'; readonly name: string; readonly schema: Readonly<Record<string, unknown>> };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** As OpenAI has it for `strict`: every object closed, all its keys required. */
function findLoose(schema: unknown): string | null {
  if (Array.isArray(schema)) return schema.map(findLoose).find((it) => it !== null) ?? null;
  if (!isRecord(schema)) return null;
  if (isRecord(schema.properties)) {
    if (schema.additionalProperties !== false) return "'additionalProperties' is required to be supplied and to be false";
    const required = Array.isArray(schema.required) ? schema.required : [];
    const optional = Object.keys(schema.properties).find((key) => !required.includes(key));
    if (optional !== undefined) return `'required' is required to include every key in properties. Missing '${optional}'`;
  }
  return (
    Object.values(schema)
      .map(findLoose)
      .find((it) => it !== null) ?? null
  );
}

/** A text: why it is refused. */
export function toAskedForm(fields: z.infer<typeof FIELDS>, messages: readonly { readonly content: string }[]): AskedForm | null | string {
  const { response_format: format, tools, tool_choice: choice } = fields;
  if (choice !== undefined && tools === undefined) return "'tool_choice' is only allowed when 'tools' are specified.";
  if (tools !== undefined) {
    const tool = tools.find((it) => it.function.name === choice?.function.name);
    if (tool === undefined) return `Tool choice '${choice?.function.name ?? ''}' not found in 'tools' parameter.`;
    return { kind: 'forced_tool', name: tool.function.name, schema: tool.function.parameters ?? {} };
  }
  if (format === undefined) return null;
  if (format.type === 'json_object') {
    const said = messages.some(({ content }) => /json/i.test(content));
    return said
      ? { kind: 'json_object' }
      : "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  }
  const { name, schema, strict = false } = format.json_schema;
  if (schema.type !== 'object') return `Invalid schema for response_format '${name}': schema must be a JSON Schema of 'type: "object"'.`;
  const loose = strict ? findLoose(schema) : null;
  return loose === null ? { kind: 'json_schema', name, schema } : `Invalid schema for response_format '${name}': ${loose}.`;
}
