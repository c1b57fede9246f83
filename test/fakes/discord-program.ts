import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBell } from './bell.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './discord/fake-discord.ts';
import { ADA, GENERAL, LAB_GUILD } from './discord-lab.ts';
import { type ModelEndpoint, type ModelEndpointOptions, startModelEndpoint } from './model-endpoint/model-endpoint.ts';
import { type Program, runProgram, startProgram, whileAlive } from './program.ts';
import { until } from './until.ts';

export const SECRET_TOKEN = 'secret-token-of-the-bot';

export interface DiscordScene extends AsyncDisposable {
  readonly discord: FakeDiscord;
  readonly endpoint: ModelEndpoint;
  /** `npm start`; resolves once it hears Discord and its commands are registered. */
  start(more?: Readonly<Record<string, string>>): Promise<Program>;
  /** Any other command line, to its end. */
  run(args: readonly string[], more?: Readonly<Record<string, string>>): ReturnType<typeof runProgram>;
  /** Resolves with what `look` gives once it gives something, asked after everything that happens in Discord. */
  sees<T>(what: string, look: () => T | null | undefined | false): Promise<T>;
  /** `/fanout run`, by Ada in #general. */
  ask(request: string): Promise<unknown>;
}

export interface DiscordSceneOptions extends Partial<FakeDiscordOptions> {
  readonly answer?: ModelEndpointOptions['answer'];
}

/** A strict Discord, a model and a place for a program that works with both; gone at the end, with the programs. */
export async function openDiscordScene({ answer = () => 'fine', ...options }: DiscordSceneOptions = {}): Promise<DiscordScene> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-discord-program-'));
  const bell = createBell();
  const endpoint = await startModelEndpoint({ answer });
  const discord = await startFakeDiscord({
    guilds: [LAB_GUILD],
    limits: 'none',
    token: SECRET_TOKEN,
    ackMs: Number.POSITIVE_INFINITY,
    ...options,
  });
  discord.onChange(bell.ring);
  const programs = new Set<Program>();
  const toEnvironment = (more: Readonly<Record<string, string>>) => ({
    OPENAI_BASE_URL: endpoint.baseUrl,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_TOKEN: SECRET_TOKEN,
    FANOUT_DB: join(folder, 'fanout.db'),
    ...more,
  });

  const sees: DiscordScene['sees'] = (what, look) =>
    until(what, look, { hear: bell.hear, story: () => toStory(discord), ...whileAlive(programs) });

  return {
    discord,
    endpoint,
    sees,
    ask: (request) => discord.slashCommand({ channel: GENERAL, user: ADA, name: 'fanout', subcommand: 'run', options: { request } }),
    async start(more = {}) {
      const program = startProgram(['start'], folder, toEnvironment(more));
      programs.add(program);
      await program.saw('Discord is heard');
      await sees('the commands', () => discord.commands().length > 0);
      return program;
    },
    run: (args, more = {}) => runProgram(args, folder, toEnvironment(more)),
    async [Symbol.asyncDispose]() {
      for (const program of programs) program.kill('SIGKILL');
      await Promise.all([...programs].map(({ ended }) => ended));
      await Promise.all([discord.close(), endpoint.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The marks of what Fanout wrote in #general and its threads (`board`, `lane 1`, `answer 1`), each as often as it stands there. */
export const keysIn = (discord: FakeDiscord): string[] =>
  [GENERAL, ...discord.threads(LAB_GUILD.id).map(({ id }) => id)]
    .flatMap((channel) => discord.seenBy(ADA, channel))
    .flatMap(({ text, isEphemeral }) => (isEphemeral ? [] : [/-# run [a-z0-9]+ · (.+)$/.exec(text)?.[1] ?? []]).flat());

/** What there is to see, for a test that waited in vain. */
const toStory = (discord: FakeDiscord): string =>
  [
    ...keysIn(discord),
    ...discord
      .calls()
      .slice(-20)
      .map(({ route, status, code }) => `${route} ${status} ${code ?? ''}`),
  ].join('\n');
