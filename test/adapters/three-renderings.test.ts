import { describe, expect, it } from 'vitest';
import type { LaneView } from '#core/view/run-view.ts';
import { doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';
import { ended, type Rendered, toAnswers, toBoards } from './rendered.ts';

const print = ({ slack, discord, terminal }: Rendered): string =>
  ['', '== Slack ==', slack, '', '== Discord ==', discord, '', '== terminal ==', terminal, ''].join('\n');

const LANES: readonly LaneView[] = [
  doneLane(1, { title: 'French' }),
  doneLane(2, { title: 'Spanish', attempts: 2 }),
  failedLane(3, { title: 'German' }),
  runningLane(4, { title: 'Italian' }),
  laneView(5, { title: 'Thai' }),
];

describe('one view, three renderings', () => {
  it('of a run at work', () => {
    expect(print(toBoards(runView(LANES)))).toMatchInlineSnapshot(`
      "
      == Slack ==
      <@U1> asked: translate into 15 languages
      2 of 5 done · 1 failed · 0:40
      ✔ 1 French — 1.2 s
      ✔ 2 Spanish — 1.2 s · 2 attempts
      ✖ 3 German — the provider is overloaded · 3 attempts
      ◔ 4 Italian
      ○ 5 Thai
      15 lanes, one a language
      run k7m2qx4d
      [Stop] [Merge now] [Open a lane ▾]

      == Discord ==
      <@100000000000000001> asked: **translate into 15 languages**
      2 of 5 done · 1 failed · 0:40
      ────
      ✅ 1 French · done · 1.2 s
      ✅ 2 Spanish · done · 1.2 s · 2 attempts
      ❌ 3 German · failed · the provider is overloaded · 3 attempts
      ⏳ 4 Italian · running
      ▫️ 5 Thai · waiting
      ────
      15 lanes, one a language
      run k7m2qx4d
      [Stop] [Merge now]
      [Open a lane ▾ 5: 1 French, …]

      == terminal ==
      translate into 15 languages  k7m2qx4d
      15 lanes, one a language

      ⠋ running  ━━━━━━━━━━━━━━━━━━━━━━━━────────────────  3/5
      2 done · 1 failed · 1 running · 1 waiting
      42 s

      ✓ 1  French    1.2 s   900 chars
      ✓ 2  Spanish   1.2 s   900 chars · 2 attempts
      ✗ 3  German   the provider is overloaded · 3 attempts
      ● 4  Italian     2 s   340 chars
      · 5  Thai
      "
    `);
  });

  it('of a run that waits for a yes', () => {
    const estimate = { inputTokens: 2_000, outputTokens: 5_000, costUsd: 0.05 };
    expect(
      print(toBoards(runView([laneView(1, { title: 'French' }), laneView(2, { title: 'Thai' })], { phase: 'asking', estimate }))),
    ).toMatchInlineSnapshot(`
      "
      == Slack ==
      <@U1> asked: translate into 15 languages
      Waiting for a yes: 2 lanes, about 7.0k tokens, about $0.05
      ○ 1 French
      ○ 2 Thai
      15 lanes, one a language
      run k7m2qx4d
      [Run] [Edit lanes…] [Cancel]

      == Discord ==
      <@100000000000000001> asked: **translate into 15 languages**
      Waiting for a yes: 2 lanes, about 7.0k tokens, about $0.05
      ────
      ▫️ 1 French · waiting
      ▫️ 2 Thai · waiting
      ────
      15 lanes, one a language
      run k7m2qx4d
      [Run] [Edit lanes…] [Cancel]

      == terminal ==
      translate into 15 languages  k7m2qx4d
      15 lanes, one a language

      ⠋ waiting for a yes: 2 lanes, about 7.0k tokens, about $0.05  ─────────────────────────────────  0/2
      2 waiting
      42 s

      · 1  French
      · 2  Thai
      "
    `);
  });

  it('of a run that has ended', () => {
    expect(print(toBoards(ended(LANES.slice(0, 3))))).toMatchInlineSnapshot(`
      "
      == Slack ==
      <@U1> asked: translate into 15 languages
      Answered, with lanes missing · 2 of 3 done · 1 failed · 0:05
      ✔ 1 French — 1.2 s
      ✔ 2 Spanish — 1.2 s · 2 attempts
      ✖ 3 German — the provider is overloaded · 3 attempts
      15 lanes, one a language
      run k7m2qx4d
      [Retry failed] [Open a lane ▾]

      == Discord ==
      <@100000000000000001> asked: **translate into 15 languages**
      Answered, with lanes missing · 2 of 3 done · 1 failed · 0:05
      ────
      ✅ 1 French · done · 1.2 s
      ✅ 2 Spanish · done · 1.2 s · 2 attempts
      ❌ 3 German · failed · the provider is overloaded · 3 attempts
      ────
      15 lanes, one a language
      run k7m2qx4d
      [Retry failed]
      [Open a lane ▾ 3: 1 French, …]

      == terminal ==
      translate into 15 languages  k7m2qx4d
      15 lanes, one a language

      ! answered, with lanes missing  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  3/3
      2 done · 1 failed
      5.0 s

      ✓ 1  French    1.2 s   900 chars
      ✓ 2  Spanish   1.2 s   900 chars · 2 attempts
      ✗ 3  German   the provider is overloaded · 3 attempts
      "
    `);
  });

  it('of an answer', () => {
    expect(print(toAnswers(ended(LANES.slice(0, 3))))).toMatchInlineSnapshot(`
      "
      == Slack ==
      Bonjour.

      ---

      **3 lanes = 2 done + 1 failed**

      Missing:
      - 3 German: failed after 3 attempts (the provider is overloaded)

      == Discord ==
      Bonjour.

      ---

      **3 lanes = 2 done + 1 failed**

      Missing:
      - 3 German: failed after 3 attempts (the provider is overloaded)

      == terminal ==
      Bonjour.

      ---

      **3 lanes = 2 done + 1 failed**

      Missing:
      - 3 German: failed after 3 attempts (the provider is overloaded)
      "
    `);
  });
});
