import { isRecord } from './json.ts';

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

const toMs = (amount: string | null | undefined, unitMs: number): number | null => {
  const match = /^\s*(\d{1,12}(?:\.\d+)?)\s*$/.exec(amount ?? '');
  return match === null ? null : Math.ceil(Number(match[1]) * unitMs);
};

/** A date counts from the server's own clock where it tells that, so that a wrong clock here makes no wrong wait. */
function untilDate(headers: Headers, nowMs: number): number | null {
  const date = headers.get('retry-after') ?? '';
  // `Date.parse` alone makes a date of nearly anything, "-5" too.
  const then = /^[A-Z][a-z]{2,8}, .* GMT$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(then)) return null;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, then - (Number.isNaN(serverNow) ? nowMs : serverNow));
}

/** Google's way: `{"@type": "…RetryInfo", "retryDelay": "34s"}` among the error's details. */
function fromDetails(body: unknown): number | null {
  const error = isRecord(body) && isRecord(body.error) ? body.error : body;
  const details = isRecord(error) && Array.isArray(error.details) ? error.details : [];
  for (const detail of details) {
    if (!isRecord(detail) || detail['@type'] !== RETRY_INFO || typeof detail.retryDelay !== 'string') continue;
    return toMs(/^(.*)s$/.exec(detail.retryDelay)?.[1], 1_000);
  }
  return null;
}

/** How long the provider asks to wait, of any length: `retry-after-ms`, then `retry-after` (seconds or a date), then the body. Null: it names no time. */
export function retryAfterMs(headers: Headers | null, body: unknown, nowMs: number): number | null {
  const fromBody = Array.isArray(body) ? fromDetails(body[0]) : fromDetails(body);
  if (headers === null) return fromBody;
  return toMs(headers.get('retry-after-ms'), 1) ?? toMs(headers.get('retry-after'), 1_000) ?? untilDate(headers, nowMs) ?? fromBody;
}
