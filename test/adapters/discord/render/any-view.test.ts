import { ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordRender } from '#adapters/discord/render/discord-render.ts';
import { MESSAGE_SIZE, sizeOf } from '#adapters/discord/render/message-size.ts';
import { toReplyMessage } from '#adapters/discord/render/replies.ts';
import { toTypedMessage } from '#adapters/discord/render/typed-message.ts';
import type { AsideStep } from '#core/deliver/render.ts';
import type { RunHeading } from '#core/run/heading.ts';
import { ASKED_AT_MS, cardView, failedLane, laneView, runView } from '#test/fakes/views.ts';
import { runs } from '#test/setup/runs.ts';
import { faultsOf } from './faults.ts';
import { hostileText, hostileView, longHostileText } from './hostile.ts';

const ASKER = '100000000000000001';
const nowMs = fc.nat(10_000_000).map((ms) => ASKED_AT_MS + ms);
const STEPS = ['begun', 'atWork', 'ended'] as const satisfies AsideStep[];

describe('whatever a view and its texts hold', () => {
  it('a board calls nobody but who asked, and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.boolean(), nowMs, (view, begins, at) => {
        const board = discordRender.board(view, `discord:G1/${ASKER}`, begins, at);
        expect(faultsOf(board, begins ? `<@${ASKER}>` : null)).toEqual([]);
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
        expect(discordRender.board(view, ASKER, true, later)).toEqual(discordRender.board(view, ASKER, true, first));
      }),
      { numRuns: runs(100) },
    );
  });

  it('a lane calls nobody and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.option(fc.oneof(hostileText, longHostileText)), hostileText, (view, text, title) => {
        const lane = view.lanes[0] ?? laneView(1, { title, status: 'done' });
        expect(faultsOf(discordRender.lane(view, lane, text).content)).toEqual([]);
      }),
      { numRuns: runs(80) },
    );
  });

  it('an answer calls nobody, keeps every limit and is never empty', () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const { parts } = discordRender.answer(view);
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(4);
        expect(parts.flatMap((part) => faultsOf(part))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('what is said to somebody calls nobody, and is never empty', () => {
    fc.assert(
      fc.property(hostileView, fc.oneof(hostileText, longHostileText), (view, text) => {
        expect(faultsOf(discordRender.reply(view, { id: 'said', person: 'discord:G1/1', text }))).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  it('what was typed comes back whole, in the message or as a file, within every limit', () => {
    const typed = fc.oneof(hostileText, longHostileText, fc.string({ unit: 'binary', maxLength: 4_000 }));
    fc.assert(
      fc.property(hostileText, typed, (problem, text) => {
        const { components, files } = toTypedMessage(problem, { text, again: 'fanout:edit-again:k7m2qx4d/1' });
        const [file] = files;
        if (file === undefined) expect(JSON.stringify(components)).toContain(JSON.stringify(text).slice(1, -1));
        else expect(file.attachment.toString()).toBe(Buffer.from(text).toString());
        const shown = components.filter(({ type }) => type !== ComponentType.File && text !== '');
        const said = shown.filter((component) => !JSON.stringify(component).includes('```'));
        expect(faultsOf({ kind: 'message', components: said.length === 0 ? components : said })).toEqual([]);
        expect(sizeOf(components)).toBeLessThanOrEqual(MESSAGE_SIZE);
      }),
      { numRuns: runs(60) },
    );
  });

  it('an aside calls nobody and keeps every limit', () => {
    fc.assert(
      fc.property(hostileView, fc.constantFrom(...STEPS), hostileText, (view, step, reason) => {
        expect(faultsOf(discordRender.aside(view, step, reason))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('the comment of a file calls nobody', () => {
    fc.assert(
      fc.property(hostileView, hostileText, (view, name) => {
        expect(faultsOf(discordRender.file(view, { name, bytes: new Uint8Array() }))).toEqual([]);
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
  const answered = { revision: 2, answer: '漢字'.repeat(1_000) };
  const widest = ['漢字', '<@1', '*', '👩‍👩‍👧'].flatMap((unit) =>
    [
      ['no answer', { question: null }],
      ['a question', { question: unit.repeat(700) }],
      ['an answer', answered],
    ].map(([name, more]) => [unit, name, more] as [string, string, object]),
  );

  it.each(widest)('leave every message within its limits: %s, %s', (unit, _, more) => {
    const wide = unit.repeat(700);
    const lanes = Array.from({ length: 60 }, (_, at) => failedLane(at + 1, { title: wide, note: wide }));
    const texts = { title: wide, why: wide, notes: [wide, `a${wide}`, `b${wide}`, `c${wide}`], stage: { index: 2, count: 3, title: wide } };
    const models = Array.from({ length: 5 }, () => ({ name: wide, lanes: 12 }));
    const card = cardView({ kind: 'change', change: wide, why: wide, models, budgetUsd: 2, guessed: true, most: 900 });
    const boards = [2, 15, 16, 60].flatMap((count) =>
      (['running', 'asking', 'ended'] as const).map((phase) =>
        runView(lanes.slice(0, count), { ...texts, phase, outcome: 'failed', card: phase === 'running' ? null : card, ...more }),
      ),
    );
    const view = runView(lanes, { ...texts, phase: 'ended', outcome: 'failed', ...more });
    const heading: RunHeading = { runId: 'k7m2qx4d', title: wide, status: 'open', askedAtMs: 0, endedAtMs: null, asker: 'U1', place: 'C1' };
    const messages = [
      ...boards.map((board) => discordRender.board(board, 'x', true, ASKED_AT_MS)),
      ...boards.map((board) => toReplyMessage({ kind: 'views', views: [board] }, ASKED_AT_MS)),
      ...discordRender.answer(view).parts,
      ...STEPS.map((step) => discordRender.aside(view, step, wide)),
      ...lanes.slice(0, 1).map((lane) => discordRender.lane(view, lane, wide).content),
      toReplyMessage({ kind: 'views', views: Array.from({ length: 30 }, () => view) }, ASKED_AT_MS),
      toReplyMessage({ kind: 'runs', headings: Array.from({ length: 30 }, () => heading) }, ASKED_AT_MS),
      toReplyMessage({ kind: 'said', text: wide }, ASKED_AT_MS),
      toReplyMessage({ kind: 'refused', text: wide }, ASKED_AT_MS),
    ];
    expect(messages.flatMap((message) => faultsOf(message))).toEqual([]);
  });
});
