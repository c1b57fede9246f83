export type Fields = Readonly<Record<string, unknown>>;

/** An `ok: false` answer of the Web API. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;
  /** What stands beside `ok` and `error` in the answer. */
  readonly extra: Fields;
  constructor(code: string, extra: Fields = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** `invalid_arguments`, `invalid_blocks` and their kin name each fault with a JSON pointer. */
export function refuseWith(code: string, messages: readonly string[]): SlackRefusal {
  return new SlackRefusal(code, {
    errors: messages.map((message) => message.replace('[ERROR] ', '')),
    response_metadata: { messages },
  });
}
