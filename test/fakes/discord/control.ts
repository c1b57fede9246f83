import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { FakeDiscord } from './fake-discord.ts';
import type { KnownCode } from './refusal.ts';
import { readBytes } from './request-body.ts';

/** Whom a person at the keyboard speaks for, unless a request says otherwise. */
export interface Speaker {
  readonly guild: string;
  readonly user: string;
  readonly channel: string;
}

const FAULT = z.union([
  z.strictObject({ kind: z.literal('429'), retryAfterS: z.number(), scope: z.enum(['user', 'global', 'shared']).default('user') }),
  z.strictObject({ kind: z.enum(['500', '502', 'reset', 'timeout']), applied: z.boolean() }),
  z.strictObject({ kind: z.literal('401') }),
  z.strictObject({ kind: z.literal('error'), code: z.number().transform((code) => code as KnownCode) }),
]);

const FILE = z.strictObject({ name: z.string(), bytes: z.string() });

type Act = (body: unknown) => unknown;

function createActs(discord: FakeDiscord, speaker: Speaker): Readonly<Record<string, Act>> {
  const user = z.string().default(speaker.user);
  const spot = { user, channel: z.string().default(speaker.channel) };
  const files = z.array(FILE).default([]);
  const option = z.union([z.string(), z.number(), z.boolean(), FILE]);
  const slash = z.strictObject({
    ...spot,
    name: z.string().default('fanout'),
    subcommand: z.string().optional(),
    options: z.record(z.string(), option).default({}),
  });
  const writing = z.strictObject({ ...spot, content: z.string(), replyTo: z.string().optional(), files });
  const direct = z.strictObject({ user, content: z.string(), files });
  const press = z.strictObject({ ...spot, messageId: z.string(), customId: z.string() });
  const choice = press.extend({ values: z.array(z.string()) });
  const menu = z.strictObject({ ...spot, name: z.string(), messageId: z.string() });
  const form = z.strictObject({
    modalId: z.string().optional(),
    values: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string()), z.array(FILE)])).default({}),
  });
  const fault = z.strictObject({ route: z.string(), fault: FAULT });
  const thread = z.strictObject({ thread: z.string() });

  /** `exactOptionalPropertyTypes` tells an absent field from an undefined one. */
  const slashed = ({ subcommand, ...rest }: z.infer<typeof slash>) => ({ ...rest, ...(subcommand !== undefined && { subcommand }) });
  const written = (body: unknown) => {
    const { replyTo, ...rest } = writing.parse(body);
    return { ...rest, ...(replyTo !== undefined && { replyTo }) };
  };

  return {
    'POST slash': (body) => discord.slashCommand(slashed(slash.parse(body))),
    'POST autocomplete': (body) => {
      const { focused, ...rest } = slash.extend({ focused: z.string() }).parse(body);
      return discord.autocomplete({ ...slashed(rest), focused });
    },
    'POST message-command': (body) => discord.messageCommand(menu.parse(body)),
    'POST write': (body) => ({ id: discord.write(written(body)) }),
    'POST mention': (body) => ({ id: discord.mention(written(body)) }),
    'POST dm': (body) => discord.dm(direct.parse(body)),
    'POST press': (body) => discord.press(press.parse(body)),
    'POST select': (body) => discord.select(choice.parse(body)),
    'POST submit': (body) => {
      const { modalId = discord.modals(speaker.user).at(-1)?.id ?? 'none', values } = form.parse(body);
      return discord.submitModal({ modalId, values });
    },
    'POST archive': (body) => discord.archiveThread(thread.parse(body).thread),
    'POST lock': (body) => discord.lockThread(thread.parse(body).thread),
    'POST fail': (body) => {
      const { route, fault: planned } = fault.parse(body);
      discord.fail.next(route, planned);
    },
    'POST drop': () => discord.gateway.drop(),
    'POST reconnect': () => discord.gateway.reconnect(),
    'POST invalidate': () => discord.gateway.invalidate(false),
    'GET seen': (query) => {
      const { user: who, channel } = z.strictObject(spot).parse(query);
      return discord.seenBy(who, channel);
    },
    'GET threads': () => discord.threadsSeenBy(speaker.user, speaker.guild),
    'GET modals': () => discord.modals(speaker.user).map(({ id, data }) => ({ id, data })),
    'GET commands': () => ({ guild: discord.commands(speaker.guild), global: discord.commands() }),
    'GET calls': () => discord.calls(),
    'GET gateway': () => discord.gateway.starts,
  };
}

/** A form knows the message that it came from, and that one its interaction, which knows the message again. */
const withoutMessage = (key: string, value: unknown): unknown => (key === 'message' && typeof value === 'object' ? undefined : value);

/** `POST /control/<verb>` with JSON does what a person does; `GET /control/<noun>` shows what there is. */
export function createControl(discord: FakeDiscord, speaker: Speaker): Server {
  const acts = createActs(discord, speaker);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', discord.baseUrl);
    const act = acts[`${request.method} ${url.pathname.replace('/control/', '')}`];
    const reply = (status: number, body: unknown): void => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(`${JSON.stringify(body ?? { ok: true }, withoutMessage, 2)}\n`);
    };
    if (act === undefined) {
      reply(404, { error: 'there is no such thing', known: Object.keys(acts) });
      return;
    }
    const text = (await readBytes(request)).toString('utf8');
    try {
      // curl -d sends a form's type whatever is in it, so the type is not asked.
      reply(200, await act(request.method === 'GET' ? Object.fromEntries(url.searchParams) : JSON.parse(text === '' ? '{}' : text)));
    } catch (error) {
      reply(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
    }
  }

  return createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
}
