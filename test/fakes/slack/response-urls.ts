import { type Arguments, toArguments } from './arguments.ts';
import { addMessage, checkThread, findMessage, readContent } from './messages.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { channelOf, type Message, teamOf, type World } from './world.ts';

const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/** A way to answer one command, button or shortcut, also where the bot is no member. */
export interface ResponseUrl {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  readonly atMs: number;
  uses: number;
  /** What `replace_original` replaces: the message with the button, or the last that came through here. */
  original: Message | null;
}

export function makeResponseUrl(
  world: World,
  place: { readonly team: string; readonly channel: string; readonly user: string; readonly original?: Message | null },
): string {
  const id = world.nextId('response');
  const { team, channel, user, original = null } = place;
  world.responseUrls.set(id, { team, channel, user, original, atMs: world.nowMs(), uses: 0 });
  return `${world.baseUrl}/actions/${team}/${id}`;
}

export interface ResponseUrlAnswer {
  readonly status: number;
  readonly body: string;
}

const answer = (status: number, error: string | null): ResponseUrlAnswer => ({
  status,
  body: JSON.stringify(error === null ? { ok: true } : { ok: false, error }),
});

/** Posts what a command or a button got as its answer. Throws a `SlackRefusal` for content that Slack refuses. */
export function applyResponse(world: World, url: ResponseUrl, args: Arguments): void {
  const channel = channelOf(world, url.team, url.channel);
  const { original } = url;
  if (args.flag('delete_original', false)) {
    if (original !== null) original.deletedAtMs = world.nowMs();
    world.changed();
    return;
  }
  const content = readContent(args, world.nowMs(), { parse: 'none', capped: false });
  if (args.flag('replace_original', false) && original !== null && original.deletedAtMs === null) {
    original.revisions.push(content);
    world.changed();
    return;
  }
  const threadTs = args.optional('thread_ts');
  checkThread(channel, threadTs);
  const { botUserId: from, botId } = teamOf(world, url.team).seed;
  const onlyFor = args.optional('response_type') === 'in_channel' ? null : url.user;
  const message = addMessage(world, channel, { from, botId, threadTs, onlyFor, content });
  if (original === null || findMessage(channel, original.ts) === null) url.original = message;
}

/** Five uses in thirty minutes: Slack's docs, handling user interaction. JSON alone. */
export function useResponseUrl(world: World, id: string, body: Fields): ResponseUrlAnswer {
  const url = world.responseUrls.get(id);
  if (url === undefined) return answer(404, 'invalid_url');
  if (world.nowMs() - url.atMs > LIFE_MS) return answer(404, 'expired_url');
  if (url.uses >= MOST_USES) return answer(404, 'used_url');
  try {
    url.uses += 1;
    applyResponse(world, url, toArguments(body));
    return answer(200, null);
  } catch (error) {
    if (error instanceof SlackRefusal) return answer(400, error.code);
    throw error;
  }
}
