import { discordRender } from '#adapters/discord/render/discord-render.ts';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import { renderBoard } from '#adapters/terminal/board.ts';
import { renderEnd } from '#adapters/terminal/summary-text.ts';
import { toAnswer } from '#core/merge/answer.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, runView } from '#test/fakes/views.ts';
import { toShown as toDiscordText } from './discord/render/shown.ts';
import { toShown as toSlackText } from './slack/render/shown.ts';

export const NOW_MS = ASKED_AT_MS + 42_000;
const SIZE = { columns: 100, rows: 40 };

/** One view as a reader of each sees it. */
export interface Rendered {
  readonly slack: string;
  readonly discord: string;
  readonly terminal: string;
}

export const toBoards = (view: RunView): Rendered => ({
  slack: toSlackText(slackRender.board(view, 'slack:T1/U1', true, NOW_MS)),
  discord: toDiscordText(discordRender.board(view, 'discord:200000000000000001/100000000000000001', true, NOW_MS)),
  terminal: renderBoard(view, NOW_MS, SIZE, false)
    .map((line) => line.trimEnd())
    .join('\n'),
});

export const toAnswers = (view: RunView): Rendered => ({
  slack: slackRender
    .answer(view)
    .parts.map((part) => toSlackText(part))
    .join('\n'),
  discord: discordRender.answer(view).parts.map(toDiscordText).join('\n'),
  terminal: renderEnd(view),
});

/** That run, ended with an answer of `Bonjour.` and the account of its lanes. */
export function ended(lanes: readonly LaneView[]): RunView {
  const { ledger } = runView(lanes);
  const missing = lanes.flatMap(({ index, title, status, attempts, note }) =>
    status === 'done' || status === 'waiting' || status === 'running'
      ? []
      : [{ lane: index, title, status, attempts, failure: { code: 'provider_unavailable', reason: note ?? '' } } as const],
  );
  const answer = toAnswer({ merged: 'Bonjour.', ledger, missing, notes: [] });
  return runView(lanes, { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 5_000, revision: 1, answer });
}
