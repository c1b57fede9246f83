import type { IncomingMessage, ServerResponse } from 'node:http';
import { toArguments } from './arguments.ts';
import { authenticate, tokenOf } from './authenticate.ts';
import type { Method } from './call.ts';
import type { createFaults, Fault } from './faults.ts';
import { AGENTS } from './methods/agents.ts';
import { CHAT } from './methods/chat.ts';
import { CONVERSATIONS } from './methods/conversations.ts';
import { FILE_METHODS } from './methods/files.ts';
import { IDENTITY } from './methods/identity.ts';
import { VIEWS } from './methods/views.ts';
import type { OAuth } from './oauth.ts';
import type { RateLimiter } from './rate-limits.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { readBody } from './request-body.ts';
import type { Team, World } from './world.ts';

const METHODS: Readonly<Record<string, Method>> = { ...CHAT, ...CONVERSATIONS, ...FILE_METHODS, ...IDENTITY, ...VIEWS, ...AGENTS };

/** One call as it came in, and what became of it. */
export interface ApiCall {
  readonly method: string;
  readonly team: string | null;
  readonly token: string | null;
  readonly atMs: number;
  readonly args: Fields;
  /** 0: the fake hung up, or let the caller wait for ever. */
  readonly status: number;
  readonly error: string | null;
}

export interface WebApiDeps {
  readonly world: World;
  readonly faults: ReturnType<typeof createFaults>;
  readonly limiter: RateLimiter;
  readonly oauth: OAuth;
  /** `apps.connections.open`: where the app's socket goes. */
  readonly openSocket: (token: string | null) => string;
  readonly calls: ApiCall[];
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Fields;
}

const ok = (fields: Fields, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers,
  body: { ok: true, ...fields },
});

const refused = (error: string, extra: Fields = {}, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers,
  body: { ok: false, error, ...extra },
});

const tooMany = (retryAfterS: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterS) },
  body: { ok: false, error: 'ratelimited' },
});

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** The Web API: `POST /api/<method>`. */
export function createWebApi({ world, faults, limiter, oauth, openSocket, calls }: WebApiDeps) {
  function run(method: string, team: Team, fields: Fields): Answer {
    const headers = { 'x-oauth-scopes': [...team.scopes].join(',') };
    try {
      const handler = METHODS[method];
      if (handler === undefined) return refused('unknown_method', { req_method: method }, headers);
      return ok(handler({ world, team, args: toArguments(fields) }), headers);
    } catch (error) {
      if (error instanceof SlackRefusal) return refused(error.code, error.extra, headers);
      throw error;
    }
  }

  /** Null: nothing is answered, `reset` and `timeout` having seen to that. */
  function fail(fault: Exclude<Fault, { kind: 'held' }>, apply: () => Answer, request: IncomingMessage): Answer | null {
    if ('applied' in fault && fault.applied) apply();
    switch (fault.kind) {
      case '429':
        return tooMany(fault.retryAfterS);
      case 'error':
        return refused(fault.error);
      case 'internal_error':
        return refused('internal_error');
      case '500':
        return { status: 500, headers: {}, body: { ok: false, error: 'internal_error' } };
      case 'reset':
        request.socket.resetAndDestroy();
        return null;
      case 'timeout':
        return null;
      default:
        throw new Error(`unknown fault ${JSON.stringify(fault satisfies never)}`);
    }
  }

  return async function handle(request: IncomingMessage, response: ServerResponse, method: string): Promise<void> {
    const { fields } = await readBody(request);
    const token = tokenOf(request.headers, fields);
    const { token: _, ...args } = fields;
    const team = [...world.teams.values()].find(({ seed }) => seed.botToken === token);

    function apply(): Answer {
      try {
        if (method === 'apps.connections.open') return ok({ url: openSocket(token) });
        if (method === 'oauth.v2.access') return ok(oauth.exchange(request.headers, fields));
        const known = authenticate(world, token);
        const channel = typeof args.channel === 'string' ? args.channel : null;
        const retryAfterS = limiter.take({ method, team: known.seed.id, channel });
        return retryAfterS === null ? run(method, known, args) : tooMany(retryAfterS);
      } catch (error) {
        if (error instanceof SlackRefusal) return refused(error.code, error.extra);
        throw error;
      }
    }

    async function answer(): Promise<Answer | null> {
      const fault = faults.take(method);
      if (fault?.kind === 'held') await fault.until;
      return fault === null || fault.kind === 'held' ? apply() : fail(fault, apply, request);
    }

    const atMs = world.nowMs();
    const given = await answer();
    const error = given === null ? null : typeof given.body.error === 'string' ? given.body.error : null;
    calls.push({ method, team: team?.seed.id ?? null, token, atMs, args, status: given?.status ?? 0, error });
    if (given !== null) send(response, given);
  };
}
