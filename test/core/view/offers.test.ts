import { describe, expect, it } from 'vitest';
import { headline } from '#core/view/headline.ts';
import { toNoAnswer } from '#core/view/no-answer.ts';
import { toOffers } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';
import { ASKED_AT_MS, doneLane, failedLane, laneView, runView } from '#test/fakes/views.ts';

const ENDED = { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 400 } as const;
const dropped = (index: number) => laneView(index, { status: 'skipped', note: 'dropped by a person', code: 'lane_dropped' });
const tooDear = (index: number) => laneView(index, { status: 'skipped', note: 'the budget has no room for it', code: 'over_budget' });
const cancelled = (index: number, starts = 0) =>
  laneView(index, { status: 'cancelled', starts, note: 'the run was stopped', code: 'run_cancelled' });
const words = (view: RunView) => toOffers(view).map((offer) => offer.words);

describe('what a run that has ended offers', () => {
  it.each([
    ['no retry of lanes that were taken out of the plan', [doneLane(1), dropped(2)], {}, []],
    ['a retry of what failed', [doneLane(1), failedLane(2), dropped(3)], {}, ['Retry failed']],
    [
      'a retry of all that is missing, called so',
      [failedLane(1), laneView(2, { status: 'skipped', code: 'lane_skipped' })],
      {},
      ['Retry missing'],
    ],
    [
      'more money, and no retry that would come to nothing again',
      [doneLane(1), tooDear(2)],
      { raiseUsd: 0.02 },
      ['Raise the cap to $0.02'],
    ],
    ['both where something failed, too', [failedLane(1), tooDear(2)], { raiseUsd: 0.02 }, ['Raise the cap to $0.02', 'Retry failed']],
  ])('is %s', (_, lanes, view, offers) => {
    expect(words(runView(lanes, { ...ENDED, ...view }))).toEqual(offers);
  });

  it('stays, and is no Stop, while what somebody said about it is read', () => {
    const view = runView([doneLane(1), failedLane(2)], { ...ENDED, phase: 'planning' });
    expect(words(view)).toEqual(['Retry failed']);
    expect(headline(view, ASKED_AT_MS + 90_000)).toBe('Reading what was said · 1 of 2 done · 1 failed · 0:01');
  });
});

describe('a run without an answer', () => {
  it('says once why lanes are missing, and the way on', () => {
    const view = runView([tooDear(1), tooDear(2), tooDear(3)], { ...ENDED, outcome: 'failed', raiseUsd: 0.02 });
    expect(toNoAnswer(view)).toMatchObject({
      missing: ['All 3 lanes skipped: the budget has no room for it'],
      more: 0,
      next: { words: 'Raise the cap to $0.02', verb: 'raise' },
    });
  });

  it('names lanes with one reason together, and a lane with its own alone', () => {
    const lanes = [1, 2, 3, 4, 5].map((index) => failedLane(index, { title: `City ${index}` }));
    const view = runView([...lanes, laneView(6, { status: 'timedOut', title: 'Rome' })], { ...ENDED, outcome: 'failed' });
    expect(toNoAnswer(view).missing).toEqual([
      '1 City 1, 2 City 2, 3 City 3 and 2 more failed: the provider is overloaded',
      '6 Rome: timed out',
    ]);
  });

  it('that was stopped with its plan on show has no lane to account for; one that had begun has', () => {
    const stopped = { ...ENDED, outcome: 'stopped' } as const;
    expect(toNoAnswer(runView([cancelled(1), cancelled(2)], stopped))).toMatchObject({
      first: 'Stopped before a lane began: nothing was done.',
      missing: [],
    });
    expect(words(runView([cancelled(1), cancelled(2)], stopped))).toEqual(['Run it after all']);
    expect(toNoAnswer(runView([cancelled(1, 1), cancelled(2)], stopped))).toMatchObject({
      first: 'Stopped, no answer (0 of 2 lanes done, 2 cancelled).',
      missing: ['All 2 lanes cancelled: the run was stopped'],
    });
  });

  it('takes as long on the board as below the answer, and a question back no time', () => {
    expect(headline(runView([doneLane(1)], { ...ENDED, outcome: 'done' }), 0)).toBe('Done · 0:01');
    expect(headline(runView([], { ...ENDED, outcome: 'question' }), 0)).toBe('A question back');
  });
});
