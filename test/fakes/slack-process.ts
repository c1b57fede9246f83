import { readFile } from 'node:fs/promises';
import type { MemoryStore } from '#adapters/memory/memory-store.ts';
import { openSlackAccess, type SlackAccess, type SlackSetup } from '#adapters/slack/access.ts';
import { SLACK_ADDRESSING } from '#adapters/slack/addressing.ts';
import type { InstallationRows } from '#adapters/slack/installations/installation-rows.ts';
import { PATHS } from '#adapters/slack/manifest.ts';
import { createSlackReader } from '#adapters/slack/material/slack-reader.ts';
import { createSlackPoster, SLACK_BUDGETS } from '#adapters/slack/poster.ts';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import { createSlackChat } from '#adapters/slack/slack-chat.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { createHear } from '#commands/hear.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { createErrands } from '#core/errands.ts';
import { createFanout, type Fanout } from '#core/fanout.ts';
import type { Catalogue } from '#core/models/model-card.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Deliveries, PostedMessages } from '#core/ports/deliveries.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { createLife, type Life, mortal } from './mortal.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import type { FakeSlack } from './slack/fake-slack.ts';
import type { TeamSeed } from './slack/seed.ts';
import { until } from './until.ts';

export const SIGNING_SECRET = 'test-signing-secret';
const OAUTH: SlackSetup = {
  kind: 'many workspaces',
  clientId: '1.2',
  clientSecret: 'client-secret',
  stateSecret: 'state-secret',
  secretKey: 'a long enough secret of 32 chars',
};
const CONCURRENCY = 50;

/** One process of Fanout that hears and shows in a Slack. */
export interface SlackProcess {
  readonly fanout: Fanout;
  readonly log: RecordingLog;
  readonly life: Life;
  readonly url: string;
  /** Resolves when nothing is at work that goes on after Slack was told that its event arrived. */
  settled(): Promise<void>;
  /** As at SIGTERM. */
  close(): Promise<void>;
  /** As at SIGKILL: nothing it began comes back to it. */
  kill(): void;
}

/** What outlives a process, and what it works with. */
export interface SlackProcessDeps {
  readonly slack: FakeSlack;
  /** One by its token; of several, each by its installation. */
  readonly teams: readonly TeamSeed[];
  readonly store: MemoryStore;
  readonly deliveries: Deliveries;
  readonly posted: PostedMessages;
  readonly rows: InstallationRows;
  readonly model: Model;
  readonly prices: Prices;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** At which message that it posts, edits or looks for it dies. */
  readonly dies: Life['dies'];
}

/** Put together as `main.ts` and `open-slack.ts` do it; resolves once it listens. */
export async function startSlackProcess(deps: SlackProcessDeps): Promise<SlackProcess> {
  const { slack, store, model, prices, catalogue, clock } = deps;
  const log = createRecordingLog();
  const life = createLife(deps.dies);
  const withIt = dyingWith(life);
  const [deliveries, posted, runLog] = [mortal(deps.deliveries, withIt), mortal(deps.posted, withIt), mortal(store.runLog, withIt)];
  const [only] = deps.teams;
  const setup: SlackSetup = deps.teams.length === 1 && only !== undefined ? { kind: 'one workspace', botToken: only.botToken } : OAUTH;
  const access = await openSlackAccess(setup, { rows: deps.rows, apiUrl: slack.apiUrl, clock, log });
  for (const team of deps.teams) await install(access, team);
  const fanout = createFanout({
    runLog,
    finished: store.finished,
    prices,
    catalogue,
    model,
    reader: createSlackReader({ ...toReaderAccess(access), documents: PLAIN_DOCUMENTS, clock, origins: [slack.baseUrl] }),
    clock,
    ids: systemIds,
    log,
    concurrency: CONCURRENCY,
    maxLanes: 1_000,
  });
  const resumed = await fanout.resume();
  const { watch } = fanout;
  const dispatch = createDispatch(fanout, { cap: CONCURRENCY, model: null, budgetUsd: null, laneTimeoutMs: 3_600_000, askUsd: 1 });
  const poster = mortal(createSlackPoster({ clients: access.clients, clock, log, fetch }), life);
  const shown = { poster, budgets: SLACK_BUDGETS, render: slackRender, deliveries, posted, watch, clock, log, boardGapMs: 3_000 };
  const delivering = createDelivering({ chat: 'slack', ...shown });
  const port = await freePort();
  const background = createErrands(log);
  const chat = createSlackChat({
    background,
    access,
    oauth: setup.kind === 'many workspaces' ? setup : null,
    appToken: null,
    signingSecret: SIGNING_SECRET,
    port,
    apiUrl: slack.apiUrl,
    hear: createHear({
      chat: 'slack',
      address: SLACK_ADDRESSING,
      dispatch,
      deliveries,
      delivering,
      clock,
      ids: systemIds,
      steers: watch.steers,
    }),
    delivering,
    trouble: () => null,
    resumed,
    watch,
    clock,
    ids: systemIds,
    log,
  });
  const stop = new AbortController();
  const running = chat.run(stop.signal);
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([running, healthy(url)]);
  slack.connectHttp(`${url}${PATHS.events}`);
  return {
    fanout,
    log,
    life,
    url,
    settled: background.settled,
    async close() {
      stop.abort(new Error('SIGTERM'));
      await running;
      await fanout.close();
    },
    kill() {
      life.dead = true;
      stop.abort(new Error('killed'));
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

const healthy = (url: string): Promise<boolean> =>
  until('an answer that all is well', async () => {
    const response = await fetch(`${url}/healthz`).catch(() => null);
    await response?.body?.cancel();
    return response?.ok;
  });

/** Files as they are: what is in them is the document readers' own test. */
const PLAIN_DOCUMENTS: SourceReader = {
  async read({ ref, title }) {
    return { kind: 'document', document: { title, text: await readFile(ref, 'utf8'), table: null, picture: null } };
  },
};

async function install({ store }: SlackAccess, { id, org, appId, botToken, botUserId, botId }: TeamSeed): Promise<void> {
  await store?.storeInstallation({
    team: org === undefined ? { id } : undefined,
    enterprise: org === undefined ? undefined : { id: org },
    isEnterpriseInstall: org !== undefined,
    user: { id: 'U1', token: undefined, scopes: undefined },
    appId,
    bot: { token: botToken, userId: botUserId, id: botId, scopes: [] },
  });
}

function toReaderAccess({ clients, tokensOf }: SlackAccess) {
  const need = async <T>(found: Promise<T | null>): Promise<T> => {
    const it = await found;
    if (it === null) throw new Error('not installed');
    return it;
  };
  return {
    clientFor: async (team: string) => (await need(clients.of(team))).calls,
    tokenFor: async (team: string) => (await need(tokensOf(team))).botToken,
    botUserId: async (team: string) => (await need(tokensOf(team))).botUserId,
  };
}
