import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults.ts';
import type { Limits, RateLimiter } from './rate-limits.ts';
import { DiscordRefusal, refuse, refuseStatus } from './refusal.ts';
import { type RequestBody, readBody, readBytes } from './request-body.ts';
import { type Call, type Reply, type Route, USUAL } from './route.ts';
import { CHANNEL_ROUTES } from './routes/channels.ts';
import { COMMAND_ROUTES } from './routes/commands.ts';
import { IDENTITY_ROUTES } from './routes/identity.ts';
import { INTERACTION_ROUTES } from './routes/interactions.ts';
import { MESSAGE_ROUTES } from './routes/messages.ts';
import { sublimit } from './sublimits.ts';
import type { World } from './world.ts';

/** One call that the app made, and how it went. */
export interface ApiCall {
  readonly atMs: number;
  readonly route: string;
  readonly path: string;
  readonly body: unknown;
  readonly fileNames: readonly string[];
  readonly status: number;
  /** Of a refusal. */
  readonly code: number | null;
}

export interface RestDeps {
  readonly world: World;
  readonly token: () => string;
  readonly faults: Faults & { take(method: string, template: string): Fault | null };
  readonly limiter: RateLimiter;
  readonly limits: Limits;
  readonly gatewayRoutes: readonly Route[];
  readonly calls: ApiCall[];
}

const MAJORS = ['channel', 'guild', 'application'] as const;

interface Matched {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function createMatcher(routes: readonly Route[]): (method: string, path: string) => Matched | 'wrong method' | null {
  const compiled = routes.map((route) => {
    const [method = '', template = ''] = route.name.split(' ');
    return { route, method, parts: template.split('/') };
  });
  return (method, path) => {
    const given = path.split('/');
    const fitting = compiled.filter(
      ({ parts }) => parts.length === given.length && parts.every((part, index) => part.startsWith(':') || part === given[index]),
    );
    const found = fitting.find((each) => each.method === method);
    if (found === undefined) return fitting.length > 0 ? 'wrong method' : null;
    const pairs = found.parts.flatMap((part, index) =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[index] ?? '')] as const] : [],
    );
    return { route: found.route, params: Object.fromEntries(pairs) };
  };
}

interface Sent {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const limited = (retryAfterS: number, isGlobal: boolean, headers: Readonly<Record<string, string>>, code = 0): Sent => ({
  status: 429,
  body: { message: 'You are being rate limited.', retry_after: retryAfterS, global: isGlobal, ...(code > 0 && { code }) },
  headers,
});

const toAnswer = (error: unknown): Sent => {
  if (!(error instanceof DiscordRefusal)) throw error;
  const { status, code, message, errors } = error;
  return { status, body: { message, code, ...(errors !== null && { errors }) } };
};

function toFaultAnswer(fault: Fault): Sent {
  switch (fault.kind) {
    case '429': {
      const { retryAfterS, scope = 'user' } = fault;
      const reset = { 'x-ratelimit-reset-after': String(retryAfterS), 'x-ratelimit-remaining': '0', 'x-ratelimit-bucket': 'planned' };
      const headers = { 'retry-after': String(retryAfterS), 'x-ratelimit-scope': scope };
      const more = scope === 'global' ? { 'x-ratelimit-global': 'true' } : reset;
      return limited(retryAfterS, scope === 'global', { ...headers, ...more });
    }
    case '401':
      return toAnswer(refuseStatus(401));
    case 'error':
      return toAnswer(refuse(fault.code));
    case '500':
      return toAnswer(refuseStatus(500));
    default:
      return toAnswer(refuseStatus(502));
  }
}

/** Answers `/api/v10/…`: planned faults first, then who calls, the limits, the body, and the route itself. */
export function createRest({ world, token, faults, limiter, limits, gatewayRoutes, calls }: RestDeps) {
  const match = createMatcher([
    ...gatewayRoutes,
    ...IDENTITY_ROUTES,
    ...MESSAGE_ROUTES,
    ...CHANNEL_ROUTES,
    ...COMMAND_ROUTES,
    ...INTERACTION_ROUTES,
  ]);

  function checkCaller(request: IncomingMessage, { auth = 'bot' }: Route): void {
    if ((request.headers['user-agent'] ?? '') === '') throw refuseStatus(403);
    if (auth === 'bot' && request.headers.authorization !== `Bot ${token()}`) throw refuseStatus(401);
  }

  function run(matched: Matched, url: URL, body: RequestBody): Sent {
    const { route, params } = matched;
    const { auth = 'bot', rate = USUAL, name } = route;
    const major = params.token ?? MAJORS.map((key) => params[key]).find((value) => value !== undefined) ?? '';
    const { headers, refused } = limiter.take({ route: name, major, rate, isGlobal: auth === 'bot' });
    if (refused !== null) return limited(refused.retryAfterS, refused.isGlobal, headers);
    const call: Call = { world, params, query: url.searchParams, json: body.json, body: body.fields, parts: body.parts };
    const hidden = limits === 'real' ? sublimit(call, name) : null;
    if (hidden !== null) {
      const each = { ...headers, 'retry-after': String(hidden.retryAfterS), 'x-ratelimit-scope': 'user' };
      return limited(hidden.retryAfterS, false, each, hidden.code);
    }
    try {
      const reply: Reply = route.handle(call);
      return { ...reply, headers };
    } catch (error) {
      return { ...toAnswer(error), headers };
    }
  }

  function send(response: ServerResponse, { status, body, headers }: Sent): void {
    if (status === 204) response.writeHead(204, headers).end();
    else response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  async function answer(
    request: IncomingMessage,
    matched: Matched,
    url: URL,
    fault: Fault | null,
  ): Promise<{ sent: Sent; body: RequestBody }> {
    let body: RequestBody = { json: null, fields: {}, parts: [] };
    try {
      checkCaller(request, matched.route);
      body = await readBody(request);
    } catch (error) {
      return { sent: toAnswer(error), body };
    }
    const isApplied = fault === null || ('applied' in fault && fault.applied);
    const own = isApplied ? run(matched, url, body) : null;
    return { sent: fault === null && own !== null ? own : toFaultAnswer(fault ?? { kind: '500', applied: false }), body };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', world.baseUrl);
    const [, version, path = ''] = /^\/api\/v(\d+)(\/.*)$/.exec(url.pathname) ?? [];
    const method = request.method ?? 'GET';
    const matched = match(method, path);
    if (version !== '10' || matched === null || matched === 'wrong method') {
      await readBytes(request);
      send(response, toAnswer(refuseStatus(matched === 'wrong method' ? 405 : 404)));
      calls.push({
        atMs: world.nowMs(),
        route: 'unknown',
        path: `${method} ${url.pathname}`,
        body: null,
        fileNames: [],
        status: 404,
        code: 0,
      });
      return;
    }
    const { name } = matched.route;
    const fault = faults.take(method, name.split(' ')[1] ?? '');
    const { sent, body } = await answer(request, matched, url, fault);
    const code = sent.status >= 400 ? ((sent.body as { code?: number } | null)?.code ?? 0) : null;
    const fileNames = body.parts.map((part) => part.name);
    calls.push({ atMs: world.nowMs(), route: name, path, body: body.json, fileNames, status: sent.status, code });
    if (fault?.kind === 'reset') response.destroy();
    // One that hangs is answered when the fake closes, or when the client goes away.
    else if (fault?.kind !== 'timeout') send(response, sent);
  };
}
