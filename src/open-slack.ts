import { openSlackAccess, type SlackAccess, type SlackSetup } from '#adapters/slack/access.ts';
import { SLACK_ADDRESSING } from '#adapters/slack/addressing.ts';
import { createSlackReader } from '#adapters/slack/material/slack-reader.ts';
import { createSlackPoster, SLACK_BUDGETS } from '#adapters/slack/poster.ts';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import { createSlackChat } from '#adapters/slack/slack-chat.ts';
import type { Store } from '#adapters/sqlite/open-store.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import type { Dispatch } from '#commands/dispatch.ts';
import { createHear } from '#commands/hear.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { FanoutError } from '#core/errors.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Log } from '#core/ports/log.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import type { SlackVariables } from './config.ts';

/** Between two edits of a board, as Slack advises. In milliseconds. */
const BOARD_GAP_MS = 3_000;

/** Slack, in two steps: what reads material from it must be there before the runs are, and who hears people after. */
export interface OpenSlack {
  readonly reader: SourceReader;
  toChat(house: { readonly fanout: Fanout; readonly dispatch: Dispatch; readonly resumed: readonly string[] }): Chat;
}

export interface OpenSlackDeps {
  readonly store: Store;
  readonly documents: SourceReader;
  readonly log: Log;
}

export async function openSlack(
  setup: SlackSetup,
  variables: SlackVariables,
  { store, documents, log }: OpenSlackDeps,
): Promise<OpenSlack> {
  const { apiUrl, appToken, signingSecret, port } = variables;
  const clock = systemClock;
  const access = await openSlackAccess(setup, { rows: store.slackInstallations, apiUrl, clock, log });
  const { origin } = new URL(apiUrl);
  return {
    reader: createSlackReader({ ...toReaderAccess(access), documents, clock, origins: origin === 'https://slack.com' ? [] : [origin] }),
    toChat({ fanout, dispatch, resumed }) {
      const { deliveries, posted } = store;
      const poster = createSlackPoster({ clients: access.clients, clock, log, fetch });
      const delivering = createDelivering({
        chat: 'slack',
        poster,
        budgets: SLACK_BUDGETS,
        render: slackRender,
        deliveries,
        posted,
        watch: fanout.watch,
        clock,
        log,
        boardGapMs: BOARD_GAP_MS,
      });
      const hear = createHear({
        chat: 'slack',
        address: SLACK_ADDRESSING,
        dispatch,
        deliveries,
        delivering,
        clock,
        ids: systemIds,
        steers: fanout.watch.steers,
      });
      const oauth = setup.kind === 'many workspaces' ? setup : null;
      return createSlackChat({
        access,
        oauth,
        appToken,
        signingSecret,
        port,
        apiUrl,
        hear,
        delivering,
        trouble: () => toTrouble(store.health.trouble()),
        resumed,
        watch: fanout.watch,
        clock,
        ids: systemIds,
        log,
      });
    },
  };
}

const toTrouble = (reason: string | null): string | null => (reason === null ? null : `the database can't be written: ${reason}`);

/** A workspace that removed Fanout has nothing left to read. */
function toReaderAccess({ clients, tokensOf }: SlackAccess) {
  const need = async <T>(found: Promise<T | null>): Promise<T> => {
    const it = await found;
    if (it === null) throw new FanoutError('source_unreadable', 'Fanout is not installed in that workspace any more');
    return it;
  };
  return {
    clientFor: async (team: string) => (await need(clients.of(team))).calls,
    tokenFor: async (team: string) => (await need(tokensOf(team))).botToken,
    botUserId: async (team: string) => (await need(tokensOf(team))).botUserId,
  };
}
