import fc from 'fast-check';
import { toLedger } from '#core/run/ledger.ts';
import type { CardView } from '#core/view/card-view.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';

export const ASKED_AT_MS = Date.UTC(2026, 4, 14, 9, 0, 0);

export function laneView(index: number, lane: Partial<LaneView> = {}): LaneView {
  return {
    index,
    stage: 1,
    title: `Lane ${index}`,
    status: 'waiting',
    attempts: 0,
    starts: 0,
    opened: 0,
    ms: 0,
    chars: 0,
    note: null,
    code: null,
    waitsUntilMs: null,
    ...lane,
  };
}

export const doneLane = (index: number, lane: Partial<LaneView> = {}): LaneView =>
  laneView(index, { status: 'done', attempts: 1, starts: 1, ms: 1_200, chars: 900, ...lane });

export const runningLane = (index: number, lane: Partial<LaneView> = {}): LaneView =>
  laneView(index, { status: 'running', attempts: 1, starts: 1, ms: 2_000, chars: 340, ...lane });

export const failedLane = (index: number, lane: Partial<LaneView> = {}): LaneView =>
  laneView(index, { status: 'failed', attempts: 3, ms: 5_000, note: 'the provider is overloaded', code: 'provider_unavailable', ...lane });

/** A running run of these lanes; its ledger is counted from them. */
export function runView(lanes: readonly LaneView[], view: Partial<RunView> = {}): RunView {
  return {
    runId: 'k7m2qx4d',
    title: 'translate into 15 languages',
    phase: 'running',
    outcome: null,
    why: '15 lanes, one a language',
    notes: [],
    stage: null,
    lanes,
    ledger: toLedger(lanes.map((lane) => lane.status)),
    askedAtMs: ASKED_AT_MS,
    openedAtMs: ASKED_AT_MS,
    endedAtMs: null,
    etaMs: null,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null },
    estimate: null,
    budgetUsd: null,
    revision: 0,
    answer: null,
    card: null,
    sample: [],
    published: false,
    raiseUsd: null,
    replies: [],
    begun: [],
    question: null,
    provider: null,
    pausing: false,
    ...view,
  };
}

/** A plan of 15 lanes that waits for a yes. */
export const cardView = (card: Partial<CardView> = {}): CardView => ({
  kind: 'plan',
  lanes: 15,
  guessed: false,
  most: 15,
  models: [{ name: 'gpt-5-mini', lanes: 15 }],
  tokens: { low: 12_000, high: 18_000 },
  usd: { low: 0.02, high: 0.04 },
  ms: { low: 20_000, high: 45_000 },
  cap: 8,
  why: '15 lanes, one a language',
  budgetUsd: null,
  raiseUsd: null,
  cheaper: true,
  change: null,
  ...card,
});

/** Text that would harm a terminal, or is hard to measure. */
const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\x1b[31m',
        '\x1b]0;title\x07',
        '\x9b2J',
        '\r',
        '\n',
        '\t',
        '\u202e',
        '\u2066',
        '\ud800',
        '漢字',
        '👩‍👩‍👧',
        '🇫🇷',
        'e\u0301',
        '\u20e3',
        'ᄀ',
        'ᅡ',
        'word ',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

const someMs = fc.oneof(fc.integer({ min: -10_000, max: 10_000_000 }), fc.constantFrom(0, 999, 59_999, 86_400_000));

const anyLane = (index: number): fc.Arbitrary<LaneView> =>
  fc.record({
    index: fc.constant(index),
    stage: fc.integer({ min: 1, max: 3 }),
    title: nastyText,
    status: fc.constantFrom('waiting', 'running', 'done', 'failed', 'timedOut', 'skipped', 'cancelled'),
    attempts: fc.nat(5),
    starts: fc.nat(5),
    opened: fc.nat(5),
    ms: someMs,
    chars: fc.nat(2_000_000),
    note: fc.option(nastyText),
    code: fc.constantFrom(null, 'internal'),
    waitsUntilMs: fc.option(someMs.map((ms) => ASKED_AT_MS + ms)),
  });

const anyRange = fc.tuple(fc.nat(5_000_000), fc.nat(5_000_000)).map(([low, more]) => ({ low, high: low + more }));

const anyCard: fc.Arbitrary<CardView> = fc.record({
  kind: fc.constantFrom('plan', 'sample', 'change', 'more'),
  lanes: fc.nat(2_000),
  guessed: fc.boolean(),
  most: fc.nat(5_000),
  models: fc.array(fc.record({ name: fc.option(nastyText), lanes: fc.nat(500) }), { maxLength: 5 }),
  tokens: anyRange,
  usd: fc.option(anyRange.map(({ low, high }) => ({ low: low / 1_000, high: high / 1_000 }))),
  ms: anyRange,
  cap: fc.integer({ min: 1, max: 500 }),
  why: nastyText,
  budgetUsd: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true })),
  cheaper: fc.boolean(),
  raiseUsd: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true })),
  change: fc.option(nastyText),
});

/** Any view at all, also those no run could make. */
export const anyView: fc.Arbitrary<RunView> = fc
  .oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(300) })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyLane(at + 1))))
  .chain((lanes) =>
    fc.record({
      runId: nastyText,
      title: nastyText,
      phase: fc.constantFrom('reading', 'planning', 'asking', 'running', 'merging', 'ended'),
      outcome: fc.option(fc.constantFrom('done', 'partial', 'failed', 'stopped', 'question')),
      why: fc.option(nastyText),
      notes: fc.array(nastyText, { maxLength: 5 }),
      stage: fc.option(fc.record({ index: fc.integer({ min: 1, max: 3 }), count: fc.constant(3), title: nastyText })),
      lanes: fc.constant<readonly LaneView[]>(lanes),
      ledger: fc.constant(toLedger(lanes.map((lane) => lane.status))),
      askedAtMs: fc.constant(ASKED_AT_MS),
      openedAtMs: fc.constantFrom(ASKED_AT_MS, ASKED_AT_MS + 7_200_000),
      endedAtMs: fc.option(someMs.map((ms) => ASKED_AT_MS + ms)),
      etaMs: fc.option(someMs),
      estimate: fc.option(
        fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat(), costUsd: fc.option(fc.double({ min: 0, max: 500, noNaN: true })) }),
      ),
      budgetUsd: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true })),
      usage: fc.record({
        inputTokens: fc.nat(5_000_000),
        outputTokens: fc.nat(5_000_000),
        costUsd: fc.option(fc.double({ min: 0, max: 500, noNaN: true })),
      }),
      revision: fc.nat(3),
      answer: fc.option(nastyText),
      question: fc.option(nastyText),
      provider: fc.option(
        fc.record({ untilMs: someMs.map((ms) => ASKED_AT_MS + ms), why: fc.constantFrom('limit', 'asked', 'busy', 'down') }),
      ),
      card: fc.option(anyCard),
      sample: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
      published: fc.boolean(),
      pausing: fc.boolean(),
      raiseUsd: fc.option(fc.double({ min: 0.01, max: 500, noNaN: true })),
      replies: fc.array(fc.record({ id: fc.uuid(), person: nastyText, text: nastyText }), { maxLength: 3 }),
      begun: fc.array(fc.record({ runId: nastyText, person: nastyText }), { maxLength: 2 }),
    }),
  );
