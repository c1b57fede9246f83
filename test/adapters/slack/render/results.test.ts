import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackRender } from '#adapters/slack/render/slack-render.ts';
import { toAnswer } from '#core/merge/answer.ts';
import { ASKED_AT_MS, doneLane, failedLane, laneView, runningLane, runView } from '#test/fakes/views.ts';
import { faultsOf } from './faults.ts';
import { longHostileText } from './hostile.ts';
import { textOf, toShown } from './shown.ts';

const PARAGRAPH = `${'A paragraph that says something. '.repeat(9)}\n\n`;
const LANES = [doneLane(1, { title: 'French' }), failedLane(2, { title: 'Thai' })];
const ENDED = { phase: 'ended', outcome: 'partial', endedAtMs: ASKED_AT_MS + 5_000, revision: 1 } as const;
const LEDGER = '2 lanes = 1 done + 1 failed';

function endedView(merged: string, view = {}) {
  const { ledger } = runView(LANES);
  const failure = { code: 'provider_unavailable', reason: 'the provider is overloaded' } as const;
  const missing = [{ lane: 2, title: 'Thai', status: 'failed', attempts: 3, failure }] as const;
  return runView(LANES, { ...ENDED, answer: toAnswer({ merged, ledger, missing, notes: [] }), ...view });
}

describe("a lane's result", () => {
  it('is its heading, its text and a menu', () => {
    const { content, whole } = slackRender.lane(endedView('x'), doneLane(1, { title: 'French' }), 'Bonjour **tous**.');
    expect(whole).toBe(true);
    expect(toShown(content)).toMatchInlineSnapshot(`
      "1 French · done · 1.2 s
      [overflow ▾]
      Bonjour **tous**."
    `);
    expect(JSON.stringify(content).match(/k7m2qx4d\/1\/\w+/g)).toEqual(
      expect.arrayContaining(['k7m2qx4d/1/retry', 'k7m2qx4d/1/edit', 'k7m2qx4d/1/show']),
    );
    expect(JSON.stringify(content)).not.toContain('k7m2qx4d/1/skip');
  });

  it('that is missing says why', () => {
    const { content } = slackRender.lane(endedView('x'), failedLane(2, { title: 'Thai' }), null);
    expect(toShown(content)).toMatchInlineSnapshot(`
      "2 Thai: failed after 3 attempts: the provider is overloaded
      [overflow ▾]"
    `);
    expect(textOf(content)).toMatchInlineSnapshot(`"Lane 2 Thai: failed after 3 attempts: the provider is overloaded."`);
  });

  it('can be left out only while it is not over', () => {
    expect(JSON.stringify(slackRender.lane(runView(LANES), runningLane(1), null).content)).toContain('k7m2qx4d/1/skip');
    expect(JSON.stringify(slackRender.lane(runView(LANES), laneView(1, { status: 'skipped' }), null).content)).not.toContain('/skip');
  });

  it('too long for a message says where the rest is', () => {
    const { content, whole } = slackRender.lane(endedView('x'), doneLane(1), PARAGRAPH.repeat(100));
    expect(whole).toBe(false);
    expect(toShown(content)).toMatch(/The whole is in lanes\.zip, or choose Show\.$/);
    expect(faultsOf(content)).toEqual([]);
  });
});

describe('an answer', () => {
  it('is one message with its ledger line', () => {
    const { parts, whole } = slackRender.answer(endedView('Bonjour.'));
    expect({ whole, parts: parts.map((part) => toShown(part)) }).toMatchInlineSnapshot(`
      {
        "parts": [
          "Bonjour.

      ---

      **2 lanes = 1 done + 1 failed**

      Missing:
      - 2 Thai: failed after 3 attempts (the provider is overloaded)",
        ],
        "whole": true,
      }
    `);
  });

  it('names its revision', () => {
    const [part] = slackRender.answer(endedView('Bonjour.', { revision: 2 })).parts;
    expect(part && toShown(part)).toMatch(/^Revision 2\n/);
  });

  it('is numbered when it takes several messages, and the last one has the ledger line', () => {
    const { parts, whole } = slackRender.answer(endedView(PARAGRAPH.repeat(60)));
    expect(whole).toBe(true);
    expect(parts.map((part) => toShown(part).split('\n')[0])).toEqual(parts.map((_, at) => `Answer (${at + 1}/${parts.length})`));
    expect(parts.length).toBeGreaterThan(1);
    expect(toShown(parts[parts.length - 1] ?? { kind: 'message', text: '', blocks: [], simpler: null, session: null })).toContain(LEDGER);
  });

  it('too long for messages is its beginning, where the rest is, and the ledger line', () => {
    const { parts, whole } = slackRender.answer(endedView(PARAGRAPH.repeat(200)));
    expect(whole).toBe(false);
    expect(parts).toHaveLength(1);
    expect(parts.map((part) => toShown(part)).join()).toMatch(new RegExp(`The whole is in answer.md.\n${LEDGER.replaceAll('+', '\\+')}$`));
  });

  it('of any text has its ledger line in the last message', () => {
    fc.assert(
      fc.property(longHostileText, (merged) => {
        const last = slackRender.answer(endedView(merged)).parts.at(-1);
        expect(last && toShown(last)).toContain(LEDGER);
      }),
    );
  });

  it('that is a question says how to answer it', () => {
    const view = runView([], { ...ENDED, outcome: 'question', revision: 0, question: 'Into which languages?' });
    expect(
      slackRender
        .answer(view)
        .parts.map((part) => toShown(part))
        .join(),
    ).toMatchInlineSnapshot(`
      "Into which languages?
      Nothing was started. Mention me again with the whole request, or fill in the form.
      [Open the form]"
    `);
  });

  it('that is none says what became of each lane', () => {
    const lanes = Array.from({ length: 10 }, (_, at) => failedLane(at + 1));
    const { parts } = slackRender.answer(runView(lanes, { ...ENDED, outcome: 'failed', notes: ['a file was left out'] }));
    expect(parts.map((part) => toShown(part)).join()).toMatchInlineSnapshot(`
      "Failed, no answer (0 of 10 lanes done, 10 failed).
      a file was left out
      • All 10 lanes failed: the provider is overloaded
      Press “Retry failed” on the board, or type /fanout retry k7m2qx4d."
    `);
  });
});

describe('a file', () => {
  it('says what it is', () => {
    const file = { name: 'lanes.zip', bytes: new Uint8Array() };
    expect(slackRender.file(endedView('x', { revision: 2 }), file)).toEqual({
      kind: 'file',
      comment: 'What each lane gave, a file a lane, revision 2.',
      file,
    });
  });
});

describe('an aside, where the channel can not be written', () => {
  it('says that it runs and how to let it in', () => {
    expect(toShown(slackRender.aside(runView(LANES), 'begun', 'I am not in this channel'))).toMatchInlineSnapshot(`
      "translate into 15 languages: it runs. I can't post here (I am not in this channel), so only you will see how it goes.
      To see runs in this channel: /invite @Fanout. To look at this one: /fanout show k7m2qx4d. To stop it: /fanout stop k7m2qx4d."
    `);
  });

  it('asks for the yes that a wide run waits for', () => {
    expect(toShown(slackRender.aside(runView(LANES, { phase: 'asking' }), 'begun', ''))).toContain('/fanout yes k7m2qx4d');
  });

  it('says how far it is', () => {
    expect(toShown(slackRender.aside(runView(LANES), 'atWork', ''))).toMatchInlineSnapshot(
      `"translate into 15 languages: 1 of 2 done · 1 failed."`,
    );
  });

  it('brings the answer, and how to see the rest', () => {
    expect(toShown(slackRender.aside(endedView('Bonjour.'), 'ended', ''))).toContain('Bonjour.');
    const long = toShown(slackRender.aside(endedView(PARAGRAPH.repeat(100)), 'ended', ''));
    expect(long.split('\n').slice(-2)).toEqual(['This is the beginning. The rest: /fanout show k7m2qx4d', LEDGER]);
  });
});
