import { describe, expect, it } from 'vitest';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, cardView, doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';
import { faultsOf } from './faults.ts';
import { textOf, toShown } from './shown.ts';

const NOW_MS = ASKED_AT_MS + 42_000;
const LANGUAGES = ['French', 'Spanish', 'German', 'Italian', 'Thai'];

const toBoard = (view: RunView, begins = false) => slackRender.board(view, 'U1', begins, NOW_MS);
const shown = (view: RunView, begins = false): string => toShown(toBoard(view, begins));

/** So many lanes: some done, one failed, one at its second try, one held back. */
function lanesOf(count: number): LaneView[] {
  return Array.from({ length: count }, (_, at) => {
    const lane = { title: `${LANGUAGES[at % 5]}${count > 5 ? ` ${at + 1}` : ''}` };
    if (at === 3) return failedLane(4, lane);
    if (at < count * 0.6) return doneLane(at + 1, lane);
    if (at === count - 1) return laneView(at + 1, { ...lane, waitsUntilMs: NOW_MS + 33_500, note: 'the provider is busy' });
    if (at === count - 2) return runningLane(at + 1, { ...lane, attempts: 2 });
    return at < count * 0.8 ? runningLane(at + 1, lane) : laneView(at + 1, lane);
  });
}

const COSTS = {
  usage: { inputTokens: 900, outputTokens: 2_000, costUsd: 0.02 },
  estimate: { inputTokens: 2_000, outputTokens: 5_000, costUsd: 0.05 },
};

describe('the board of a run', () => {
  it('with one lane is a line', () => {
    expect(shown(runView([runningLane(1, { attempts: 2 })], { why: null }), true)).toMatchInlineSnapshot(`
      "<@U1> asked: translate into 15 languages
      Running · attempt 2 · 0:40
      run k7m2qx4d
      [Stop] [Open a lane ▾]"
    `);
  });

  it('with five lanes is a plan with a row a lane', () => {
    const board = toBoard(runView(lanesOf(5), { ...COSTS, etaMs: 16_200, notes: ['a file was left out'] }), true);
    expect(toShown(board)).toMatchInlineSnapshot(`
      "<@U1> asked: translate into 15 languages
      3 of 5 done · 1 failed · 0:40 · about 0:20 left · $0.02 of about $0.05
      ✔ 1 French — 1.2 s
      ✔ 2 Spanish — 1.2 s
      ✔ 3 German — 1.2 s
      ✖ 4 Italian — the provider is overloaded · 3 attempts
      ○ 5 Thai — waiting for the provider, 40 s · the provider is busy
      15 lanes, one a language
      a file was left out
      run k7m2qx4d
      [Stop] [Merge now] [Open a lane ▾]"
    `);
    expect(toShown(board, 'simpler')).toMatchInlineSnapshot(`
      "<@U1> asked: translate into 15 languages
      3 of 5 done · 1 failed · 0:40 · about 0:20 left · $0.02 of about $0.05
      ✅ 3  ⏳ 1  ❌ 1
      ✅ 1 French · 1.2 s
      ✅ 2 Spanish · 1.2 s
      ✅ 3 German · 1.2 s
      ❌ 4 Italian · the provider is overloaded · 3 attempts
      ▫️ 5 Thai · waiting for the provider, 40 s · the provider is busy
      15 lanes, one a language
      a file was left out
      run k7m2qx4d
      [Stop] [Merge now] [Open a lane ▾]"
    `);
    expect(textOf(board)).toMatchInlineSnapshot(
      `"<@U1> asked: translate into 15 languages – 3 of 5 done · 1 failed · 0:40 · about 0:20 left · $0.02 of about $0.05."`,
    );
  });

  it.each([15, 48])('with %i lanes has a row for each', (count) => {
    const board = toBoard(runView(lanesOf(count)));
    expect(faultsOf(board)).toEqual([]);
    const ids = JSON.stringify(board).match(/(?<="task_id":")lane-\d+/g);
    expect(ids).toEqual(Array.from({ length: count }, (_, at) => `lane-${at + 1}`));
  });

  it('with 49 lanes has groups, then those that failed or are slow', () => {
    expect(shown(runView(lanesOf(49)))).toMatchInlineSnapshot(`
      "29 of 49 done · 1 failed · 0:40
      ✖ Lanes 1–10: 9 done, 1 failed
      ✔ Lanes 11–20: 10 done
      ✔ Lanes 21–30: 10 done
      ◔ Lanes 31–40: 10 running
      ◔ Lanes 41–49: 1 running
      ✖ 4 Italian 4 — the provider is overloaded · 3 attempts
      ○ 49 Italian 49 — waiting for the provider, 40 s · the provider is busy
      ◔ 48 German 48 — attempt 2
      15 lanes, one a language
      run k7m2qx4d
      [Stop] [Merge now] [Open a lane ▾]"
    `);
  });

  it('with 500 lanes has ten groups', () => {
    const board = toBoard(runView(lanesOf(500)));
    expect(faultsOf(board)).toEqual([]);
    expect(toShown(board)).toMatchInlineSnapshot(`
      "299 of 500 done · 1 failed · 0:40
      ✖ Lanes 1–50: 49 done, 1 failed
      ✔ Lanes 51–100: 50 done
      ✔ Lanes 101–150: 50 done
      ✔ Lanes 151–200: 50 done
      ✔ Lanes 201–250: 50 done
      ✔ Lanes 251–300: 50 done
      ◔ Lanes 301–350: 50 running
      ◔ Lanes 351–400: 50 running
      ○ Lanes 401–450: 50 waiting
      ◔ Lanes 451–500: 1 running
      ✖ 4 Italian 4 — the provider is overloaded · 3 attempts
      ○ 500 Thai 500 — waiting for the provider, 40 s · the provider is busy
      ◔ 499 Italian 499 — attempt 2
      15 lanes, one a language
      run k7m2qx4d
      [Stop] [Merge now] [Open a lane ▾]"
    `);
    expect(JSON.stringify(board.kind === 'message' && board.blocks).match(/k7m2qx4d\/\d+\/open/g)).toHaveLength(100);
  });

  it('offers what is missing where the menu has no room for all', () => {
    const lanes = Array.from({ length: 200 }, (_, at) => (at === 180 ? failedLane(181) : doneLane(at + 1)));
    expect(JSON.stringify(toBoard(runView(lanes, { phase: 'ended', outcome: 'partial' })))).toContain('k7m2qx4d/181/open');
  });

  it('keeps a plan block and its ids over edits, so that it stays open', () => {
    const block = JSON.stringify(toBoard(runView(lanesOf(3)))).match(/"block_id":"[^"]*"/g);
    expect(block).toEqual(['"block_id":"fanout_plan"']);
    expect(JSON.stringify(toBoard(runView([doneLane(1), doneLane(2)], { phase: 'ended', outcome: 'done' })))).toContain('"fanout_plan"');
  });

  it('stays the same, byte for byte, while only time goes by', () => {
    const view = runView(lanesOf(15), { etaMs: 61_000 });
    const at = (ms: number) => slackRender.board(view, 'U1', true, ASKED_AT_MS + ms);
    expect(at(40_100)).toEqual(at(43_400));
    expect(at(40_000)).not.toEqual(at(46_000));
    expect(at(75_000)).toEqual(at(89_900));
  });

  it.each([2, 48, 49, 500])('of %i lanes with the widest texts still fits', (count) => {
    const wide = '漢字'.repeat(200);
    const lanes = Array.from({ length: count }, (_, at) => failedLane(at + 1, { title: wide, note: wide }));
    const texts = { title: wide, why: wide, notes: [wide, `${wide}a`, `b${wide}`], stage: { index: 2, count: 3, title: wide } };
    for (const phase of ['running', 'ended'] as const) {
      const board = toBoard(runView(lanes, { ...texts, phase, ...COSTS }), true);
      expect(faultsOf(board, '<@U1>')).toEqual([]);
    }
  });

  it.each<[string, Partial<RunView>, readonly LaneView[]]>([
    ['reading', { phase: 'reading', why: null }, []],
    ['planning', { phase: 'planning', why: null }, []],
    [
      'asking',
      {
        phase: 'asking',
        ...COSTS,
        usage: { inputTokens: 0, outputTokens: 0, costUsd: null },
        budgetUsd: 1,
        card: cardView({ budgetUsd: 1 }),
      },
      [laneView(1), laneView(2), laneView(3), laneView(4)],
    ],
    ['showing a sample', { phase: 'asking', sample: [1], card: cardView({ kind: 'sample', lanes: 1 }) }, [doneLane(1), laneView(2)]],
    ['asking about more', { phase: 'asking', card: cardView({ kind: 'more', lanes: 80 }) }, [doneLane(1), laneView(2)]],
    ['asking about a change', { card: cardView({ kind: 'change', change: 'Added Korean' }) }, [doneLane(1), runningLane(2)]],
    [
      'out of money',
      { phase: 'ended', outcome: 'partial', raiseUsd: 0.5, budgetUsd: 0.1 },
      [doneLane(1), laneView(2, { status: 'skipped' })],
    ],
    ['a stage', { stage: { index: 2, count: 3, title: 'write' } }, [doneLane(1), runningLane(2)]],
    ['merging', { phase: 'merging' }, [doneLane(1), doneLane(2)]],
    [
      'ended',
      { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 67_800, revision: 2, answer: 'a', ...COSTS },
      lanesOf(4)
        .slice(0, 4)
        .map((lane) =>
          lane.status === 'waiting' || lane.status === 'running'
            ? laneView(lane.index, { status: 'skipped', note: 'Ada left it out' })
            : lane,
        ),
    ],
    [
      'stopped',
      { phase: 'ended', outcome: 'stopped', endedAtMs: ASKED_AT_MS + 5_000 },
      [doneLane(1), laneView(2, { status: 'cancelled' })],
    ],
    ['a question', { phase: 'ended', outcome: 'question', endedAtMs: ASKED_AT_MS + 900, why: null, question: 'Into which languages?' }, []],
  ])('says what phase it is in: %s', (_, view, lanes) => {
    const board = toBoard(runView(lanes, view));
    expect(faultsOf(board)).toEqual([]);
    expect(toShown(board)).toMatchSnapshot();
  });

  it('is at work until it has ended', () => {
    expect(toBoard(runView([runningLane(1)]))).toMatchObject({ session: 'processing' });
    expect(toBoard(runView([doneLane(1)], { phase: 'ended', outcome: 'done' }))).toMatchObject({ session: 'active' });
  });

  it('names somebody where who asked is no id of Slack', () => {
    expect(textOf(slackRender.board(runView([]), '!channel', true, NOW_MS))).toMatch(/^Somebody asked: /);
  });
});
