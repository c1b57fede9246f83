import { describe, expect, it } from 'vitest';
import { SLACK_ADDRESSING } from '#adapters/slack/addressing.ts';
import { toReplyMessage } from '#adapters/slack/render/replies.ts';
import { toHelp } from '#commands/help.ts';
import type { RunHeading } from '#core/run/heading.ts';
import { ASKED_AT_MS, doneLane, failedLane, runningLane, runView } from '#test/fakes/views.ts';
import { faultsOf } from './faults.ts';
import { toShown } from './shown.ts';

const NOW_MS = ASKED_AT_MS + 190_000;
const DAY_MS = 86_400_000;

const heading = (it: Partial<RunHeading>): RunHeading => ({
  runId: 'k7m2qx4d',
  title: 'translate into 15 languages',
  status: 'done',
  askedAtMs: ASKED_AT_MS,
  endedAtMs: ASKED_AT_MS + 10_000,
  asker: 'U1',
  place: 'C1',
  ...it,
});

describe('a reply to a command', () => {
  it('lists runs', () => {
    const headings = [heading({}), heading({ runId: 'a1b2c3d4', status: 'partial', title: '', askedAtMs: ASKED_AT_MS - 3 * DAY_MS })];
    expect(toShown(toReplyMessage({ kind: 'runs', headings }, NOW_MS))).toMatchInlineSnapshot(`
      "2 runs, the newest first.
      k7m2qx4d · done · 3 min ago · translate into 15 languages
      a1b2c3d4 · partial · 2026-05-11 09:00 UTC
      See one with /fanout show and its id."
    `);
    expect(toShown(toReplyMessage({ kind: 'runs', headings: [] }, NOW_MS))).toBe('No runs here yet.');
  });

  it('lists as many as there can be, whatever their titles say, in what Slack takes', () => {
    const headings = Array.from({ length: 20 }, () =>
      heading({ title: '<@'.repeat(40), status: 'question', askedAtMs: ASKED_AT_MS - DAY_MS }),
    );
    expect(faultsOf(toReplyMessage({ kind: 'runs', headings }, NOW_MS + DAY_MS))).toEqual([]);
  });

  it('shows a run with its answer', () => {
    const lanes = [doneLane(1), failedLane(2)];
    const view = runView(lanes, {
      phase: 'ended',
      outcome: 'partial',
      endedAtMs: ASKED_AT_MS + 5_000,
      revision: 1,
      answer: 'Bonjour.\n\n---\n\n**2 lanes = 1 done + 1 failed**',
    });
    expect(toShown(toReplyMessage({ kind: 'views', views: [view] }, NOW_MS))).toMatchInlineSnapshot(`
      "k7m2qx4d · translate into 15 languages
      Answered, with lanes missing · 1 of 2 done · 1 failed · 0:05
      ✔ 1 Lane 1 — 1.2 s
      ✖ 2 Lane 2 — the provider is overloaded · 3 attempts
      15 lanes, one a language
      run k7m2qx4d
      [Retry failed] [Open a lane ▾]
      Bonjour.

      ---

      **2 lanes = 1 done + 1 failed**"
    `);
  });

  it('shows a run without one, and why', () => {
    const view = runView([failedLane(1)], { phase: 'ended', outcome: 'failed', endedAtMs: ASKED_AT_MS + 5_000 });
    expect(toShown(toReplyMessage({ kind: 'views', views: [view] }, NOW_MS))).toContain(
      '1 Lane 1: failed after 3 attempts: the provider is overloaded',
    );
  });

  it('says how far runs are', () => {
    const views = [runView([runningLane(1), doneLane(2)]), runView([runningLane(1)], { runId: 'a1b2c3d4' })];
    expect(toShown(toReplyMessage({ kind: 'views', views }, NOW_MS))).toMatchInlineSnapshot(`
      "2 runs.
      k7m2qx4d · translate into 15 languages
      1 of 2 done · 3:00
      a1b2c3d4 · translate into 15 languages
      Running · 3:00"
    `);
    expect(toShown(toReplyMessage({ kind: 'views', views: [] }, NOW_MS))).toBe('Nothing is running here.');
  });

  it('helps, with its columns in place', () => {
    const reply = toReplyMessage({ kind: 'help', text: toHelp(SLACK_ADDRESSING) }, NOW_MS);
    expect(JSON.stringify(reply)).toContain('rich_text_preformatted');
    expect(toShown(reply)).toContain("Slash commands don't work in threads");
    expect(faultsOf(reply)).toEqual([]);
  });

  it('shows what a lane gave, as Markdown', () => {
    expect(JSON.stringify(toReplyMessage({ kind: 'said', text: '# Bonjour' }, NOW_MS))).toContain('{"type":"markdown","text":"# Bonjour"}');
  });

  it('says why not', () => {
    expect(toShown(toReplyMessage({ kind: 'refused', text: 'There is no run abcd.' }, NOW_MS))).toBe('There is no run abcd.');
  });
});
