import type { Fields } from './refusal.ts';
import type { ResponseUrl } from './response-urls.ts';
import { BOT_SCOPES, type ChannelSeed, type TeamSeed, type UserSeed } from './seed.ts';

/** One state of a message; the last is what people see. */
export interface Revision {
  readonly atMs: number;
  readonly text: string;
  readonly blocks: readonly Fields[];
  readonly attachments: readonly Fields[];
  readonly metadata: Fields | null;
  /** `parse` and `link_names` decide whether a bare @channel pings. */
  readonly parsesNames: boolean;
}

export interface Message {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly from: string;
  readonly botId: string | null;
  /** The one person who sees it; null: everyone in the channel. */
  readonly onlyFor: string | null;
  readonly files: SlackFile[];
  readonly revisions: Revision[];
  readonly unfurls: boolean;
  /** Shown in the channel too though it is a reply. */
  readonly broadcast: boolean;
  deletedAtMs: number | null;
}

export interface Channel extends Omit<ChannelSeed, 'members' | 'isArchived'> {
  readonly members: Set<string>;
  readonly messages: Message[];
  isArchived: boolean;
}

export interface Team {
  readonly seed: TeamSeed;
  readonly scopes: Set<string>;
  readonly users: Map<string, UserSeed>;
  readonly channels: Map<string, Channel>;
  /** By `channel ts`. */
  readonly statuses: Map<string, ThreadStatus>;
  readonly sessions: Map<string, string>;
  readonly prompts: { readonly channel: string; readonly title: string; readonly prompts: readonly Fields[] }[];
  token: 'good' | 'uninstalled' | 'revoked';
}

export interface ThreadStatus {
  readonly text: string;
  readonly atMs: number;
}

/** `check_file_info`: in Slack Connect an event names a file by its id alone, and files.info tells the rest. */
export type FileAccess = 'visible' | 'check_file_info' | 'access_denied';

export interface SlackFile {
  readonly id: string;
  readonly team: string;
  readonly owner: string;
  readonly name: string;
  readonly mimetype: string;
  readonly access: FileAccess;
  /** Given to the app in one of its forms, so it may read it though it is in no channel. */
  readonly isGiven: boolean;
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly channel: string | null;
  readonly threadTs: string | null;
  shareTs: string | null;
}

/** A place that was opened for bytes: `files.getUploadURLExternal`. */
export interface Upload {
  readonly fileId: string;
  readonly team: string;
  readonly name: string;
  readonly length: number;
  state: 'open' | 'received' | 'completed';
  bytes: Uint8Array;
}

export interface OpenView {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly kind: 'modal' | 'home';
  /** What `default_to_current_conversation` means here. */
  readonly channel: string | null;
  hash: string;
  view: Fields;
}

export interface Trigger {
  readonly team: string;
  readonly user: string;
  readonly atMs: number;
  /** The view that was open when it was made: what `views.push` stacks upon. */
  readonly viewId: string | null;
  /** Where it was made; null where there is no such place. */
  readonly channel: string | null;
  used: boolean;
}

/** All of one fake Slack: what every method reads and writes. */
export interface World {
  readonly nowMs: () => number;
  readonly teams: Map<string, Team>;
  readonly files: Map<string, SlackFile>;
  readonly uploads: Map<string, Upload>;
  readonly views: Map<string, OpenView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** The most messages that one read of history gives. */
  readonly historyPage: number;
  /** `http://127.0.0.1:port`, known once it listens. */
  baseUrl: string;
  nextId(prefix: string): string;
  nextTs(): string;
  /** Called after everything that people could see. */
  changed(): void;
}

function openChannel(seed: ChannelSeed): Channel {
  return { ...seed, members: new Set(seed.members), messages: [], isArchived: seed.isArchived ?? false };
}

function openTeam(seed: TeamSeed): Team {
  const bot: UserSeed = { id: seed.botUserId, name: 'fanout', isBot: true };
  return {
    seed,
    scopes: new Set(seed.scopes ?? BOT_SCOPES),
    users: new Map([bot, ...seed.users].map((user) => [user.id, user])),
    channels: new Map(seed.channels.map((channel) => [channel.id, openChannel(channel)])),
    statuses: new Map(),
    sessions: new Map(),
    prompts: [],
    token: 'good',
  };
}

type WorldOptions = Pick<World, 'nowMs' | 'historyPage'>;

export function createWorld(teams: readonly TeamSeed[], { nowMs, historyPage }: WorldOptions): World {
  let ids = 0;
  let lastMicros = 0;
  return {
    nowMs,
    historyPage,
    teams: new Map(teams.map((seed) => [seed.id, openTeam(seed)])),
    files: new Map(),
    uploads: new Map(),
    views: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    baseUrl: '',
    nextId: (prefix) => {
      ids += 1;
      return `${prefix}${ids.toString().padStart(6, '0')}`;
    },
    nextTs: () => {
      // Two messages of one instant still have an order: the second is a little later.
      lastMicros = Math.max(Math.floor(nowMs() / 1000) * 1_000_000 + 100, lastMicros + 100);
      return `${Math.floor(lastMicros / 1_000_000)}.${(lastMicros % 1_000_000).toString().padStart(6, '0')}`;
    },
    changed: () => {},
  };
}

export function teamOf(world: World, id: string): Team {
  const team = world.teams.get(id);
  if (team === undefined) throw new Error(`no team ${id} in this fake`);
  return team;
}

export function channelOf(world: World, team: string, id: string): Channel {
  const channel = teamOf(world, team).channels.get(id);
  if (channel === undefined) throw new Error(`no channel ${id} in team ${team}`);
  return channel;
}

export const newest = (message: Message): Revision => {
  const revision = message.revisions.at(-1);
  if (revision === undefined) throw new Error(`message ${message.ts} has no content`);
  return revision;
};

/** The direct channel of one user and the bot; opened when there is none. */
export function directChannel(world: World, team: Team, user: string): Channel {
  for (const channel of team.channels.values()) if (channel.isIm === true && channel.members.has(user)) return channel;
  const seed = { id: world.nextId('D'), name: `dm-${user}`, isIm: true, isPrivate: true, members: [user, team.seed.botUserId] };
  const channel = openChannel(seed);
  team.channels.set(channel.id, channel);
  return channel;
}
