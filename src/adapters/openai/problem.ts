import { isRecord, textOf } from './json.ts';

/** What a provider says went wrong, out of whichever shape it said it in. For deciding only: none of it may reach a person or a log. */
export interface Problem {
  /** The HTTP status, or the one that the body tells of where HTTP said 200; null when neither does. */
  readonly status: number | null;
  /** `code`, `type`, `status` and `reason` of the body, in lower case. */
  readonly codes: ReadonlySet<string>;
  readonly message: string;
}

/** Errors inside a stream have no status, only a name. */
const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['invalid_argument', 400],
  ['bad_request', 400],
  ['badrequesterror', 400],
  ['authentication_error', 401],
  ['invalid_api_key', 401],
  ['unauthenticated', 401],
  ['permission_error', 403],
  ['permission_denied', 403],
  ['not_found_error', 404],
  ['notfounderror', 404],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['resource_exhausted', 429],
  ['too_many_requests', 429],
  ['overloaded_error', 529],
  ['unavailable', 503],
]);

/** A page or a stack trace instead of a message needs no more looking through than this. */
const MAX_MESSAGE_CHARS = 2_000;

const isFailing = (status: number): boolean => Number.isInteger(status) && status >= 400 && status <= 599;

/** OpenAI wraps in `error`, Google in an array besides, others wrap nothing or give a mere string. */
function unwrap(body: unknown): unknown {
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  return isRecord(outer) && outer.error !== undefined && outer.error !== null ? outer.error : outer;
}

function reasonsOf(details: unknown): string[] {
  return Array.isArray(details) ? details.map((detail) => (isRecord(detail) ? textOf(detail.reason) : '')) : [];
}

function statusIn(fields: Readonly<Record<string, unknown>>, codes: ReadonlySet<string>): number | null {
  const numbers = [fields.code, fields.status].map((value) => (typeof value === 'number' ? value : Number.parseInt(textOf(value), 10)));
  const named = [...codes].map((code) => STATUS_OF_CODE.get(code));
  return [...numbers, ...named].find((status) => status !== undefined && isFailing(status)) ?? null;
}

/** Never throws, whatever the body is. `status` null or below 400: the trouble stood in the body of a good reply. */
export function toProblem(status: number | null, body: unknown): Problem {
  const error = unwrap(body);
  const fields = isRecord(error) ? error : {};
  const named = [fields.code, fields.type, fields.status, ...reasonsOf(fields.details)].map(textOf);
  const codes = new Set(named.filter((name) => name !== '').map((name) => name.toLowerCase()));
  return {
    status: status !== null && status >= 400 ? status : statusIn(fields, codes),
    codes,
    message: (textOf(error) || textOf(fields.message) || textOf(fields.detail)).slice(0, MAX_MESSAGE_CHARS),
  };
}
