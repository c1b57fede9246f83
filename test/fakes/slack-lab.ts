import { onTestFinished } from 'vitest';
import { createMemoryDeliveries, createMemoryPostedMessages } from '#adapters/memory/memory-deliveries.ts';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import type { InstallationRows } from '#adapters/slack/installations/installation-rows.ts';
import { type Catalogue, EMPTY_CATALOGUE } from '#core/models/model-card.ts';
import type { Deliveries } from '#core/ports/deliveries.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import { createBell } from './bell.ts';
import { createMemoryInstallations } from './memory-installations.ts';
import type { Life } from './mortal.ts';
import { createQuickClock, type QuickClock } from './quick-clock.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './slack/fake-slack.ts';
import type { TeamSeed } from './slack/seed.ts';
import { SIGNING_SECRET, type SlackProcess, startSlackProcess } from './slack-process.ts';
import { until } from './until.ts';

/** A workspace: the bot is in #general, #ops and the private #secret, and not in #random. Eve is in #ops alone. */
export const LAB_TEAM: TeamSeed = {
  id: 'T1',
  botToken: 'xoxb-1',
  botUserId: 'UBOT',
  botId: 'B1',
  appId: 'A1',
  users: [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
    { id: 'U3', name: 'eve' },
  ],
  channels: [
    { id: 'C1', name: 'general', members: ['U1', 'U2', 'UBOT'] },
    { id: 'C2', name: 'random', members: ['U1', 'U2'] },
    { id: 'C3', name: 'ops', members: ['U1', 'U3', 'UBOT'] },
    { id: 'G1', name: 'secret', isPrivate: true, members: ['U1', 'UBOT'] },
  ],
};

export interface SlackLabOptions {
  readonly model: Model;
  /** Default `LAB_TEAM`. */
  readonly teams?: readonly TeamSeed[];
  /** Default `none`. */
  readonly limits?: FakeSlackOptions['limits'];
  readonly prices?: Prices;
  /** Default: the model alone. */
  readonly catalogue?: Catalogue;
  /** Errors that are part of the story. Default: none. */
  readonly mayLog?: RegExp;
}

/** A strict Slack and a store, which outlive the processes that work on them. */
export interface SlackLab {
  readonly slack: FakeSlack;
  readonly clock: QuickClock;
  /** As a test would break it. */
  readonly deliveries: { -readonly [Member in keyof Deliveries]: Deliveries[Member] };
  /** Installations that are kept, by id; those of single workspaces by a token are not. */
  installed(): ReturnType<InstallationRows['list']>;
  /** `dies`: at which message that it posts, edits or looks for. */
  start(dies?: Life['dies']): Promise<SlackProcess>;
  /** Waits until it is there: looks after everything that happens in Slack, and now and then. */
  until<T>(what: string, look: () => T | null | undefined | false): Promise<T>;
  /** Waits until every run has ended and all of it is delivered. Rejects at the first error that is logged: there is none that a person could cause. */
  delivered(): Promise<void>;
  /** Ids of the runs so far, the newest first. */
  runs(): Promise<readonly string[]>;
}

const NO_PRICES: Prices = { usd: async () => null };

export async function createSlackLab(options: SlackLabOptions): Promise<SlackLab> {
  const { model, teams = [LAB_TEAM], limits = 'none', prices = NO_PRICES, catalogue = EMPTY_CATALOGUE, mayLog = /^$/ } = options;
  const clock = createQuickClock();
  const slack = await startFakeSlack({ teams, limits, clock, signingSecret: SIGNING_SECRET });
  onTestFinished(() => slack.close());
  const { runLog, ...store } = createMemoryStore();
  const deliveries = createMemoryDeliveries();
  const kept = { store: { runLog, ...store }, deliveries, posted: createMemoryPostedMessages(), rows: createMemoryInstallations() };
  const processes: SlackProcess[] = [];
  const bell = createBell();
  slack.onChange(bell.ring);
  const story = (): string => `${toStory(slack, teams)}\n${toWarnings(processes)}`;
  const untilThere: SlackLab['until'] = (what, look) => until(what, look, { hear: bell.hear, story });

  return {
    slack,
    clock,
    deliveries,
    installed: kept.rows.list,
    until: untilThere,
    async start(dies = null) {
      const process = await startSlackProcess({ slack, teams, model, prices, catalogue, clock, dies, ...kept });
      processes.push(process);
      onTestFinished(async () => void (process.life.dead ? process.kill() : await process.close()));
      return process;
    },
    async delivered() {
      // What was pressed just now may not be a wish of the run's yet.
      await Promise.all(processes.filter(({ life }) => !life.dead).map((process) => process.settled()));
      let left = -1;
      const count = async (): Promise<void> => {
        const [unsettled, unfinished] = await Promise.all([deliveries.unsettled('slack'), runLog.list({ unfinished: true })]);
        left = unsettled.length + unfinished.length;
      };
      const timer = setInterval(() => void count(), 5);
      const isDelivered = (): boolean => {
        const isBug = processes.flatMap(({ log }) => log.lines).some(({ level, message }) => level === 'error' && !mayLog.test(message));
        if (isBug) throw new Error(`an error was logged:\n${toWarnings(processes)}`);
        return left === 0;
      };
      await untilThere('everything to be delivered', isDelivered).finally(() => clearInterval(timer));
    },
    runs: async () => (await runLog.list({ unfinished: false, place: null, words: [], limit: 999 })).map(({ runId }) => runId),
  };
}

/** What there is to see, for a test that waited in vain. */
function toStory(slack: FakeSlack, teams: readonly TeamSeed[]): string {
  const lines = teams.flatMap(({ id, channels }) =>
    channels.flatMap((channel) =>
      slack.messages(id, channel.id).map((it) => `${channel.id} ${it.threadTs ?? ''} ${it.ts} ${it.revisions.at(-1)?.text.slice(0, 150)}`),
    ),
  );
  const calls = slack.calls().slice(-15);
  return [...lines.slice(-40), ...calls.map(({ method, status, error }) => `${method} ${status} ${error ?? ''}`)].join('\n');
}

const toWarnings = (processes: readonly SlackProcess[]): string =>
  processes
    .flatMap(({ log }) => log.lines.filter(({ level }) => level === 'warn' || level === 'error'))
    .slice(-20)
    .map(({ level, message, fields }) => `${level}: ${message} ${fields.err instanceof Error ? fields.err.stack : JSON.stringify(fields)}`)
    .join('\n');
