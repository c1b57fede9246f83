import { z } from 'zod';
import { type Call, type Method, memberChannel, needScope } from '../call.ts';
import { checkThread } from '../messages.ts';
import { refuseWith, SlackRefusal } from '../refusal.ts';

const LIFE_MS = 120_000;

/** A thread of a channel that the app is in: the key under which its status is kept. */
function thread(call: Call): string {
  const channel = memberChannel(call, call.args.required('channel_id'));
  const threadTs = call.args.required('thread_ts');
  checkThread(channel, threadTs);
  return `${channel.id} ${threadTs}`;
}

const setStatus: Method = (call) => {
  needScope(call, 'chat:write', 'assistant:write');
  const { world, team, args } = call;
  const key = thread(call);
  const lines = z.array(z.string()).max(10).optional().safeParse(args.json('loading_messages', 'invalid_arguments'));
  if (!lines.success || args.all.status === undefined) throw refuseWith('invalid_arguments', ['[ERROR] bad status [json-pointer:/]']);
  const text = args.optional('status');
  // An empty status takes the line away.
  if (text === null) team.statuses.delete(key);
  else team.statuses.set(key, { text, atMs: world.nowMs() });
  return {};
};

/** Gone after two minutes: Slack's docs, assistant.threads.setStatus. */
export function statusOf({ world, team }: Pick<Call, 'world' | 'team'>, channel: string, threadTs: string): string | null {
  const status = team.statuses.get(`${channel} ${threadTs}`);
  return status === undefined || world.nowMs() - status.atMs >= LIFE_MS ? null : status.text;
}

const PROMPTS = z
  .array(z.object({ title: z.string().min(1), message: z.string().min(1) }))
  .min(1)
  .max(4);

const setSuggestedPrompts: Method = (call) => {
  needScope(call, 'assistant:write');
  const { team, args } = call;
  const channel = memberChannel(call, args.required('channel_id'));
  if (channel.isIm !== true) throw new SlackRefusal('channel_type_not_supported');
  const prompts = PROMPTS.safeParse(args.json('prompts', 'invalid_arguments'));
  if (!prompts.success) throw refuseWith('invalid_arguments', ['[ERROR] 1 to 4 prompts with title and message [json-pointer:/prompts]']);
  team.prompts.push({ channel: channel.id, title: args.optional('title') ?? '', prompts: prompts.data });
  return {};
};

const SESSION = z.enum(['processing', 'active', 'suspended', 'closed']);

const setSession: Method = (call) => {
  needScope(call, 'chat:write');
  const key = thread(call);
  const status = SESSION.safeParse(call.args.required('status'));
  if (!status.success) throw refuseWith('invalid_arguments', ['[ERROR] unknown status [json-pointer:/status]']);
  call.team.sessions.set(key, status.data);
  return {};
};

export const AGENTS: Readonly<Record<string, Method>> = {
  'assistant.threads.setStatus': setStatus,
  'assistant.threads.setSuggestedPrompts': setSuggestedPrompts,
  'agents.sessions.setStatus': setSession,
};
