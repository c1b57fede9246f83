import { REST } from 'discord.js';
import { DISCORD_ADDRESSING } from '#adapters/discord/addressing.ts';
import { createDiscordChat, createDiscordClient } from '#adapters/discord/discord-chat.ts';
import { introduce } from '#adapters/discord/introduce.ts';
import { toInvitation } from '#adapters/discord/manifest.ts';
import { createDiscordReader } from '#adapters/discord/material/discord-reader.ts';
import { createGet } from '#adapters/discord/material/get.ts';
import { createDiscordPoster, DISCORD_BUDGETS } from '#adapters/discord/poster.ts';
import { registerCommands } from '#adapters/discord/register.ts';
import { discordRender } from '#adapters/discord/render/discord-render.ts';
import type { Store } from '#adapters/sqlite/open-store.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import type { Dispatch } from '#commands/dispatch.ts';
import { createDrafts } from '#commands/drafts.ts';
import { createHear } from '#commands/hear.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Log } from '#core/ports/log.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import type { DiscordVariables } from './config.ts';

/** Between two edits of a board: Discord takes about five in five seconds and channel, and fewer of old messages. In milliseconds. */
const BOARD_GAP_MS = 3_000;

/** Discord, in two steps as Slack is: what reads material from it must be there before the runs are, and who hears people after. */
export interface OpenDiscord {
  readonly reader: SourceReader;
  toChat(house: { readonly fanout: Fanout; readonly dispatch: Dispatch; readonly resumed: readonly string[] }): Chat;
}

export interface OpenDiscordDeps {
  readonly store: Store;
  readonly documents: SourceReader;
  readonly log: Log;
}

/** Null where Discord is not set up. Rejects with `FanoutError` `bad_config` where Discord does not take the token. */
export async function openDiscord(variables: DiscordVariables, { store, documents, log }: OpenDiscordDeps): Promise<OpenDiscord | null> {
  const { token, applicationId, apiUrl } = variables;
  if (token === null) return null;
  const clock = systemClock;
  const { readsMessages } = await introduce({ token, applicationId, apiUrl });
  const client = createDiscordClient({ apiUrl, readsMessages });
  client.rest.setToken(token);
  const botUserId = (): string => client.user?.id ?? '';
  const { origin } = new URL(apiUrl);
  return {
    reader: createDiscordReader({
      get: createGet({ apiUrl, token }),
      botUserId,
      documents,
      origins: origin === 'https://discord.com' ? [] : [origin],
    }),
    toChat({ fanout, dispatch, resumed }) {
      const { deliveries, posted } = store;
      const { watch } = fanout;
      const poster = createDiscordPoster({
        rest: client.rest,
        token,
        applicationId: () => client.application?.id ?? '',
        botUserId,
        clock,
        log,
      });
      const delivering = createDelivering({
        chat: 'discord',
        poster,
        budgets: DISCORD_BUDGETS,
        render: discordRender,
        deliveries,
        posted,
        watch,
        clock,
        log,
        boardGapMs: BOARD_GAP_MS,
      });
      const hear = createHear({
        chat: 'discord',
        address: DISCORD_ADDRESSING,
        dispatch,
        deliveries,
        delivering,
        clock,
        ids: systemIds,
        steers: watch.steers,
      });
      const drafts = createDrafts({ clock, ids: systemIds });
      return createDiscordChat({ client, token, hear, delivering, drafts, resumed, watch, clock, log });
    },
  };
}

/** Registers the commands where they have changed, and says which it was. Rejects with `FanoutError` `bad_config` as `openDiscord` does, and where no token is set. */
export async function registerDiscord({ token, ...settings }: DiscordVariables): Promise<string> {
  if (token === null)
    throw new FanoutError('bad_config', 'DISCORD_TOKEN is not set: it is under Bot in the Developer Portal. See docs/discord.md.');
  const { applicationId, name } = await introduce({ token, ...settings });
  const rest = new REST({ api: settings.apiUrl }).setToken(token);
  const changed = await registerCommands(rest, applicationId);
  return `The commands of ${name} ${changed ? 'are registered; Discord shows them within a minute' : 'are registered already, as they are'}. To invite it: ${toInvitation(applicationId)}`;
}
