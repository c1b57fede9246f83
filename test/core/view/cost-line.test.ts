import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costLine } from '#core/view/cost-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, anyView, doneLane, runView } from '#test/fakes/views.ts';

const usage = { inputTokens: 9_000, outputTokens: 800, costUsd: 0.021 };
const ended = (view: Partial<RunView>): RunView =>
  runView([doneLane(1)], { phase: 'ended', endedAtMs: ASKED_AT_MS + 45_400, usage, ...view });

describe('what an answer took', () => {
  it.each([
    [
      'beside what was estimated',
      { estimate: { inputTokens: 9_000, outputTokens: 3_000, costUsd: 0.03 } },
      '9.8k tokens, $0.02 (estimated $0.03) · 0:45',
    ],
    ['without an estimate', {}, '9.8k tokens, $0.02 · 0:45'],
    ['where the plan asks no model', { estimate: { inputTokens: 0, outputTokens: 0, costUsd: 0 } }, '9.8k tokens, $0.02 · 0:45'],
    [
      'in tokens where a price is unknown',
      { usage: { ...usage, costUsd: null }, estimate: { inputTokens: 9_000, outputTokens: 3_000, costUsd: null } },
      '9.8k tokens (estimated 12.0k tokens) · 0:45',
    ],
    ['without a time while lanes are at work', { endedAtMs: null, phase: 'running' }, '9.8k tokens, $0.02'],
    ['never in no time', { endedAtMs: ASKED_AT_MS + 3 }, '9.8k tokens, $0.02 · 0:01'],
    [
      'with the time of its own revision',
      { revision: 2, openedAtMs: ASKED_AT_MS + 86_400_000, endedAtMs: ASKED_AT_MS + 86_405_000 },
      '9.8k tokens, $0.02 · revision 2 in 0:05',
    ],
  ] as const)('is told %s', (_, view, line) => {
    expect(costLine(ended(view))).toBe(line);
  });

  it('is not told where no model was asked', () => {
    expect(costLine(ended({ usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } }))).toBeNull();
  });

  it('is one short line of any view, whoever says what in it', () => {
    fc.assert(fc.property(anyView, (view) => /^[\w .,:$<()·]{0,120}$/.test(costLine(view) ?? '')));
  });
});
