import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLines } from '#adapters/terminal/lines.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';

const NOW_MS = ASKED_AT_MS + 12_000;

/** Every line printed over a history of views. */
function printed(views: readonly RunView[], from: RunView | null = null): string[] {
  return views.flatMap((view, at) => toLines(at === 0 ? from : (views[at - 1] ?? null), view, NOW_MS));
}

describe('lines for output that scrolls', () => {
  it('tell a whole run, each fact once', () => {
    const planning = runView([], { phase: 'planning', why: null });
    const notes = ['German was named twice'];
    const begun = runView([runningLane(1, { title: 'French' }), runningLane(2, { title: 'German' }), laneView(3, { title: 'Dutch' })], {
      notes,
    });
    const retried = runView(
      [doneLane(1, { title: 'French' }), runningLane(2, { title: 'German', attempts: 2 }), runningLane(3, { title: 'Dutch' })],
      { notes },
    );
    const lanes = [
      doneLane(1, { title: 'French' }),
      failedLane(2, { title: 'German' }),
      doneLane(3, { title: 'Dutch', ms: 61_000, attempts: 2 }),
    ];
    const merging = runView(lanes, { notes, phase: 'merging' });
    const ended = runView(lanes, { notes, phase: 'ended', outcome: 'partial', endedAtMs: NOW_MS, answer: 'text', revision: 1 });
    expect(printed([planning, begun, begun, retried, merging, merging, ended, ended])).toEqual([
      'k7m2qx4d · translate into 15 languages',
      '15 lanes, one a language',
      'note: German was named twice',
      '✓ 1/3 French · 1.2 s',
      '↻ 2/3 German · attempt 2',
      '✗ 2/3 German · failed after 3 attempts: the provider is overloaded',
      '✓ 3/3 Dutch · 1 min 1 s · 2 attempts',
      'merging',
      'ended: 2 of 3 lanes done, 1 failed',
    ]);
  });

  it('tell the same facts from the last view alone, but for what only passed', () => {
    const ended = runView([doneLane(1), failedLane(2)], { phase: 'ended', outcome: 'partial', endedAtMs: NOW_MS });
    expect(printed([ended])).toEqual([
      'k7m2qx4d · translate into 15 languages',
      '15 lanes, one a language',
      '✓ 1/2 Lane 1 · 1.2 s',
      '✗ 2/2 Lane 2 · failed after 3 attempts: the provider is overloaded',
      'ended: 1 of 2 lanes done, 1 failed',
    ]);
  });

  it('tell only what happens from a known view on', () => {
    const before = runView([doneLane(1), failedLane(2)], { phase: 'ended', outcome: 'partial', endedAtMs: NOW_MS, revision: 1 });
    const again = runView([doneLane(1), runningLane(2, { attempts: 1 })], { revision: 1 });
    const after = runView([doneLane(1), doneLane(2, { ms: 8_000 })], {
      phase: 'ended',
      outcome: 'done',
      endedAtMs: NOW_MS + 9_000,
      revision: 2,
    });
    const said = ['✓ 2/2 Lane 2 · 8.0 s', 'ended: 2 of 2 lanes done'];
    expect(printed([again, after], before)).toEqual(['↻ 2/2 Lane 2 · again', ...said]);
    expect(printed([after], before)).toEqual(said);
  });

  it('say once that a lane waits long, and nothing of a short wait', () => {
    const running = runView([runningLane(1)]);
    const short = runView([laneView(1, { attempts: 1, waitsUntilMs: NOW_MS + 2_000 })]);
    const long = runView([laneView(1, { attempts: 1, waitsUntilMs: NOW_MS + 34_000, note: 'it asked for time' })]);
    expect(printed([short], running)).toEqual([]);
    expect(printed([long, long], running)).toEqual(['○ 1/1 Lane 1 · waiting for the provider, 34 s: it asked for time']);
  });

  it('say in one line that many lanes wait long', () => {
    const held = [1, 2, 3].map((index) => laneView(index, { waitsUntilMs: NOW_MS + index * 15_000 }));
    expect(printed([runView(held)], runView(held.map((lane) => ({ ...lane, waitsUntilMs: null }))))).toEqual([
      '○ 3 lanes · waiting for the provider, up to 45 s',
    ]);
  });

  it('say why a lane is tried again, and what is wrong with one that is done', () => {
    const held = runView([laneView(1, { attempts: 1, note: 'the stream was cut short' })]);
    const again = runView([runningLane(1, { attempts: 2 })]);
    const done = runView([doneLane(1, { attempts: 2, note: 'cut short at the output limit' })]);
    expect(printed([again, done], held)).toEqual([
      '↻ 1/1 Lane 1 · attempt 2: the stream was cut short',
      '✓ 1/1 Lane 1 · 1.2 s · 2 attempts · cut short at the output limit',
    ]);
  });

  it('name each stage as it begins', () => {
    const stage = (index: number, title: string): RunView => runView([runningLane(1)], { stage: { index, count: 2, title } });
    expect(printed([stage(1, 'research'), stage(1, 'research'), stage(2, 'draft')]).filter((line) => line.startsWith('stage'))).toEqual([
      'stage 1 of 2: research',
      'stage 2 of 2: draft',
    ]);
  });

  it('end with the question when Fanout asks back', () => {
    const view = runView([], { phase: 'ended', outcome: 'question', endedAtMs: NOW_MS, why: null, question: 'Into which language?' });
    expect(printed([view]).at(-1)).toBe('Into which language?');
  });

  it('stay one line each, whatever a title holds', () => {
    const evil = 'a\nb\x1b[2J\u202ec';
    const [line] = toLines(runView([runningLane(1)]), runView([failedLane(1, { title: evil, note: evil })]), NOW_MS);
    expect(line).toBe('✗ 1/1 a bc · failed after 3 attempts: a bc');
  });

  it('tell each end of each lane exactly once, whichever views were dropped', () => {
    fc.assert(
      fc.property(history, ({ views, kept }) => {
        const seen = views.filter((_, at) => kept[at] || at === views.length - 1);
        const lines = printed(seen);
        for (const [at] of (views[0]?.lanes ?? []).entries()) {
          const told = lines.filter((line) => line.includes(`/${views[0]?.lanes.length} Lane ${at + 1} ·`) && /^[✓✗!–⊘]/.test(line));
          const ends = seen.map((view) => view.lanes[at]).filter((lane): lane is LaneView => lane !== undefined && isEnd(lane));
          // No two ends of a lane in this history took the same time.
          expect(told).toHaveLength(new Set(ends.map((lane) => lane.ms)).size);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const isEnd = (lane: LaneView): boolean => lane.status !== 'waiting' && lane.status !== 'running';

/** Moves one lane: a waiting one starts, a running one ends or is held back, an ended one may be retried. */
function moved(lane: LaneView, chance: number): LaneView {
  if (lane.status === 'waiting') return { ...lane, status: 'running', attempts: lane.attempts + 1, waitsUntilMs: null };
  if (isEnd(lane)) return chance < 2 ? { ...lane, status: 'waiting', note: null } : lane;
  const ran = { ...lane, ms: lane.ms + 700 };
  if (chance === 0) return { ...ran, status: 'waiting', waitsUntilMs: NOW_MS + 30_000 };
  if (chance < 3) return { ...ran, status: 'failed', note: 'the provider is overloaded' };
  return chance < 4 ? { ...ran, status: 'timedOut' } : { ...ran, status: 'done', chars: 50 };
}

const history = fc
  .record({
    lanes: fc.integer({ min: 1, max: 4 }),
    moves: fc.array(fc.record({ lane: fc.nat(3), chance: fc.nat(7) }), { minLength: 1, maxLength: 30 }),
    kept: fc.array(fc.boolean(), { minLength: 31, maxLength: 31 }),
  })
  .map(({ lanes, moves, kept }) => {
    const views = [runView(Array.from({ length: lanes }, (_, at) => laneView(at + 1)))];
    for (const { lane, chance } of moves) {
      const last = views.at(-1)?.lanes ?? [];
      views.push(runView(last.map((it, at) => (at === lane % lanes ? moved(it, chance) : it))));
    }
    return { views, kept };
  });
