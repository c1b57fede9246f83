import { describe, expect, it } from 'vitest';
import { toRunCommand } from '#commands/command.ts';
import { parseCommand } from '#commands/parse.ts';
import { CLAIM_LIFE_MS } from '#core/ports/deliveries.ts';
import { steered } from '#test/fakes/change-answer.ts';
import { createHearLab } from '#test/fakes/hear-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';

const ASK = 'translate into French and German: hello';
const HANGING = () => createScriptedModel(() => ({ hang: true }));
const QUICK = () => createScriptedModel(steered((call) => call.instruction));

const NONE_HERE = {
  kind: 'refused',
  text: "There is no run in this thread. In the channel, or with a run's id, it works too.",
};

describe('a request that is heard', () => {
  it('is one run however often and under whatever names the platform tells of it', async () => {
    const { deliveries, ...lab } = createHearLab(QUICK());
    const process = lab.start();
    const first = await process.says(ASK, { claims: ['message 1', 'event A', 'client X'], thread: 't1' });
    const again = [
      await process.says(ASK, { claims: ['message 1', 'event B'], thread: 't1' }),
      await process.says(ASK, { claims: ['message 2', 'event C', 'client X'], thread: 't1' }),
      await process.says(ASK, { claims: ['event A'], thread: 't1' }),
      // By a name that only a repeat brought.
      await process.says(ASK, { claims: ['event C'], thread: 't1' }),
    ];
    for (const reply of again) expect(reply).toEqual(first);
    expect(await process.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 })).toHaveLength(1);
    if (first.kind !== 'going') throw new Error(first.kind);
    expect(await deliveries.find({ runId: first.runId })).toMatchObject({ chat: 'fake', place: 'here', thread: 't1', person: 'ada' });
  });

  it('told again at the same time is one run too', async () => {
    const process = createHearLab(QUICK()).start();
    const replies = await Promise.all(Array.from({ length: 11 }, () => process.says(ASK, { claims: ['message 1'] })));
    expect(new Set(replies.map((reply) => (reply.kind === 'going' ? reply.runId : reply.kind))).size).toBe(1);
  });

  it('is another run two days later, and as another message at once', async () => {
    const lab = createHearLab(QUICK());
    const process = lab.start();
    const first = await process.says(ASK, { claims: ['message 1'] });
    expect(await process.says(ASK, { claims: ['message 2'] })).not.toEqual(first);
    await lab.clock.advance(CLAIM_LIFE_MS + 1);
    expect(await process.says(ASK, { claims: ['message 1'] })).not.toEqual(first);
  });

  it('is found again by the next process where this one died between the claim and the request', async () => {
    const lab = createHearLab(QUICK());
    // The first call looks for the thread's run, the second is the claim.
    const dying = lab.start({ at: 2, when: 'after' });
    void dying.says(ASK, { claims: ['message 1', 'event A'], thread: 't1' });
    await lab.clock.advance(0);
    expect(dying.life.dead).toBe(true);
    const claimed = await lab.deliveries.find({ place: 'here', thread: 't1' });
    const next = lab.start();
    expect(await next.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 })).toEqual([]);
    const reply = await next.says(ASK, { claims: ['message 1', 'event B'], thread: 't1' });
    expect(reply).toEqual({ kind: 'going', runId: claimed?.runId });
    expect((await next.toEnd(claimed?.runId ?? '')).outcome).toBe('done');
    expect(next.shown).toEqual([claimed?.runId]);
  });
});

describe('a wish that names no run', () => {
  async function setUp() {
    const process = createHearLab(HANGING()).start();
    const runs: string[] = [];
    for (const thread of ['t1', 't2']) {
      const reply = await process.says(ASK, { thread });
      if (reply.kind !== 'going') throw new Error('no run');
      runs.push(reply.runId);
      await process.until(reply.runId, (view) => view.phase === 'running');
      await process.clock.advance(1_000);
    }
    const [older = '', newer = ''] = runs;
    return { process, older, newer };
  }

  it('said in a thread is about the run of that thread, not about a newer one', async () => {
    const { process, older } = await setUp();
    expect(await process.says('stop', { thread: 't1', inThread: true })).toEqual({ kind: 'going', runId: older });
    expect((await process.toEnd(older)).outcome).toBe('stopped');
  });

  it.each(['stop', 'merge', 'retry', 'retry 1', 'skip 1', 'yes', 'show', 'show 1'])(
    '"%s" in a thread without a run touches no run of the channel',
    async (text) => {
      const { process, older, newer } = await setUp();
      expect(await process.says(text, { asker: 'bob', thread: 'of bob', inThread: true })).toEqual(NONE_HERE);
      for (const runId of [older, newer]) expect((await process.fanout.watch.now(runId)).phase).toBe('running');
    },
  );

  it('in such a thread works with the id of a run', async () => {
    const { process, older } = await setUp();
    expect(await process.says(`stop ${older}`, { thread: 'of bob', inThread: true })).toEqual({ kind: 'going', runId: older });
  });

  it('outside of threads is about the newest run of the place', async () => {
    const { process, newer } = await setUp();
    expect(await process.says('stop')).toEqual({ kind: 'going', runId: newer });
    expect(await process.says('stop', { place: 'elsewhere' })).toEqual({ kind: 'refused', text: 'There is no run here yet.' });
  });

  it('said again by the platform is taken once, and its run is shown all the same', async () => {
    const { process, newer } = await setUp();
    await process.says('skip 1', { claims: ['message 7'] });
    process.shown.length = 0;
    expect(await process.says('skip 1', { claims: ['message 7'] })).toEqual({ kind: 'going', runId: newer });
    expect(process.shown).toEqual([newer]);
    expect((await process.fanout.watch.log(newer)).filter((event) => event.type === 'lane.skip_asked')).toHaveLength(1);
  });
});

describe('what is said in the thread of a run', () => {
  async function ended() {
    const process = createHearLab(QUICK()).start();
    const asked = { claims: ['message 1'] as const, thread: 't1', inThread: true };
    const reply = await process.says(ASK, asked);
    if (reply.kind !== 'going') throw new Error(reply.kind);
    await process.toEnd(reply.runId);
    return { process, asked, runId: reply.runId };
  }

  it('is about the run where it is no request of its own', async () => {
    const { process, runId } = await ended();
    expect(await process.says('also Dutch', { claims: ['message 2'], thread: 't1', inThread: true })).toEqual({ kind: 'going', runId });
    expect((await process.toEnd(runId)).lanes.map(({ title }) => title)).toEqual(['French', 'German', 'Dutch']);
  });

  it('told again changes nothing, neither as words about the run nor as the request that began it', async () => {
    const { process, asked, runId } = await ended();
    const words = { claims: ['message 2'] as const, thread: 't1', inThread: true };
    for (let times = 0; times < 3; times += 1) expect(await process.says('also Dutch', words)).toEqual({ kind: 'going', runId });
    expect(await process.says(ASK, asked)).toEqual({ kind: 'going', runId });
    const view = await process.toEnd(runId);
    expect(view.lanes).toHaveLength(3);
    expect((await process.fanout.watch.log(runId)).filter((event) => event.type === 'run.told')).toHaveLength(1);
    expect(await process.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 })).toHaveLength(1);
  });

  it.each(['run: name three cheeses', 'translate into Polish and Czech: good night', 'for each of Oslo and Rome: three sights'])(
    '"%s" is a new run',
    async (text) => {
      const { process, runId } = await ended();
      const reply = await process.says(text, { claims: ['message 3'], thread: 't1', inThread: true });
      expect(reply.kind === 'going' && reply.runId !== runId).toBe(true);
    },
  );

  it('is a new run where something came with it, or was chosen beside it, whatever it says', async () => {
    const { process, runId } = await ended();
    const inThread = { thread: 't1', inThread: true };
    const source = { id: 'S1', kind: 'text', title: 'notes', ref: 'all of it' } as const;
    const command = { ...toRunCommand('shorter, as in these'), sources: [source] };
    for (const heard of [{ command }, { command: parseCommand('shorter --budget 3', '') }]) {
      const reply = await process.says('', { ...heard, ...inThread });
      expect(reply.kind === 'going' && reply.runId !== runId).toBe(true);
    }
  });

  it('and is a request after all begins one run there with the talk around it, however often it is told', async () => {
    const { process, runId } = await ended();
    const around = [{ id: 'S1', kind: 'text', title: 'the thread', ref: 'we met for tea' }] as const;
    const words = { claims: ['message 2', 'event B'] as const, thread: 't1', inThread: true, around, asker: 'bob' };
    expect(await process.says('new: a poem about this thread', words)).toEqual({ kind: 'going', runId });
    const view = await process.until(runId, ({ begun }) => begun.length === 1);
    const began = view.begun[0]?.runId ?? '';
    expect(view.replies).toEqual([{ id: 'message 2', person: 'bob', text: `That is a new request: run ${began} began.` }]);
    expect((await process.toEnd(began)).outcome).toBe('done');
    expect((await process.fanout.watch.log(began))[0]).toMatchObject({ request: { asker: 'bob', place: 'here', sources: around } });
    // The thread is about the new run by now, as whoever shows it has claimed; what was said of the old one is not said of that one.
    const delivery = { runId: began, chat: 'fake', place: 'here', thread: 't1', person: 'bob', back: null };
    await process.deliveries.claim([`begun:${began}`], delivery, process.clock.now());
    expect(await process.says('new: a poem about this thread', { ...words, claims: ['message 2', 'event C'] })).toEqual({
      kind: 'going',
      runId,
    });
    await process.clock.advance(60_000);
    expect((await process.fanout.watch.log(began)).filter(({ type }) => type === 'run.told')).toEqual([]);
    expect(await process.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 })).toHaveLength(2);
    expect(await process.says('warmer', { claims: ['message 4'], thread: 't1', inThread: true })).toEqual({ kind: 'going', runId: began });
  });

  it('while its plan is made is about it too, and waits', async () => {
    const process = createHearLab(HANGING()).start();
    const reply = await process.says(ASK, { thread: 't1', inThread: true });
    if (reply.kind !== 'going') throw new Error(reply.kind);
    // At once: nothing of the run is known yet.
    expect(await process.says('also Dutch', { thread: 't1', inThread: true })).toEqual(reply);
    expect((await process.fanout.watch.log(reply.runId)).filter(({ type }) => type === 'run.told')).toHaveLength(1);
  });

  it('without a model is about the run only where a rule reads it', async () => {
    const process = createHearLab({ ...QUICK(), name: null }).start();
    const reply = await process.says(ASK, { thread: 't1', inThread: true });
    if (reply.kind !== 'going') throw new Error(reply.kind);
    await process.toEnd(reply.runId);
    const heard = { thread: 't1', inThread: true };
    expect(await process.says('drop 2', heard)).toEqual(reply);
    expect(await process.says('thanks!', heard)).toEqual(reply);
    expect(await process.says('something with more words', heard)).not.toEqual(reply);
  });
});
