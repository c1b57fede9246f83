import { type ErrorCode, FanoutError, type Retry } from '#core/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { type Problem, toProblem } from './problem.ts';
import { toRateLimits } from './rate-limits.ts';
import { retryAfterMs } from './retry-after.ts';

/** What was asked, for a message that names the way out. */
export interface Asked {
  readonly endpoint: Endpoint;
  /** Null when no model was named, as in a list of models. */
  readonly model: string | null;
  /** What names another one. */
  readonly setting: 'FANOUT_MODEL' | '--model';
}

/** A reply that is no answer. `status` is null for an error inside a stream. */
export interface FailedReply {
  readonly status: number | null;
  readonly headers: Headers | null;
  readonly body: unknown;
}

interface Rule {
  readonly when: (problem: Problem) => boolean;
  readonly code: ErrorCode;
  /** `as told`: a wait when the provider names a time, else one more attempt. */
  readonly retry: Retry['kind'] | 'as told';
  readonly say: (asked: Asked) => string;
}

const status =
  (...statuses: readonly number[]) =>
  (problem: Problem): boolean =>
    problem.status !== null && statuses.includes(problem.status);

const named =
  (pattern: RegExp) =>
  ({ codes }: Problem): boolean =>
    [...codes].some((code) => pattern.test(code));

/** Some providers tell apart in words only what others have a code for; words count where the status says that the request is at fault. */
const refusedSaying =
  (pattern: RegExp) =>
  (problem: Problem): boolean =>
    status(400, 403, 404, 413, 422, 429)(problem) && pattern.test(problem.message);

const any =
  (...tests: readonly Rule['when'][]) =>
  (problem: Problem): boolean =>
    tests.some((test) => test(problem));

const modelOf = ({ model }: Asked): string => (model === null ? 'the model' : `the model "${model}"`);

const TOO_LONG =
  /maximum context length|context (?:window|size|length)|prompt is too long|input token count|too many input tokens|request too large/i;
const NO_CREDIT = /credit balance is too low|insufficient (?:balance|credits|funds)/i;
const NO_MODEL =
  /^model: |\bmodels?\b.*(?:not found|not exist|not a valid)|not a valid model|no such model|unknown model|no endpoints found/is;

/** The first that fits counts: what a code or a sentence tells stands before what a bare status does. */
const RULES: readonly Rule[] = [
  {
    when: any(status(402), named(/^insufficient_quota$|^billing_|insufficient_balance/), refusedSaying(NO_CREDIT)),
    code: 'quota_exhausted',
    retry: 'never',
    say: ({ endpoint }) => `The account at ${endpoint.host} has no credit left: top it up, or set ${endpoint.settings.key} to another key.`,
  },
  {
    // Over a limit by itself, one request will be so for ever: a 429 for that is no wait.
    when: any(status(413), named(/context_length_exceeded|exceed_context_size/), refusedSaying(TOO_LONG)),
    code: 'prompt_too_long',
    retry: 'never',
    say: (asked) => `The material is too long for ${modelOf(asked)}: give it less, or set ${asked.setting} to one with a larger window.`,
  },
  {
    when: any(
      named(/content_filter|content_policy|responsibleai|prohibited_content/),
      refusedSaying(/\bflagged\b|content (?:filter|policy|management)/i),
    ),
    code: 'content_filtered',
    retry: 'never',
    say: ({ endpoint }) => `The content filter of ${endpoint.host} refused this: word it otherwise, or leave that material out.`,
  },
  {
    when: any(named(/model_not_found|invalid_model/), refusedSaying(NO_MODEL)),
    code: 'unknown_model',
    retry: 'never',
    say: (asked) => `${asked.endpoint.host} does not have ${modelOf(asked)}: set ${asked.setting} to one that it has.`,
  },
  {
    when: any(status(401), named(/^invalid_api_key$|^api_key_invalid$/), refusedSaying(/api key not valid/i)),
    code: 'bad_key',
    retry: 'never',
    say: ({ endpoint }) =>
      endpoint.hasKey
        ? `${endpoint.settings.key} is refused by ${endpoint.host}: check that the key is whole, still valid and meant for this provider.`
        : `${endpoint.host} wants a key: set ${endpoint.settings.key}.`,
  },
  {
    when: status(403),
    code: 'bad_key',
    retry: 'never',
    say: (asked) =>
      asked.endpoint.hasKey
        ? `${asked.endpoint.host} does not let this ${asked.endpoint.settings.key} use ${modelOf(asked)}: check what the key is allowed, or set ${asked.setting}.`
        : `${asked.endpoint.host} lets nobody in without a key: set ${asked.endpoint.settings.key}.`,
  },
  {
    when: status(404),
    code: 'bad_request',
    retry: 'never',
    say: ({ endpoint }) => `${endpoint.host} has no such service at that address: check ${endpoint.settings.address} (most end in /v1).`,
  },
  {
    when: status(429),
    code: 'rate_limited',
    retry: 'wait',
    say: ({ endpoint }) => `${endpoint.host} takes no more requests for now.`,
  },
  {
    when: status(503, 529),
    code: 'provider_unavailable',
    retry: 'as told',
    say: ({ endpoint }) => `${endpoint.host} is overloaded or down for now.`,
  },
  {
    when: (problem) => problem.status === null || problem.status >= 500 || status(408, 409, 425)(problem),
    code: 'provider_unavailable',
    retry: 'again',
    say: ({ endpoint }) => `${endpoint.host} failed to answer this request.`,
  },
  {
    when: () => true,
    code: 'bad_request',
    retry: 'never',
    say: (asked) => `${asked.endpoint.host} does not take this request for ${modelOf(asked)}: try another ${asked.setting}.`,
  },
];

/** For the log: what names the trouble and can hold neither prompt nor key. */
function toCause(problem: Problem, reply: FailedReply): Error {
  const codes = [...problem.codes].filter((code) => /^[a-z][a-z_.]{1,47}$/.test(code));
  const requestId = reply.headers?.get('x-request-id') ?? '';
  const id = /^[\w-]{1,64}$/.test(requestId) ? [`request ${requestId}`] : [];
  return new Error([`HTTP ${reply.status ?? 'stream'}`, ...codes, ...id].join(' '));
}

/** Never throws, and what the provider wrote stays out of the message. `nowMs`: for a date to wait for. */
export function replyToError(reply: FailedReply, asked: Asked, nowMs: number): FanoutError {
  const problem = toProblem(reply.status, reply.body);
  const rule = RULES.find((candidate) => candidate.when(problem));
  if (rule === undefined) throw new Error('the last rule fits everything');
  const afterMs = retryAfterMs(reply.headers, reply.body, nowMs);
  const kind = rule.retry === 'as told' ? (afterMs === null ? 'again' : 'wait') : rule.retry;
  return new FanoutError(rule.code, rule.say(asked), {
    retry: kind === 'never' ? { kind } : { kind, afterMs },
    limits: toRateLimits(reply.headers, nowMs),
    cause: toCause(problem, reply),
  });
}
