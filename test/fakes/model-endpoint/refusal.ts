/** An error as OpenAI words it. */
export interface Refusal {
  readonly status: number;
  readonly body: {
    readonly error: { readonly message: string; readonly type: string; readonly param: null; readonly code: string | null };
  };
}

export const refuse = (status: number, message: string, code: string | null): Refusal => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
});

/** The wrong key stands in the message, as it does at some providers: a caller must not pass that on. */
export function refuseKey(authorization: string | undefined, key: string | null): Refusal | null {
  if (key === null || authorization === `Bearer ${key}`) return null;
  if (authorization === undefined) return refuse(401, "You didn't provide an API key.", null);
  return refuse(401, `Incorrect API key provided: ${authorization.replace('Bearer ', '')}.`, 'invalid_api_key');
}
