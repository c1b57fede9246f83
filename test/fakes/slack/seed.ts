/** What a workspace holds before the test begins. */
export interface TeamSeed {
  readonly id: string;
  readonly name?: string;
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  /** The organization that the app is installed in, for all its workspaces. Default: none. */
  readonly org?: string;
  /** Default: `BOT_SCOPES`. */
  readonly scopes?: readonly string[];
  readonly users: readonly UserSeed[];
  readonly channels: readonly ChannelSeed[];
}

export interface UserSeed {
  readonly id: string;
  readonly name: string;
  readonly isBot?: boolean;
  /** Of another workspace, here by Slack Connect. */
  readonly homeTeam?: string;
}

export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isIm?: boolean;
  readonly isArchived?: boolean;
  /** User ids; the bot's own where it is a member. */
  readonly members: readonly string[];
}

/** All that the fake asks for anywhere, but for `chat:write.public` and `team:read`. */
export const BOT_SCOPES: readonly string[] = [
  'commands',
  'app_mentions:read',
  'chat:write',
  'im:history',
  'im:read',
  'im:write',
  'channels:history',
  'channels:read',
  'groups:history',
  'groups:read',
  'files:read',
  'files:write',
  'assistant:write',
  'users:read',
];
