import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toReplyMessage } from '#adapters/slack/render/replies.ts';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import type { AsideStep } from '#core/deliver/render.ts';
import type { RunHeading } from '#core/run/heading.ts';
import { ASKED_AT_MS, cardView, failedLane, laneView, runView } from '#test/fakes/views.ts';
import { runs } from '#test/setup/runs.ts';
import { faultsOf } from './faults.ts';
import { hostileText, hostileView, longHostileText } from './hostile.ts';

const nowMs = fc.nat(10_000_000).map((ms) => ASKED_AT_MS + ms);
const STEPS = ['begun', 'atWork', 'ended'] as const satisfies AsideStep[];

describe('whatever a view and its texts hold', () => {
  it('a board calls nobody but who asked, and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.boolean(), nowMs, (view, begins, at) => {
        const board = slackRender.board(view, 'U1', begins, at);
        expect(faultsOf(board, begins ? '<@U1>' : null)).toEqual([]);
        const users = JSON.stringify(board).match(/"user_id":"[^"]*"/g) ?? [];
        expect(new Set(users)).toEqual(new Set(begins ? ['"user_id":"U1"'] : []));
      }),
      { numRuns: runs(100) },
    );
  });

  it('a board moves with the time gone by alone: every 5 s, from a minute on every 15 s', () => {
    const step = fc.oneof(
      fc.nat(11).map((at) => ({ fromMs: at * 5_000, ms: 5_000 })),
      fc.integer({ min: 4, max: 400 }).map((at) => ({ fromMs: at * 15_000, ms: 15_000 })),
    );
    const share = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(hostileView, step, share, (view, { fromMs, ms }, part) => {
        const first = view.openedAtMs + fromMs;
        const later = first + Math.floor(ms * part);
        expect(slackRender.board(view, 'U1', true, later)).toEqual(slackRender.board(view, 'U1', true, first));
      }),
      { numRuns: runs(100) },
    );
  });

  it('a lane calls nobody and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.option(fc.oneof(hostileText, longHostileText)), hostileText, (view, text, title) => {
        const lane = view.lanes[0] ?? laneView(1, { title, status: 'done' });
        expect(faultsOf(slackRender.lane(view, lane, text).content)).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('an answer calls nobody, keeps every limit and is never empty', () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const { parts } = slackRender.answer(view);
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.flatMap((part) => faultsOf(part))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('what is said to somebody calls nobody, and is never empty', () => {
    fc.assert(
      fc.property(hostileView, fc.oneof(hostileText, longHostileText), (view, text) => {
        expect(faultsOf(slackRender.reply(view, { id: 'said', person: 'slack:T1/U1', text }))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('an aside calls nobody and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.constantFrom(...STEPS), hostileText, (view, step, reason) => {
        expect(faultsOf(slackRender.aside(view, step, reason))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('the comment of a file calls nobody', () => {
    fc.assert(
      fc.property(hostileView, hostileText, (view, name) => {
        expect(faultsOf(slackRender.file(view, { name, bytes: new Uint8Array() }))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('a reply to a command calls nobody and keeps every limit', () => {
    const heading: fc.Arbitrary<RunHeading> = fc.record({
      runId: fc.constant('k7m2qx4d'),
      title: hostileText,
      status: fc.constantFrom('open', 'done', 'partial', 'failed', 'stopped', 'question'),
      askedAtMs: nowMs,
      endedAtMs: fc.option(nowMs),
      asker: fc.constant('U1'),
      place: fc.constant('C1'),
    });
    const reply = fc.oneof(
      fc.record({ kind: fc.constant('going' as const), runId: fc.constant('k7m2qx4d') }),
      fc.record({ kind: fc.constant('runs' as const), headings: fc.array(heading, { maxLength: 30 }) }),
      fc.record({ kind: fc.constant('views' as const), views: fc.oneof(fc.tuple(hostileView), fc.array(hostileView, { maxLength: 3 })) }),
      fc.record({ kind: fc.constantFrom('said' as const, 'refused' as const), text: fc.oneof(hostileText, longHostileText) }),
    );
    fc.assert(
      fc.property(reply, nowMs, (it, at) => {
        expect(faultsOf(toReplyMessage(it, at))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('texts as wide as can be', () => {
  const wide = '漢字'.repeat(3_000);
  const lanes = Array.from({ length: 60 }, (_, at) => failedLane(at + 1, { title: wide, note: wide }));
  const texts = { title: wide, why: wide, notes: [wide, `a${wide}`, `b${wide}`, `c${wide}`], stage: { index: 2, count: 3, title: wide } };
  const answered = { revision: 2, answer: `${wide}\n\n---\n\n**60 lanes = 0 done + 60 failed**` };

  it.each([
    ['no answer', { question: null }],
    ['a question', { question: wide }],
    ['an answer', answered],
  ])('leave every message within its limits: %s', (_, more) => {
    const view = runView(lanes, { ...texts, phase: 'ended', outcome: 'failed', ...more });
    const models = Array.from({ length: 5 }, () => ({ name: wide, lanes: 12 }));
    const card = cardView({ kind: 'change', change: wide, why: wide, models, budgetUsd: 2, guessed: true, most: 900 });
    const running = runView(lanes, { ...texts, ...more, card });
    const asking = runView(lanes, { ...texts, ...more, card, phase: 'asking' });
    const heading: RunHeading = { runId: 'k7m2qx4d', title: wide, status: 'open', askedAtMs: 0, endedAtMs: null, asker: 'U1', place: 'C1' };
    const messages = [
      ...slackRender.answer(view).parts,
      ...[running, asking].map((it) => slackRender.board(it, 'U1', false, ASKED_AT_MS)),
      ...STEPS.map((step) => slackRender.aside(view, step, wide)),
      ...lanes.slice(0, 1).map((lane) => slackRender.lane(view, lane, wide).content),
      toReplyMessage({ kind: 'views', views: [view] }, ASKED_AT_MS),
      toReplyMessage({ kind: 'views', views: [running] }, ASKED_AT_MS),
      toReplyMessage({ kind: 'views', views: Array.from({ length: 30 }, () => running) }, ASKED_AT_MS),
      toReplyMessage({ kind: 'runs', headings: Array.from({ length: 30 }, () => heading) }, ASKED_AT_MS),
      slackRender.reply(view, { id: 'said', person: 'slack:T1/U1', text: wide }),
      toReplyMessage({ kind: 'said', text: wide }, ASKED_AT_MS),
      toReplyMessage({ kind: 'refused', text: wide }, ASKED_AT_MS),
    ];
    expect(messages.flatMap((message) => faultsOf(message))).toEqual([]);
  });
});
