import { describe, expect, it } from 'vitest';
import { renderEnd, renderFooter } from '#adapters/terminal/summary-text.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, doneLane, failedLane, runView } from '#test/fakes/views.ts';

const ended = (lanes: readonly LaneView[], view: Partial<RunView> = {}): RunView =>
  runView(lanes, { phase: 'ended', outcome: 'done', endedAtMs: ASKED_AT_MS + 2_000, answer: '# Answer', revision: 1, ...view });

describe('the end on standard output', () => {
  it('is the answer alone', () => {
    expect(renderEnd(ended([doneLane(1)], { answer: '# Answer\n\n\ttext\r\n\n' }))).toBe('# Answer\n\n\ttext');
  });

  it('is empty where there is no answer', () => {
    expect(renderEnd(ended([failedLane(1)], { answer: null, outcome: 'failed' }))).toBe('');
    expect(renderEnd(ended([], { answer: null, outcome: 'question', question: 'Into which language?' }))).toBe('');
  });

  it('can not command the terminal', () => {
    expect(renderEnd(ended([doneLane(1)], { answer: 'a\x1b]0;t\x07b\x1b[2Jc\x07\u202ed שלום\u200f!' }))).toBe('abcd שלום\u200f!');
  });
});

describe('the footer', () => {
  it('does not call quick what came to nothing', () => {
    const failed = ended([failedLane(1, { ms: 1_900 }), failedLane(2, { ms: 1_700 })], { outcome: 'failed' });
    expect(renderFooter(failed)).toMatch(/ 2\.0 s for 3\.6 s of lanes · /);
  });

  it('says what the run gave, took and cost', () => {
    const usage = { inputTokens: 12_300, outputTokens: 890, costUsd: 0.0042 };
    expect(renderFooter(ended([doneLane(1, { ms: 1_900 }), doneLane(2, { ms: 1_700 })], { usage }))).toBe(
      'k7m2qx4d · 2 of 2 lanes done · 2.0 s for 3.6 s of lanes, 1.8× faster than one after another · 12.3k tokens in, 890 out · $0.0042',
    );
  });

  it('does not boast of a small gain', () => {
    expect(renderFooter(ended([doneLane(1, { ms: 1_200 }), doneLane(2, { ms: 1_100 })]))).toBe(
      'k7m2qx4d · 2 of 2 lanes done · 2.0 s for 2.3 s of lanes',
    );
  });

  it('has no lane time to tell of a single lane', () => {
    expect(renderFooter(ended([doneLane(1)]))).toBe('k7m2qx4d · 1 of 1 lane done · 2.0 s');
  });

  it('says how to get what is missing', () => {
    expect(renderFooter(ended([doneLane(1), failedLane(2, { ms: 100 })], { outcome: 'partial' }))).toBe(
      'k7m2qx4d · 1 of 2 lanes done, 1 failed · 2.0 s for 1.3 s of lanes · retry what is missing: npm run -s fanout -- retry k7m2qx4d',
    );
  });

  it('says it in a chat as it is said there: another program can not have the database', () => {
    const view = ended([doneLane(1), failedLane(2)], { outcome: 'partial', raiseUsd: 1.3 });
    expect(renderFooter(view, 'chat')).toMatch(/· retry what is missing: \/retry k7m2qx4d$/);
  });

  it('has no retry for lanes that a person dropped', () => {
    const dropped = failedLane(2, { status: 'skipped', code: 'lane_dropped' });
    expect(renderFooter(ended([doneLane(1), dropped], { outcome: 'partial' }))).not.toContain('retry');
  });

  it('names the budget that what is missing needs', () => {
    const footer = renderFooter(ended([doneLane(1), failedLane(2)], { outcome: 'partial', raiseUsd: 1.3 }));
    expect(footer).toMatch(/retry k7m2qx4d --budget 1\.30$/);
  });

  it.each([
    ['failed', 'k7m2qx4d · no answer: 0 of 1 lane done, 1 failed'],
    ['stopped', 'k7m2qx4d · stopped: 0 of 1 lane done, 1 failed'],
  ] as const)('says when there is no whole answer: %s', (outcome, beginning) => {
    expect(renderFooter(ended([failedLane(1)], { outcome, answer: null }))).toMatch(new RegExp(`^${beginning} · `));
  });

  it('counts a retry from when it was asked for, not the hours before', () => {
    const openedAtMs = ASKED_AT_MS + 86_400_000;
    expect(renderFooter(ended([doneLane(1), doneLane(2)], { revision: 2, openedAtMs, endedAtMs: openedAtMs + 3_400 }))).toBe(
      'k7m2qx4d · 2 of 2 lanes done · revision 2 in 3.4 s',
    );
  });

  it('says that a question back started nothing', () => {
    expect(renderFooter(ended([], { outcome: 'question', question: 'Into which language?', answer: null }))).toBe(
      'k7m2qx4d · a question back, nothing was started',
    );
  });
});
