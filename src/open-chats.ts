import type { Store } from '#adapters/sqlite/open-store.ts';
import type { Log } from '#core/ports/log.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import type { Config } from './config.ts';
import type { OpenDiscord } from './open-discord.ts';
import type { OpenSlack } from './open-slack.ts';
import { routeMaterial } from './route-material.ts';

export interface OpenChatsDeps {
  readonly store: Store;
  /** Reads what is no chat's. */
  readonly documents: SourceReader;
  readonly log: Log;
}

/** The chats whose tokens are set, and the material that may be in them. */
export interface OpenChats {
  /** Null where it is not set up. Once, and only where something needs it: the command line rarely does. */
  openSlack(): Promise<OpenSlack | null>;
  openDiscord(): Promise<OpenDiscord | null>;
  readonly reader: SourceReader;
}

export function openChats(config: Config, deps: OpenChatsDeps): OpenChats {
  const openSlack = once(() => openSlackAsSet(config, deps));
  const openDiscord = once(() => openDiscordAsSet(config, deps));
  const routes = [
    { prefix: 'slack:', open: async () => (await openSlack())?.reader ?? null },
    { prefix: 'discord:', open: async () => (await openDiscord())?.reader ?? null },
  ];
  return { openSlack, openDiscord, reader: routeMaterial(routes, deps.documents) };
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | null = null;
  return () => {
    opening ??= open();
    return opening;
  };
}

async function openDiscordAsSet({ discord }: Config, deps: OpenChatsDeps): Promise<OpenDiscord | null> {
  if (discord.token === null) return null;
  const { openDiscord } = await import('./open-discord.ts');
  return await openDiscord(discord, deps);
}

async function openSlackAsSet({ slack }: Config, deps: OpenChatsDeps): Promise<OpenSlack | null> {
  const { toSlackSetup } = await import('./slack-setup.ts');
  const setup = toSlackSetup(slack);
  if (setup === null) return null;
  const { openSlack } = await import('./open-slack.ts');
  return await openSlack(setup, slack, deps);
}
