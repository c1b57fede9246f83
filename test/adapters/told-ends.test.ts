import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLines } from '#adapters/terminal/lines.ts';
import type { LaneEnd } from '#core/run/outcome.ts';
import { END_WORDS } from '#core/view/lane-words.ts';
import { doneLane, failedLane } from '#test/fakes/views.ts';
import { ended, NOW_MS, toAnswers, toBoards } from './rendered.ts';

const ENDS = ['done', 'failed', 'timedOut', 'skipped', 'cancelled'] as const satisfies LaneEnd[];
const endedLanes = fc.array(fc.constantFrom(...ENDS), { minLength: 2, maxLength: 12 }).map((ends) =>
  ends.map((status, at) => {
    const title = `part ${String.fromCodePoint(97 + at)}`;
    return status === 'done' ? doneLane(at + 1, { title }) : failedLane(at + 1, { title, status, attempts: 1, note: null });
  }),
);

/** On the boards of chats a lane that was cancelled is `stopped`; Slack and the terminal say `done` by a mark. */
const WORDS_OF: Readonly<Record<LaneEnd, RegExp>> = {
  done: /done|✔|✓/,
  failed: /failed/,
  timedOut: /timed out/,
  skipped: /skipped/,
  cancelled: /stopped|cancelled/,
};

describe('whatever became of up to 12 lanes', () => {
  it('each end is told by all three', () => {
    fc.assert(
      fc.property(endedLanes, (lanes) => {
        const view = ended(lanes);
        const { slack, discord } = toBoards(view);
        const terminal = toLines(null, view, NOW_MS).join('\n');
        for (const { title, status } of lanes) {
          if (status === 'waiting' || status === 'running') throw new Error('not over');
          for (const text of [slack, discord, terminal]) {
            const line = text.split('\n').find((it) => it.includes(title));
            expect(line).toMatch(WORDS_OF[status]);
          }
        }
      }),
    );
  });

  it('all three count the same', () => {
    fc.assert(
      fc.property(endedLanes, (lanes) => {
        const view = ended(lanes);
        const { ledger } = view;
        const boards = Object.values({ ...toBoards(view), lines: toLines(null, view, NOW_MS).join('\n') });
        const missing = ENDS.filter((end) => end !== 'done' && ledger[end] > 0).map((end) => `${ledger[end]} ${END_WORDS[end]}`);
        for (const text of boards) {
          if (ledger.done > 0) expect(text).toMatch(new RegExp(`\\b${ledger.done} (?:of ${ledger.asked} (?:lanes )?)?done`));
          for (const count of missing) expect(text).toContain(count);
        }
        const account = /\*\*(\d+ lanes = [^*]+)\*\*/.exec(view.answer ?? '')?.[1] ?? 'none';
        for (const text of Object.values(toAnswers(view))) expect(text).toContain(account);
      }),
    );
  });
});
