import type { Courier, Delivery } from './delivery.ts';
import { addFile, type GivenFile } from './form-values.ts';
import type { Spot } from './interactions.ts';
import { addMessage, checkThread, typed } from './messages.ts';
import { toEventBody, toMessageEvent } from './payloads.ts';
import type { Fields } from './refusal.ts';
import { type Channel, channelOf, directChannel, type Message, type Team, teamOf, type World } from './world.ts';

export interface Writing extends Spot {
  /** As Slack passes it on: `<@U1>` for a mention, `&lt;` for a bracket. */
  readonly text: string;
  readonly threadTs?: string;
  readonly files?: readonly GivenFile[];
}

export interface Written {
  readonly ts: string;
  /** What the app heard of it: nothing where it is no member, lacks the scope or has not subscribed. */
  readonly deliveries: readonly Delivery[];
}

export interface Events {
  /** A message in a channel, whether it mentions the bot or not. */
  write(writing: Writing): Promise<Written>;
  /** The same, with the bot's mention in front unless the text has it. */
  mention(writing: Writing): Promise<Written>;
  /** To the bot itself. */
  dm(writing: Omit<Writing, 'channel'>): Promise<Written & { readonly channel: string }>;
  appHomeOpened(visit: { readonly team: string; readonly user: string; readonly tab?: 'home' | 'messages' }): Promise<Delivery | null>;
  /** Slack's own Stop button: there only while the session is `processing`. */
  agentStop(spot: Spot & { readonly threadTs: string }): Promise<Delivery | null>;
  uninstall(team: string): Promise<readonly Delivery[]>;
  revokeTokens(team: string): Promise<readonly Delivery[]>;
}

/** An event needs a subscription, and most of them a scope. */
const SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
};

const kindOf = ({ isIm, isPrivate }: Channel): { readonly event: string; readonly type: string } => {
  if (isIm === true) return { event: 'message.im', type: 'im' };
  return isPrivate === true ? { event: 'message.groups', type: 'group' } : { event: 'message.channels', type: 'channel' };
};

export function createEvents(world: World, courier: Courier, subscriptions: readonly string[]): Events {
  async function emit(team: Team, subscription: string, event: Fields): Promise<Delivery | null> {
    const scope = SCOPES[subscription];
    if (!subscriptions.includes(subscription) || (scope !== undefined && !team.scopes.has(scope))) return null;
    return courier.event(toEventBody(world, team, event));
  }

  async function emitMessage(team: Team, channel: Channel, message: Message): Promise<Delivery[]> {
    if (!channel.members.has(team.seed.botUserId)) return [];
    const { event, type } = kindOf(channel);
    const mentions = channel.isIm !== true && message.revisions.some(({ text }) => text.includes(`<@${team.seed.botUserId}>`));
    const all = await Promise.all([
      mentions
        ? emit(team, 'app_mention', toMessageEvent(world, team, channel, message, { type: 'app_mention', subtype: undefined }))
        : null,
      emit(team, event, toMessageEvent(world, team, channel, message, { channel_type: type })),
    ]);
    return all.filter((each) => each !== null);
  }

  async function write({ text, threadTs, files = [], ...spot }: Writing): Promise<Written> {
    const team = teamOf(world, spot.team);
    const channel = channelOf(world, spot.team, spot.channel);
    if (!channel.members.has(spot.user)) throw new Error(`${spot.user} is no member of ${spot.channel}`);
    if (channel.isArchived) throw new Error(`${spot.channel} is archived`);
    checkThread(channel, threadTs ?? null);
    const place = { team: spot.team, owner: spot.user, channel: spot.channel, threadTs: threadTs ?? null, isGiven: false };
    const added = files.map((file) => addFile(world, file, place));
    const content = typed(world.nowMs(), text);
    const message = addMessage(world, channel, { from: spot.user, threadTs: threadTs ?? null, files: added, content });
    for (const file of added) file.shareTs = message.ts;
    return { ts: message.ts, deliveries: await emitMessage(team, channel, message) };
  }

  /** An organization's own event names no workspace. */
  async function leaveOrg(org: string, team: Team, names: readonly string[]): Promise<readonly Delivery[]> {
    const sent: Delivery[] = [];
    for (const type of names) {
      const event = type === 'tokens_revoked' ? { type, tokens: { oauth: [], bot: [team.seed.botUserId] } } : { type };
      const authorizations = [
        { enterprise_id: org, team_id: null, user_id: team.seed.botUserId, is_bot: true, is_enterprise_install: true },
      ];
      const body = { ...toEventBody(world, team, event), team_id: null, context_team_id: null, enterprise_id: org, authorizations };
      if (subscriptions.includes(type)) sent.push(await courier.event(body));
    }
    return sent;
  }

  async function leave(teamId: string, token: Team['token'], names: readonly string[]): Promise<readonly Delivery[]> {
    const team = teamOf(world, teamId);
    team.token = token;
    if (team.seed.org !== undefined) return leaveOrg(team.seed.org, team, names);
    const events = names.map((type) =>
      emit(team, type, type === 'tokens_revoked' ? { type, tokens: { oauth: [], bot: [team.seed.botUserId] } } : { type }),
    );
    return (await Promise.all(events)).filter((each) => each !== null);
  }

  return {
    write,
    mention: async (writing) => {
      const mention = `<@${teamOf(world, writing.team).seed.botUserId}>`;
      return write(writing.text.includes(mention) ? writing : { ...writing, text: `${mention} ${writing.text}` });
    },
    dm: async (writing) => {
      const channel = directChannel(world, teamOf(world, writing.team), writing.user).id;
      return { channel, ...(await write({ ...writing, channel })) };
    },
    appHomeOpened: async ({ team: id, user, tab = 'messages' }) => {
      const team = teamOf(world, id);
      const channel = directChannel(world, team, user).id;
      return emit(team, 'app_home_opened', { type: 'app_home_opened', user, channel, tab, event_ts: world.nextTs() });
    },
    agentStop: async ({ team: id, user, channel, threadTs }) => {
      const team = teamOf(world, id);
      if (team.sessions.get(`${channel} ${threadTs}`) !== 'processing') throw new Error('no Stop button: the session is not processing');
      const event = {
        type: 'agent_session_stopped',
        channel,
        user,
        thread_ts: threadTs,
        streaming_message_ts: [],
        event_ts: world.nextTs(),
      };
      return emit(team, 'agent_session_stopped', event);
    },
    uninstall: (team) => leave(team, 'uninstalled', ['tokens_revoked', 'app_uninstalled']),
    revokeTokens: (team) => leave(team, 'revoked', ['tokens_revoked']),
  };
}
