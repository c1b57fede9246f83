import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { createPatientServer } from '#test/fakes/patient-server.ts';
import { planSimply } from '../form-planner.ts';
import { type ChatRequest, parseChatRequest } from './chat-request.ts';
import { refuse, refuseKey } from './refusal.ts';
import { type Reply, toText } from './reply.ts';
import { sendJson, sendReply } from './send-reply.ts';

export interface ModelEndpointOptions {
  /** The one key that is let in; null (the default): nobody needs one. */
  readonly key?: string | null;
  /** Default `test-model`. */
  readonly models?: readonly string[];
  /** What to do with the `n`th good request (from 1). Default: "ok". A promise holds the answer back. */
  readonly answer?: (request: ChatRequest, n: number) => Reply | string | Promise<Reply | string>;
  /** True: `answer` is asked for plans too. Default: plans are made as `planSimply` has it, and are no request that `answer` and `chats` know of. */
  readonly plans?: boolean;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** How long an answer takes, streamed evenly. Default 0. */
  readonly delayMs?: number;
}

interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Null when it was refused, or asked for something else. */
  readonly chat: ChatRequest | null;
}

/** An OpenAI-compatible server on loopback that takes nothing for granted: what it can't check it refuses. */
export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly port: number;
  /** Everything that came in, in order. */
  requests(): readonly JournalEntry[];
  /** The chat requests that passed every check; of plans only where `plans` is set. */
  chats(): readonly ChatRequest[];
  /** Those that asked for a plan. */
  plannings(): readonly ChatRequest[];
  /** Connections opened so far. */
  connections(): number;
  /** Requests whose caller left before the answer had ended. */
  abortedCount(): number;
  /** Resolves once `abortedCount` has reached `count`. */
  aborted(count: number): Promise<void>;
  /** Ends open sockets too. */
  close(): Promise<void>;
}

/** Fanout's planner asks for a form by that name, or in words where the server takes no schema. */
const isPlanning = ({ messages }: ChatRequest): boolean => messages[0]?.content.startsWith('You are the PLANNER. You read') === true;

interface Counters {
  connections: number;
  aborted: number;
  good: number;
  waiting: { count: number; resolve: () => void }[];
}

function noteAbort(counters: Counters): void {
  counters.aborted += 1;
  for (const { count, resolve } of counters.waiting) if (counters.aborted >= count) resolve();
}

/** Aborted once the caller has gone; a socket that this side broke is no abort. */
function watchCaller(response: ServerResponse, counters: Counters): { readonly gone: AbortSignal; readonly leave: () => void } {
  const gone = new AbortController();
  let ours = false;
  response.on('close', () => {
    gone.abort();
    if (!response.writableFinished && !ours) noteAbort(counters);
  });
  return {
    gone: gone.signal,
    leave: () => {
      ours = true;
    },
  };
}

export async function startModelEndpoint(options: ModelEndpointOptions = {}): Promise<ModelEndpoint> {
  const { key = null, models = ['test-model'], answer = () => 'ok', plans = false, port = 0, delayMs = 0 } = options;
  const counters: Counters = { connections: 0, aborted: 0, good: 0, waiting: [] };
  const journal: JournalEntry[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const { gone, leave } = watchCaller(response, counters);
    const body = await readText(request);
    const note = (chat: ChatRequest | null): number => journal.push({ method, path, headers, body, chat });

    const badKey = refuseKey(headers.authorization, key);
    const route = `${method} ${path}`;
    if (badKey === null && route === 'GET /v1/models') {
      note(null);
      sendJson(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'fake' })) });
      return;
    }
    const isChat = route === 'POST /v1/chat/completions';
    const chat = badKey ?? (isChat ? parseChatRequest(body, models) : refuse(404, `Invalid URL (${route})`, null));
    if ('status' in chat) {
      note(null);
      sendJson(response, chat.status, chat.body);
      return;
    }
    note(chat);
    if (isPlanning(chat) && !plans) {
      await sendReply(response, chat, toText(planSimply(chat.messages.at(-1)?.content ?? '')), 0, gone);
      return;
    }
    counters.good += 1;
    const reply = await answer(chat, counters.good);
    const done = typeof reply === 'string' ? toText(reply) : reply;
    if (done.kind === 'reset') leave();
    await sendReply(response, chat, done, delayMs, gone);
  }

  const server = createPatientServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A caller that left ends its own request only; a throwing `answer` must be seen by the test it belongs to.
      if (response.destroyed) return;
      if (response.headersSent) response.destroy();
      else
        sendJson(response, 500, {
          error: { message: `the fake's answer threw: ${String(error)}`, type: 'fake_error', param: null, code: null },
        });
    });
  });
  server.on('connection', () => {
    counters.connections += 1;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    port: address.port,
    requests: () => journal,
    chats: () => journal.flatMap(({ chat }) => (chat === null || (isPlanning(chat) && !plans) ? [] : [chat])),
    plannings: () => journal.flatMap(({ chat }) => (chat !== null && isPlanning(chat) ? [chat] : [])),
    connections: () => counters.connections,
    abortedCount: () => counters.aborted,
    aborted: (count) =>
      new Promise((resolve) => {
        if (counters.aborted >= count) resolve();
        else counters.waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
