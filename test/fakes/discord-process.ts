import { readFile } from 'node:fs/promises';
import { DISCORD_ADDRESSING } from '#adapters/discord/addressing.ts';
import { createDiscordChat, createDiscordClient } from '#adapters/discord/discord-chat.ts';
import { introduce } from '#adapters/discord/introduce.ts';
import { createDiscordReader } from '#adapters/discord/material/discord-reader.ts';
import { createGet } from '#adapters/discord/material/get.ts';
import { createDiscordPoster, DISCORD_BUDGETS } from '#adapters/discord/poster.ts';
import { discordRender } from '#adapters/discord/render/discord-render.ts';
import type { MemoryStore } from '#adapters/memory/memory-store.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { createDrafts } from '#commands/drafts.ts';
import { createHear } from '#commands/hear.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { createFanout, type Fanout } from '#core/fanout.ts';
import type { Catalogue } from '#core/models/model-card.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Deliveries, PostedMessages } from '#core/ports/deliveries.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import type { FakeDiscord } from './discord/fake-discord.ts';
import { createLife, type Life, mortal } from './mortal.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { until } from './until.ts';

export const TOKEN = 'test-token';
const CONCURRENCY = 50;

/** One process of Fanout that hears and shows in a Discord. */
export interface DiscordProcess {
  readonly fanout: Fanout;
  readonly log: RecordingLog;
  readonly life: Life;
  /** Rejects where it can't go on. */
  readonly ended: Promise<void>;
  /** As at SIGTERM. */
  close(): Promise<void>;
  /** As at SIGKILL: nothing it began comes back to it. */
  kill(): void;
}

/** What outlives a process, and what it works with. */
export interface DiscordProcessDeps {
  readonly discord: FakeDiscord;
  /** Whether it holds anybody back. */
  readonly hasLimits: boolean;
  readonly store: MemoryStore;
  readonly deliveries: Deliveries;
  readonly posted: PostedMessages;
  readonly model: Model;
  readonly prices: Prices;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** At which message that it posts, edits or looks for it dies. */
  readonly dies: Life['dies'];
}

/** Put together as `main.ts` and `open-discord.ts` do it; resolves once it hears Discord. */
export async function startDiscordProcess(deps: DiscordProcessDeps): Promise<DiscordProcess> {
  const { discord, store, model, prices, catalogue, clock } = deps;
  const { apiUrl } = discord;
  const life = createLife(deps.dies);
  const withIt = dyingWith(life);
  const [deliveries, posted, runLog] = [mortal(deps.deliveries, withIt), mortal(deps.posted, withIt), mortal(store.runLog, withIt)];
  const { readsMessages } = await introduce({ token: TOKEN, applicationId: null, apiUrl });
  const client = createDiscordClient({ apiUrl, readsMessages });
  // discord.js counts fifty calls a second by this machine's clock, and what it turns away waits by the lab's.
  if (!deps.hasLimits) client.rest.globalRemaining = client.rest.options.globalRequestsPerSecond = Number.POSITIVE_INFINITY;
  const heard = Promise.withResolvers<void>();
  const known = createRecordingLog();
  const log: RecordingLog = {
    ...known,
    info(fields, message) {
      known.info(fields, message);
      if (message === 'Discord is heard') heard.resolve();
    },
  };
  const botUserId = (): string => client.user?.id ?? '';
  const fanout = createFanout({
    runLog,
    finished: store.finished,
    prices,
    catalogue,
    model,
    reader: createDiscordReader({
      get: createGet({ apiUrl, token: TOKEN }),
      botUserId,
      documents: PLAIN_DOCUMENTS,
      origins: [discord.baseUrl],
    }),
    clock,
    ids: systemIds,
    log,
    concurrency: CONCURRENCY,
    maxLanes: 1_000,
  });
  const resumed = await fanout.resume();
  const { watch } = fanout;
  const dispatch = createDispatch(fanout, { cap: CONCURRENCY, model: null, budgetUsd: null, laneTimeoutMs: 3_600_000, askUsd: 1 });
  const applicationId = (): string => client.application?.id ?? '';
  const poster = mortal(createDiscordPoster({ rest: client.rest, token: TOKEN, applicationId, botUserId, clock, log }), life);
  const shown = { poster, budgets: DISCORD_BUDGETS, render: discordRender, deliveries, posted, watch, clock, log, boardGapMs: 3_000 };
  const delivering = createDelivering({ chat: 'discord', ...shown });
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
  const chat = createDiscordChat({ client, token: TOKEN, hear, delivering, drafts, resumed, watch, clock, log });
  const stop = new AbortController();
  const running = chat.run(stop.signal);
  running.catch(() => undefined);
  await Promise.race([running, heard.promise]);
  await until('the commands', () => discord.commands().length > 0);
  return {
    fanout,
    log,
    life,
    ended: running,
    async close() {
      stop.abort(new Error('SIGTERM'));
      await running;
      await fanout.close();
    },
    kill() {
      life.dead = true;
      stop.abort(new Error('killed'));
      void client.destroy();
    },
  };
}

/** Calls of it are not counted; it dies where `life` does. */
const dyingWith = (life: Life): Life => ({
  get dead() {
    return life.dead;
  },
  set dead(isDead) {
    life.dead = isDead;
  },
  calls: 0,
  dies: null,
});

/** Files as they are: what is in them is the document readers' own test. */
const PLAIN_DOCUMENTS: SourceReader = {
  async read({ ref, title }) {
    return { kind: 'document', document: { title, text: await readFile(ref, 'utf8'), table: null, picture: null } };
  },
};
