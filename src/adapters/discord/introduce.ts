import { DiscordAPIError, REST, Routes } from 'discord.js';
import { type APIApplication, ApplicationFlags } from 'discord-api-types/v10';
import { FanoutError } from '#core/errors.ts';

/** What Discord says of the app that a token is of. */
export interface Introduction {
  readonly applicationId: string;
  readonly name: string;
  /** Whether Fanout gets to read what was written without mentioning it: switched on in the Developer Portal. */
  readonly readsMessages: boolean;
}

export interface Credentials {
  readonly token: string;
  /** Null: as the token says. */
  readonly applicationId: string | null;
  readonly apiUrl: string;
}

/** How long Discord may take. In milliseconds. */
const TIMEOUT_MS = 15_000;

/** Rejects with `FanoutError` `bad_config` where the token is not taken, is of another app, or Discord does not answer. */
export async function introduce({ token, applicationId, apiUrl }: Credentials): Promise<Introduction> {
  const rest = new REST({ api: apiUrl, retries: 1, timeout: TIMEOUT_MS }).setToken(token);
  const app = await (rest.get(Routes.currentApplication()) as Promise<APIApplication>).catch((error: unknown) => {
    const said =
      error instanceof DiscordAPIError && error.status === 401
        ? 'Discord does not take it: copy it anew from Bot in the Developer Portal'
        : 'Discord did not answer';
    throw new FanoutError('bad_config', `DISCORD_TOKEN does not work: ${said}.`, { cause: error });
  });
  if (applicationId !== null && applicationId !== app.id)
    throw new FanoutError(
      'bad_config',
      `DISCORD_TOKEN is of the application ${app.id}, DISCORD_APPLICATION_ID is ${applicationId}: take both from one.`,
    );
  const flags = app.flags ?? 0;
  const readsMessages = (flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) !== 0;
  return { applicationId: app.id, name: app.name, readsMessages };
}
