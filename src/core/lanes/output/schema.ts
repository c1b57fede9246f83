/** An answer of another form is asked again at once. */
export const WRONG = { retry: { kind: 'again', afterMs: 0 } } as const;

/** An object as every provider takes it: all keys required, no others. */
export const toObjectSchema = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
