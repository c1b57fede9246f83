import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { FakeSlack } from './fake-slack.ts';
import { readBody } from './request-body.ts';

/** Whom a person at the keyboard speaks for, unless a request says otherwise. */
export interface Speaker {
  readonly team: string;
  readonly user: string;
  readonly channel: string;
}

const FAULT = z.union([
  z.strictObject({ kind: z.literal('429'), retryAfterS: z.number() }),
  z.strictObject({ kind: z.enum(['500', 'internal_error', 'reset', 'timeout']), applied: z.boolean() }),
  z.strictObject({ kind: z.literal('error'), error: z.string() }),
]);

type Act = (body: unknown) => unknown;

function createActs(slack: FakeSlack, speaker: Speaker): Readonly<Record<string, Act>> {
  const who = { team: z.string().default(speaker.team), user: z.string().default(speaker.user) };
  const spot = { ...who, channel: z.string().default(speaker.channel) };
  const command = z.strictObject({ ...spot, text: z.string().default(''), command: z.string().default('/fanout') });
  const writing = z.strictObject({ ...spot, text: z.string(), threadTs: z.string().optional() });
  const press = z.strictObject({ ...spot, ts: z.string(), actionId: z.string(), value: z.string().optional() });
  const shortcut = z.strictObject({ ...spot, ts: z.string(), callbackId: z.string() });
  const globalShortcut = z.strictObject({ ...who, callbackId: z.string() });
  const submission = z.strictObject({ viewId: z.string(), values: z.record(z.string(), z.union([z.string(), z.array(z.string())])) });
  const stop = z.strictObject({ ...spot, threadTs: z.string() });
  const fault = z.strictObject({ method: z.string(), fault: FAULT });
  const view = z.strictObject({ ...spot, threadTs: z.string().optional() });

  /** `exactOptionalPropertyTypes` tells an absent thread from an undefined one. */
  const threaded = <Body extends { threadTs?: string | undefined }>({ threadTs, ...rest }: Body) => ({
    ...rest,
    ...(threadTs !== undefined && { threadTs }),
  });

  return {
    'POST command': (body) => slack.command(command.parse(body)),
    'POST write': (body) => slack.write(threaded(writing.parse(body))),
    'POST mention': (body) => slack.mention(threaded(writing.parse(body))),
    'POST dm': (body) => slack.dm(threaded(writing.parse(body))),
    'POST press': (body) => {
      const { value, ...rest } = press.parse(body);
      return slack.press({ ...rest, ...(value !== undefined && { value }) });
    },
    'POST shortcut': (body) => slack.shortcut(shortcut.parse(body)),
    'POST global-shortcut': (body) => slack.globalShortcut(globalShortcut.parse(body)),
    'POST submit': (body) => slack.submit(submission.parse(body)),
    'POST stop': (body) => slack.agentStop(stop.parse(body)),
    'POST fail': (body) => {
      const { method, fault: planned } = fault.parse(body);
      slack.fail.next(method, planned);
    },
    'POST disconnect': () => slack.socket.disconnect('refresh_requested'),
    'GET seen': (query) => {
      const { team, user, channel, ...rest } = threaded(view.parse(query));
      return slack.seenBy(team, user, channel, rest);
    },
    'GET modals': () => slack.modals(speaker.user),
    'GET calls': () => slack.calls(),
    'GET deliveries': () => slack.deliveries(),
  };
}

/** `POST /control/<verb>` with JSON does what a person does; `GET /control/<noun>` shows what there is. */
export function createControl(slack: FakeSlack, speaker: Speaker): Server {
  const acts = createActs(slack, speaker);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', slack.baseUrl);
    const act = acts[`${request.method} ${url.pathname.replace('/control/', '')}`];
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body ?? { ok: true }, null, 2)}\n`);
    };
    if (act === undefined) {
      reply(404, { error: 'there is no such thing', known: Object.keys(acts) });
      return;
    }
    const { bytes } = await readBody(request);
    const text = Buffer.from(bytes).toString('utf8');
    try {
      // curl -d sends a form's type whatever is in it, so the type is not asked.
      reply(200, await act(request.method === 'GET' ? Object.fromEntries(url.searchParams) : JSON.parse(text === '' ? '{}' : text)));
    } catch (error) {
      reply(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
    }
  }

  return createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
}
