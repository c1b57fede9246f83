import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDispatch, type Reply } from '#commands/dispatch.ts';
import { CARD_WISHES, LANE_WISHES, lookAt, type Press, parseLaneValue, toLaneValue, toPressed } from '#commands/press.ts';
import { toCardMark } from '#core/deliver/card-mark.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const DEFAULTS = { cap: 4, model: null, budgetUsd: null, laneTimeoutMs: 120_000, askUsd: 1 };
const ANN = {
  asker: 'ann',
  place: 'here',
  threadRunId: null,
  inThread: false,
  address: { command: '/', mention: '', note: null },
  maySee: async () => true,
};

/** A run of lanes `one`, `two`, … with two slots; lanes named in `hanging` hang, and those in `broken` fail. */
async function setUp({ lanes = ['one', 'two', 'three'], hanging = [] as string[], broken = [] as string[] } = {}) {
  const [hangs, breaks] = [new Set(hanging), new Set(broken)];
  const model = createScriptedModel((call) => {
    if (breaks.has(call.instruction)) throw new Error('bug');
    return hangs.has(call.instruction) ? { hang: true } : `did ${call.instruction}`;
  });
  const lab = createLab({ model });
  const { fanout } = lab;
  const runId = await fanout.ask(toTestRequest(lanes, { cap: 2 }));
  const dispatch = createDispatch(fanout, DEFAULTS);
  let presses = 0;
  async function press(it: Press): Promise<Reply> {
    presses += 1;
    const pressed = await toPressed(it, `press ${presses}`, (id) => lookAt(id, fanout.watch, ANN.maySee));
    return typeof pressed === 'string' ? { kind: 'refused', text: pressed } : await dispatch(pressed.command, ANN, pressed.name);
  }
  /** On the message that shows a lane as it is now. */
  async function seen(lane: number): Promise<Press> {
    const { lanes } = await fanout.watch.now(runId);
    const value = parseLaneValue(toLaneValue(runId, lane, 'retry', lanes[lane - 1]?.opened));
    return { wish: 'retry lane', runId, lane, seen: value?.opened ?? null };
  }
  return { ...lab, runId, model, hangs, breaks, press, seen };
}

const GOING = { kind: 'going' };
const TAKEN = { kind: 'refused', text: 'That was taken already.' };

describe('pressing Retry on a lane', () => {
  it('is one retry for two clicks on one result, also when the second comes after the lane ended again', async () => {
    const { press, seen, toEnd, runId, model } = await setUp();
    await toEnd(runId);
    const result = await seen(2);
    await Promise.all([press(result), press(result)]);
    expect(await press(result)).toEqual({ kind: 'refused', text: 'Lane 2 is at work already.' });
    await toEnd(runId);
    expect(await press(result)).toMatchObject(TAKEN);
    expect(model.calls).toHaveLength(4);
    expect(await press(await seen(2))).toMatchObject(GOING);
    expect((await toEnd(runId)).revision).toBe(3);
  });

  it.each(['skip', 'stop', 'merge'] as const)(
    'works again where the one before was ended by "%s" while it waited for room',
    async (how) => {
      const { press, seen, toEnd, until, runId, hangs, fanout } = await setUp();
      await toEnd(runId);
      hangs.add('one').add('two');
      await press(await seen(1));
      await press(await seen(2));
      await until(runId, ({ lanes }) => lanes[0]?.status === 'running' && lanes[1]?.status === 'running');
      const { starts } = (await fanout.watch.now(runId)).lanes[2] ?? {};
      expect(await press(await seen(3))).toMatchObject(GOING);
      expect(await press(how === 'skip' ? { wish: 'skip lane', runId, lane: 3 } : { wish: how, runId })).toMatchObject(GOING);
      const ended = await until(runId, ({ lanes }) => lanes[2]?.status === (how === 'stop' ? 'cancelled' : 'skipped'));
      expect(ended.lanes[2]?.starts).toBe(starts);
      hangs.clear();
      expect(await press(await seen(3))).toMatchObject(GOING);
      for (const lane of [1, 2]) await fanout.steer(runId, { kind: 'retry', lanes: [lane], prompt: null, budgetUsd: null }, 'ann');
      expect((await toEnd(runId)).lanes[2]).toMatchObject({ status: 'done', starts: (starts ?? 0) + 1 });
    },
  );

  it('is refused for a lane at work, and for a run that this person may not see', async () => {
    const { press, runId, until, fanout } = await setUp({ hanging: ['one'] });
    await until(runId, ({ lanes }) => lanes[0]?.status === 'running');
    expect(await press({ wish: 'retry lane', runId, lane: 1, seen: 0 })).toEqual({ kind: 'refused', text: 'Lane 1 is at work already.' });
    expect(await lookAt(runId, fanout.watch, async () => false)).toBeNull();
    expect(await lookAt('nobody', fanout.watch, async () => true)).toBeNull();
  });
});

describe('pressing "Retry failed" on a board', () => {
  it('works every time that there is something missing: fail, retry, stop, retry, stop, retry', async () => {
    const { press, runId, toEnd, until, hangs, breaks } = await setUp({ broken: ['two'] });
    expect((await toEnd(runId)).ledger.failed).toBe(1);
    breaks.clear();
    hangs.add('two');
    for (let round = 0; round < 3; round += 1) {
      expect(await press({ wish: 'retry', runId })).toMatchObject(GOING);
      await until(runId, ({ lanes }) => lanes[1]?.status === 'running');
      expect(await press({ wish: 'stop', runId })).toMatchObject(GOING);
      expect((await toEnd(runId)).ledger.cancelled).toBe(1);
    }
    hangs.clear();
    expect(await press({ wish: 'retry', runId })).toMatchObject(GOING);
    expect((await toEnd(runId)).outcome).toBe('done');
  });

  it('is one retry for two clicks at once, and a later one is told that nothing is missing', async () => {
    const { press, runId, toEnd, breaks, model } = await setUp({ broken: ['two'] });
    await toEnd(runId);
    breaks.clear();
    await Promise.all([press({ wish: 'retry', runId }), press({ wish: 'retry', runId })]);
    expect(await press({ wish: 'retry', runId })).toMatchObject({ kind: 'refused', text: expect.stringContaining('Nothing to retry') });
    await toEnd(runId);
    expect(model.calls.filter((call) => call.instruction === 'two')).toHaveLength(2);
  });
});

describe('what a menu carries of a lane', () => {
  const anyValue = fc.record({
    runId: fc.stringMatching(/^[a-z0-9]{4,16}$/),
    lane: fc.integer({ min: 1, max: 999_999 }),
    wish: fc.constantFrom(...LANE_WISHES),
    opened: fc.option(fc.nat(999_999)),
  });

  it('comes back as it was, within 75 characters', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = toLaneValue(value.runId, value.lane, value.wish, value.opened);
        expect(text.length).toBeLessThanOrEqual(75);
        expect(parseLaneValue(text)).toEqual(value);
      }),
    );
  });

  it.each(['', 'k7m2qx4d', 'k7m2qx4d/0/retry', 'k7m2qx4d/3/drop', 'k7m2qx4d/3/retry/', '../3/retry', 'k7m2qx4d/3/retry/1/2'])(
    '"%s" is nothing that Fanout wrote',
    (text) => {
      expect(parseLaneValue(text)).toBeNull();
    },
  );
});

describe('pressing a button of a card', () => {
  it.each(CARD_WISHES)('means what the card showed, and nothing that took its place: %s', async (wish) => {
    const lab = await setUp();
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two', 'three', 'four'], { card: true }));
    const { fanout } = lab;
    const shown = await lab.until(runId, (view) => view.phase === 'asking');
    await fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: 'something else', budgetUsd: null }, 'bob');
    await fanout.steer(runId, { kind: 'tell', text: 'drop lane 4' }, 'bob');
    await lab.until(runId, (view) => view.lanes[3]?.status === 'skipped' || view.lanes.length === 3);
    const text = expect.stringContaining('changed meanwhile');
    expect(await lab.press({ wish, runId, mark: toCardMark(shown) })).toMatchObject({ kind: 'refused', text });
    expect(await fanout.watch.now(runId)).toMatchObject({ phase: 'asking', sample: [] });
  });
});
