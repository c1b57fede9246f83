import { describe, expect, it } from 'vitest';
import { discordRender } from '#adapters/discord/render/discord-render.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, cardView, doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';
import { faultsOf } from './faults.ts';
import { toShown } from './shown.ts';

const ASKER = 'discord:200000000000000001/100000000000000001';
const NOW_MS = ASKED_AT_MS + 42_000;
const LANGUAGES = ['French', 'Spanish', 'German', 'Italian', 'Thai'];

const toBoard = (view: RunView, begins = false) => discordRender.board(view, ASKER, begins, NOW_MS);
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
      "<@100000000000000001> asked: **translate into 15 languages**
      Running · attempt 2 · 0:40
      ────
      run k7m2qx4d
      [Stop]
      [Open a lane ▾ 1: 1 Lane 1, …]"
    `);
  });

  it('with five lanes has a line a lane', () => {
    expect(shown(runView(lanesOf(5), { ...COSTS, etaMs: 16_200, notes: ['a file was left out'] }), true)).toMatchInlineSnapshot(`
      "<@100000000000000001> asked: **translate into 15 languages**
      3 of 5 done · 1 failed · 0:40 · about 0:20 left · $0.02 of about $0.05
      ────
      ✅ 1 French · done · 1.2 s
      ✅ 2 Spanish · done · 1.2 s
      ✅ 3 German · done · 1.2 s
      ❌ 4 Italian · failed · the provider is overloaded · 3 attempts
      ▫️ 5 Thai · waiting for the provider, 40 s · the provider is busy
      ────
      15 lanes, one a language
      a file was left out
      run k7m2qx4d
      [Stop] [Merge now]
      [Open a lane ▾ 5: 1 French, …]"
    `);
  });

  it('with 15 lanes has a line a lane', () => {
    expect(shown(runView(lanesOf(15)))).toMatchInlineSnapshot(`
      "**translate into 15 languages**
      8 of 15 done · 1 failed · 0:40
      ────
      ✅ 1 French 1 · done · 1.2 s
      ✅ 2 Spanish 2 · done · 1.2 s
      ✅ 3 German 3 · done · 1.2 s
      ❌ 4 Italian 4 · failed · the provider is overloaded · 3 attempts
      ✅ 5 Thai 5 · done · 1.2 s
      ✅ 6 French 6 · done · 1.2 s
      ✅ 7 Spanish 7 · done · 1.2 s
      ✅ 8 German 8 · done · 1.2 s
      ✅ 9 Italian 9 · done · 1.2 s
      ⏳ 10 Thai 10 · running
      ⏳ 11 French 11 · running
      ⏳ 12 Spanish 12 · running
      ▫️ 13 German 13 · waiting
      ⏳ 14 Italian 14 · running · attempt 2
      ▫️ 15 Thai 15 · waiting for the provider, 40 s · the provider is busy
      ────
      15 lanes, one a language
      run k7m2qx4d
      [Stop] [Merge now]
      [Open a lane ▾ 15: 1 French 1, …]"
    `);
  });

  it('with 40 lanes has a character a lane, then those that failed, are held up, slow or running', () => {
    expect(shown(runView(lanesOf(40)))).toMatchInlineSnapshot(`
      "**translate into 15 languages**
      23 of 40 done · 1 failed · 0:40
      ────
      \`\`\`
       1 ###x####################>>>>>>>>......>.

      # 23 done  > 9 running  . 7 waiting  x 1 failed
      \`\`\`
      ────
      ❌ 4 Italian 4 · failed · the provider is overloaded · 3 attempts
      ▫️ 40 Thai 40 · waiting for the provider, 40 s · the provider is busy
      ⏳ 39 Italian 39 · running · attempt 2
      ⏳ 25 Thai 25 · running
      ⏳ 26 French 26 · running
      ⏳ 27 Spanish 27 · running
      ⏳ 28 German 28 · running
      ⏳ 29 Italian 29 · running
      ⏳ 30 Thai 30 · running
      ⏳ 31 French 31 · running
      ⏳ 32 Spanish 32 · running
      ────
      15 lanes, one a language
      run k7m2qx4d
      Any other lane: \`/fanout show run:k7m2qx4d lane:<n>\`
      [Stop] [Merge now]
      [Open a lane ▾ 25: 4 Italian 4 · failed, …]"
    `);
  });

  it('with 49 lanes offers what matters most, and how to see the others', () => {
    expect(shown(runView(lanesOf(49)))).toMatchInlineSnapshot(`
      "**translate into 15 languages**
      29 of 49 done · 1 failed · 0:40
      ────
      \`\`\`
       1 ###x##########################>>>>>>>>>>.......>.

      # 29 done  > 11 running  . 8 waiting  x 1 failed
      \`\`\`
      ────
      ❌ 4 Italian 4 · failed · the provider is overloaded · 3 attempts
      ▫️ 49 Italian 49 · waiting for the provider, 40 s · the provider is busy
      ⏳ 48 German 48 · running · attempt 2
      ⏳ 31 French 31 · running
      ⏳ 32 Spanish 32 · running
      ⏳ 33 German 33 · running
      ⏳ 34 Italian 34 · running
      ⏳ 35 Thai 35 · running
      ⏳ 36 French 36 · running
      ⏳ 37 Spanish 37 · running
      ⏳ 38 German 38 · running
      ⏳ 39 Italian 39 · running
      and 1 more running
      ────
      15 lanes, one a language
      run k7m2qx4d
      Any other lane: \`/fanout show run:k7m2qx4d lane:<n>\`
      [Stop] [Merge now]
      [Open a lane ▾ 25: 4 Italian 4 · failed, …]"
    `);
  });

  it('with 500 lanes is still one message', () => {
    const board = toBoard(runView(lanesOf(500)), true);
    expect(faultsOf(board, '<@100000000000000001>')).toEqual([]);
    expect(toShown(board)).toMatchSnapshot();
  });

  it('offers what is missing where the menu has no room for all', () => {
    const lanes = Array.from({ length: 200 }, (_, at) => (at === 180 ? failedLane(181) : doneLane(at + 1)));
    expect(JSON.stringify(toBoard(runView(lanes, { phase: 'ended', outcome: 'partial' })))).toContain('k7m2qx4d/181/open');
  });

  it('stays the same, byte for byte, while only time goes by', () => {
    const view = runView(lanesOf(15), { etaMs: 61_000 });
    const at = (ms: number) => discordRender.board(view, ASKER, true, ASKED_AT_MS + ms);
    expect(at(40_100)).toEqual(at(43_400));
    expect(at(40_000)).not.toEqual(at(46_000));
  });

  it.each<[string, Partial<RunView>, readonly LaneView[]]>([
    ['reading', { phase: 'reading', why: null }, []],
    ['planning', { phase: 'planning', why: null }, []],
    [
      'asking',
      { phase: 'asking', ...COSTS, usage: { inputTokens: 0, outputTokens: 0, costUsd: null }, budgetUsd: 1 },
      [laneView(1), laneView(2)],
    ],
    ['a stage', { stage: { index: 2, count: 3, title: 'write' } }, [doneLane(1), runningLane(2)]],
    ['merging', { phase: 'merging' }, [doneLane(1), doneLane(2)]],
    ['done', { phase: 'ended', outcome: 'done', endedAtMs: ASKED_AT_MS + 5_000, answer: 'a', revision: 1 }, [doneLane(1), doneLane(2)]],
    [
      'ended',
      { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 67_800, revision: 2, answer: 'a', ...COSTS },
      [
        ...lanesOf(4).slice(0, 3),
        failedLane(4),
        laneView(5, { status: 'skipped', note: 'Ada left it out' }),
        failedLane(6, { status: 'timedOut', note: null }),
      ],
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
    const [container] = board.kind === 'message' ? board.components : [];
    const colour = container !== undefined && 'accent_color' in container ? container.accent_color : null;
    expect(`#${colour?.toString(16)}\n${toShown(board)}`).toMatchSnapshot();
  });

  it('that is asked about has a card above its buttons, which say what they answer', () => {
    const lanes = Array.from({ length: 15 }, (_, at) => laneView(at + 1));
    const card = cardView({ budgetUsd: 0.03 });
    expect(shown(runView(lanes, { phase: 'asking', card, ...COSTS }))).toMatchSnapshot();
    const ended = { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 5_000, raiseUsd: 2.5 } as const;
    const change = cardView({ kind: 'change', lanes: 3, most: 3, change: 'Added *Korean*' });
    const board = toBoard(runView([doneLane(1), failedLane(2)], { ...ended, card: change, answer: 'a', revision: 1 }));
    expect(toShown(board)).toMatchSnapshot();
    expect(
      JSON.stringify(board)
        .match(/"fanout:[a-z]+:[^"]*"/g)
        ?.slice(0, 4),
    ).toEqual([
      expect.stringMatching(/^"fanout:yes:k7m2qx4d\/[\w-]{22}"$/),
      expect.stringMatching(/^"fanout:decline:k7m2qx4d\/[\w-]{22}"$/),
      '"fanout:raise:k7m2qx4d"',
      '"fanout:retry:k7m2qx4d"',
    ]);
  });

  it('names somebody where who asked is no id of Discord', () => {
    expect(toShown(discordRender.board(runView([]), '!everyone', true, NOW_MS))).toMatch(/^Somebody asked: /);
  });

  it('says what a button or an option means by its id alone', () => {
    const ids = JSON.stringify(toBoard(runView(lanesOf(5)))).match(/"(?:custom_id|value)":"[^"]*"/g);
    expect(ids?.slice(0, 4)).toEqual([
      '"custom_id":"fanout:stop:k7m2qx4d"',
      '"custom_id":"fanout:merge:k7m2qx4d"',
      '"custom_id":"fanout:lanes:k7m2qx4d"',
      '"value":"k7m2qx4d/1/open"',
    ]);
  });
});
