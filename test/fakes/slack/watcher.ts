import { findMessage, typed } from './messages.ts';
import { statusOf } from './methods/agents.ts';
import type { Fields } from './refusal.ts';
import { type SeenMessage, seenBy } from './seen.ts';
import { channelOf, type Message, type SlackFile, teamOf, type World } from './world.ts';

/** What a test looks at, and what an administrator does. */
export interface Watcher {
  seenBy(team: string, user: string, channel: string, options?: { readonly threadTs?: string }): SeenMessage[];
  /** Everything ever stored in a channel, deleted and ephemeral ones too, each with all its revisions. */
  messages(team: string, channel: string): readonly Message[];
  /** The forms open in front of a person, the topmost last. */
  modals(user: string): { readonly id: string; readonly hash: string; readonly view: Fields }[];
  home(team: string, user: string): Fields | null;
  /** Shared files, with their bytes. */
  files(): readonly SlackFile[];
  /** The status line of a thread; null: there is none, or it has expired. */
  status(team: string, channel: string, threadTs: string): string | null;
  session(team: string, channel: string, threadTs: string): string | null;
  prompts(team: string): readonly Fields[];
  /** The direct channel of a person and the bot; null while there is none. */
  directChannel(team: string, user: string): string | null;
  kickBot(team: string, channel: string): void;
  /** A person leaves a channel. */
  kick(team: string, channel: string, user: string): void;
  inviteBot(team: string, channel: string): void;
  archive(team: string, channel: string): void;
  deleteMessage(team: string, channel: string, ts: string): void;
  /** A person edits what they wrote. */
  editMessage(team: string, channel: string, ts: string, text: string): void;
  setScopes(team: string, scopes: readonly string[]): void;
  /** Calls back after each change that people could see. */
  onChange(listener: () => void): void;
}

export function createWatcher(world: World): Watcher {
  function found(team: string, channel: string, ts: string): Message {
    const message = findMessage(channelOf(world, team, channel), ts);
    if (message === null) throw new Error(`no message ${ts} in ${channel}`);
    return message;
  }
  const botOf = (team: string): string => teamOf(world, team).seed.botUserId;

  return {
    seenBy: (team, user, channel, { threadTs } = {}) => seenBy(world, team, user, channel, threadTs ?? null),
    messages: (team, channel) => channelOf(world, team, channel).messages,
    modals: (user) => [...world.views.values()].filter((open) => open.kind === 'modal' && open.user === user),
    home: (team, user) =>
      [...world.views.values()].find((open) => open.kind === 'home' && open.user === user && open.team === team)?.view ?? null,
    files: () => [...world.files.values()],
    status: (team, channel, threadTs) => statusOf({ world, team: teamOf(world, team) }, channel, threadTs),
    session: (team, channel, threadTs) => teamOf(world, team).sessions.get(`${channel} ${threadTs}`) ?? null,
    prompts: (team) => teamOf(world, team).prompts.map((each) => ({ ...each })),
    directChannel: (team, user) =>
      [...teamOf(world, team).channels.values()].find(({ isIm, members }) => isIm === true && members.has(user))?.id ?? null,
    kickBot: (team, channel) => void channelOf(world, team, channel).members.delete(botOf(team)),
    kick: (team, channel, user) => void channelOf(world, team, channel).members.delete(user),
    inviteBot: (team, channel) => void channelOf(world, team, channel).members.add(botOf(team)),
    archive: (team, channel) => {
      channelOf(world, team, channel).isArchived = true;
    },
    deleteMessage: (team, channel, ts) => {
      found(team, channel, ts).deletedAtMs = world.nowMs();
      world.changed();
    },
    editMessage: (team, channel, ts, text) => {
      found(team, channel, ts).revisions.push(typed(world.nowMs(), text));
      world.changed();
    },
    setScopes: (team, scopes) => {
      const granted = teamOf(world, team).scopes;
      granted.clear();
      for (const scope of scopes) granted.add(scope);
    },
    onChange: (listener) => {
      world.changed = listener;
    },
  };
}
