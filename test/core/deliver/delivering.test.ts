import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steered } from '#test/fakes/change-answer.ts';
import { createDeliveryLab } from '#test/fakes/delivery-lab.ts';
import type { Fault } from '#test/fakes/fake-place.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const echo = () => createScriptedModel((call) => `said ${call.instruction.split('\n').at(-1)?.slice(0, 20)}`);
const lanes = (count: number): string[] => Array.from({ length: count }, (_, at) => `lane ${at + 1}`);
const keys = (lab: ReturnType<typeof createDeliveryLab>): string[] => lab.place.messages.map((message) => message.tag.key);

describe('a run in a chat', () => {
  it('has a board, a message for each lane, and the answer, in this order, in the thread of its board', async () => {
    const lab = createDeliveryLab(echo());
    await lab.ask(lab.start(), lanes(3));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'lane:1', 'lane:2', 'lane:3', 'answer:1', 'answer:2']);
    const [board, ...rest] = lab.place.messages;
    expect(board).toMatchObject({ thread: null, text: 'ann asked: ended 3/3 r1' });
    expect(rest.every((message) => message.thread === board?.id)).toBe(true);
  });

  it('goes into the thread that it was asked in', async () => {
    const lab = createDeliveryLab(echo());
    await lab.ask(lab.start(), lanes(2), 'asked-there');
    await lab.settle();
    expect(lab.place.messages.map((message) => message.thread)).toEqual(lab.place.messages.map(() => 'asked-there'));
    expect(lab.place.messages[0]?.text).toBe('ended 2/2 r1');
  });

  it('of one lane has no message for it beside the answer', async () => {
    const lab = createDeliveryLab(echo());
    await lab.ask(lab.start(), lanes(1));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'answer:1']);
  });

  it('of more than a dozen lanes gives them in one file', async () => {
    const lab = createDeliveryLab(echo());
    const runId = await lab.ask(lab.start(), lanes(13));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'answer:1', 'file:1:answer.md', 'file:1:lanes.zip']);
    expect(lab.place.messages.at(-1)?.tag.runId).toBe(runId);
  });

  it('changes a retried lane and the answer where they stand, and leaves no tail of a longer answer', async () => {
    let long = true;
    const model = createScriptedModel((call) => (call.instruction.includes('lane 2') ? (long ? 'x'.repeat(170) : 'short') : 'one'));
    const lab = createDeliveryLab(model);
    const process = lab.start();
    const runId = await lab.ask(process, lanes(2));
    await lab.settle();
    const before = lab.place.messages.map(({ id, tag }) => ({ id, key: tag.key }));
    expect(before.map((it) => it.key)).toContain('answer:4');
    long = false;
    await process.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: null, budgetUsd: null }, 'bob');
    await process.delivering.show(runId);
    await lab.settle();
    const after = lab.place.messages.map(({ id, tag }) => ({ id, key: tag.key }));
    expect(before).toEqual(expect.arrayContaining(after.filter(({ key }) => !key.startsWith('file:'))));
    expect(after.map((it) => it.key)).not.toContain('answer:4');
    expect(lab.place.messages.find((it) => it.tag.key === 'lane:2')?.text).toContain('short');
    expect(lab.place.messages[0]?.text).toContain('r2');
  });

  it('that grows beyond a dozen lanes changes the messages that lanes have', async () => {
    let word = 'first';
    const lab = createDeliveryLab(createScriptedModel(steered(() => word)));
    const process = lab.start();
    const runId = 'run';
    await lab.claimOnly(runId);
    await process.fanout.ask(toTestRequest([], { text: `for each of ${lanes(12).join(', ')}: write a line` }), runId);
    await process.delivering.show(runId);
    await lab.settle();
    expect(lab.place.messages.find(({ tag }) => tag.key === 'lane:3')?.text).toBe('3 done: first');
    word = 'second';
    await process.fanout.steer(runId, { kind: 'tell', text: 'also Rome' }, 'bob');
    await process.delivering.show(runId);
    await lab.settle();
    expect(lab.place.messages[0]?.text).toContain('ended 13/13');
    await process.fanout.steer(runId, { kind: 'retry', lanes: [3], prompt: null, budgetUsd: null }, 'bob');
    await process.delivering.show(runId);
    await lab.settle();
    expect(lab.place.messages.find(({ tag }) => tag.key === 'lane:3')?.text).toBe('3 done: second');
  });

  it('edits its board at most every three seconds, and the last state arrives', async () => {
    const lab = createDeliveryLab(createScriptedModel(() => ({ hang: true })));
    const process = lab.start();
    const runId = await lab.ask(process, lanes(1));
    await lab.clock.advance(0);
    for (let second = 0; second < 30; second += 1) await lab.clock.advance(1_000);
    await process.fanout.steer(runId, { kind: 'stop' }, 'ann');
    await lab.settle();
    expect(lab.place.messages[0]?.text).toContain('ended');
    expect(lab.place.calls.filter(({ method }) => method === 'replace').length).toBeLessThanOrEqual(12);
  });

  it('asks on its board as soon as it asks, and says so as soon as it is answered', async () => {
    const lab = createDeliveryLab(createScriptedModel(() => ({ hang: true })));
    const process = lab.start();
    await lab.claimOnly('run');
    await process.fanout.ask(toTestRequest(lanes(5), { card: true, approved: false }), 'run');
    await process.delivering.show('run');
    const boardAfter = async (ms: number): Promise<string> => {
      for (let passedMs = 0; passedMs < ms; passedMs += 250) await lab.clock.advance(250);
      return lab.place.messages[0]?.text ?? '';
    };
    expect(await boardAfter(1_000)).toContain('asking 0/5');
    await process.fanout.steer('run', { kind: 'approve' }, 'ann');
    expect(await boardAfter(1_000)).toContain('running 0/5');
    await process.fanout.steer('run', { kind: 'stop' }, 'ann');
    await lab.settle();
  });

  it('whose board somebody deleted gets one more, and no third', async () => {
    const lab = createDeliveryLab(createScriptedModel(() => ({ hang: true })));
    const process = lab.start();
    const runId = await lab.ask(process, lanes(1), 'thread');
    await lab.clock.advance(1_000);
    const drop = () => lab.place.messages.splice(0, 1);
    drop();
    await process.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: 'other', budgetUsd: null }, 'ann');
    await lab.clock.advance(4_000);
    drop();
    await process.fanout.steer(runId, { kind: 'stop' }, 'ann');
    await lab.settle();
    expect(lab.place.calls.filter(({ method, key }) => method === 'post' && key === 'board').length).toBeLessThanOrEqual(2);
    expect(keys(lab)).toContain('answer:1');
  });

  it('that can not be shown in its place is told to the person who asked: that it goes on, how far, and the answer', async () => {
    const lab = createDeliveryLab(echo());
    lab.place.refuses = 'not in channel';
    await lab.ask(lab.start(), lanes(4));
    await lab.settle();
    expect(lab.place.messages).toEqual([]);
    expect(lab.place.told[0]).toMatch(/^begun .*\(not in channel\)$/);
    expect(lab.place.told.at(-1)).toBe('ended 4/4 ()');
    expect(lab.place.told.length).toBeLessThanOrEqual(5);
  });

  it('whose place breaks at its end says why with the answer, as it was not said before', async () => {
    const last = Promise.withResolvers<string>();
    const lab = createDeliveryLab(createScriptedModel((call) => (call.instruction.includes('lane 2') ? last.promise : 'one')));
    await lab.ask(lab.start(), lanes(2));
    await lab.clock.advance(10_000);
    lab.place.refuses = 'archived';
    last.resolve('two');
    await lab.settle();
    expect(lab.place.told).toEqual(['ended 2/2 (archived)']);
  });

  it('is asked aside for each yes that it waits for, once over a restart, where nobody sees its board', async () => {
    const lab = createDeliveryLab(echo());
    lab.place.refuses = 'not in channel';
    const first = lab.start();
    await lab.claimOnly('run');
    await first.fanout.ask(toTestRequest(lanes(20), { card: true, approved: false }), 'run');
    await first.delivering.show('run');
    await lab.clock.advance(5_000);
    expect(lab.place.told).toEqual(['begun 0/0 (not in channel)', 'begun 0/20 (not in channel)']);
    await first.fanout.steer('run', { kind: 'sample' }, 'ann');
    await lab.clock.advance(5_000);
    expect(lab.place.told.slice(2)).toEqual(['begun 3/20 (not in channel)']);
    await first.delivering.close();
    const second = lab.start();
    await second.delivering.resume(['run']);
    await lab.clock.advance(5_000);
    expect(lab.place.told).toHaveLength(3);
    await second.fanout.steer('run', { kind: 'release', correction: '' }, 'ann');
    await lab.settle();
    expect(lab.place.told.at(-1)).toBe('ended 20/20 ()');
    expect(lab.place.told.length).toBeLessThanOrEqual(5);
  });

  it('is posted again where nobody can tell whether it was: better twice than never', async () => {
    const lab = createDeliveryLab(echo());
    lab.place.canFind = false;
    let first = true;
    lab.place.fault = (method) => {
      const fault: Fault = method === 'post' && first ? 'lost' : 'ok';
      first = false;
      return fault;
    };
    await lab.ask(lab.start(), lanes(1));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'answer:1']);
  });
});

describe('one thing that fails', () => {
  it('holds up no other message: it rests, and comes again', async () => {
    const lab = createDeliveryLab(echo());
    let works = false;
    lab.place.fault = (method, key) => (method === 'post' && key === 'lane:1' && !works ? 'lost' : 'ok');
    await lab.ask(lab.start(), lanes(3));
    for (let minute = 0; minute < 5; minute += 1) await lab.clock.advance(60_000);
    expect(keys(lab)).toEqual(['board', 'lane:2', 'lane:3', 'answer:1', 'answer:2']);
    expect(await lab.unsettled()).toHaveLength(1);
    works = true;
    await lab.settle();
    expect(keys(lab)).toContain('lane:1');
  });

  it('holds up no lane that ends while it rests', async () => {
    const gate = Promise.withResolvers<string>();
    const lab = createDeliveryLab(
      createScriptedModel(({ instruction }) =>
        instruction.includes('wait') ? { hang: true } : instruction.includes('lane 2') ? gate.promise : 'one',
      ),
    );
    lab.place.fault = (method, key) => (method === 'post' && key === 'lane:1' ? 'lost' : 'ok');
    await lab.ask(lab.start(), [...lanes(2), 'wait for ever']);
    for (let second = 0; second < 40; second += 1) await lab.clock.advance(1_000);
    gate.resolve('two');
    for (let second = 0; second < 20; second += 1) await lab.clock.advance(1_000);
    expect(keys(lab)).toContain('lane:2');
  });

  it('is said in the thread where it is a file, and the asker is told nothing aside', async () => {
    const lab = createDeliveryLab(echo());
    lab.place.untaken = { text: /^lanes\.zip/, reason: 'no files here' };
    await lab.ask(lab.start(), lanes(13));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'answer:1', 'file:1:answer.md', 'unfiled:1']);
    expect(lab.place.messages.at(-1)?.text).toBe('without lanes.zip (no files here)');
    expect(lab.place.told).toEqual([]);
  });

  it('is tried again when it says something else', async () => {
    const lab = createDeliveryLab(echo());
    lab.place.untaken = { text: /^1 done/, reason: 'not like this' };
    const process = lab.start();
    const runId = await lab.ask(process, lanes(2));
    await lab.settle();
    expect(keys(lab)).not.toContain('lane:1');
    lab.place.untaken = null;
    await process.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: 'other', budgetUsd: null }, 'ann');
    await process.delivering.show(runId);
    await lab.settle();
    expect(keys(lab)).toContain('lane:1');
  });

  it('and was not to be expected is logged, and the run is shown all the same', async () => {
    const lab = createDeliveryLab(echo());
    let broken = true;
    const { post } = lab.place.poster;
    Object.assign(lab.place.poster, {
      post: async (...args: Parameters<typeof post>) => {
        if (broken && args[2].key === 'answer:1') {
          broken = false;
          throw new Error('a bug');
        }
        return await post(...args);
      },
    });
    await lab.ask(lab.start(), lanes(1));
    await lab.settle();
    expect(keys(lab)).toEqual(['board', 'answer:1']);
  });

  it('wakes nobody more often the longer a run waits', async () => {
    const lab = createDeliveryLab(createScriptedModel(() => ({ hang: true })));
    await lab.ask(lab.start(), lanes(1));
    const minute = async (): Promise<number> => {
      const before = lab.clock.slept.length;
      await lab.clock.advance(60_000);
      return lab.clock.slept.length - before;
    };
    const first = await minute();
    for (let more = 0; more < 8; more += 1) await minute();
    expect(await minute()).toBeLessThanOrEqual(first + 5);
    expect(lab.clock.pending).toBeLessThan(20);
  });

  it('is no claim without a run: it is settled at the next start', async () => {
    const lab = createDeliveryLab(echo());
    await lab.claimOnly('never-asked');
    const { delivering } = lab.start();
    await delivering.resume([]);
    await lab.clock.advance(1_000);
    expect(await lab.unsettled()).toEqual([]);
  });
});

describe('whatever fails and whoever dies', () => {
  it('each message of a run stands there once, and says what it should', async () => {
    const fault = fc.constantFrom<Fault>('ok', 'ok', 'ok', 'later', 'lost', 'lost after it was done');
    const death = fc.record({ at: fc.integer({ min: 1, max: 90 }), when: fc.constantFrom<'before' | 'after'>('before', 'after') });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fault, { maxLength: 40 }),
        fc.array(death, { maxLength: 4 }),
        async (count, faults, deaths) => {
          const lab = createDeliveryLab(echo());
          const left = [...faults];
          lab.place.fault = () => left.shift() ?? 'ok';
          let process = lab.start(deaths[0] ?? null);
          await lab.ask(process, lanes(count));
          for (const next of [...deaths.slice(1), null]) {
            await lab.clock.advance(20_000);
            if (!process.life.dead) break;
            process = lab.start(next);
            const { fanout, delivering } = process;
            void fanout.resume().then((runIds) => delivering.resume(runIds));
          }
          if ((await lab.asked()) === 0) return; // it died before the request was kept: the platform tells of it again
          process.life.dies = null;
          if (process.life.dead) {
            process = lab.start();
            const { fanout, delivering } = process;
            void fanout.resume().then((runIds) => delivering.resume(runIds));
          }
          await lab.settle();
          const seen = keys(lab);
          expect(new Set(seen).size).toBe(seen.length);
          expect([...seen].sort()).toEqual(
            expect.arrayContaining(['answer:1', 'board', ...(count > 1 ? lanes(count).map((_, at) => `lane:${at + 1}`) : [])]),
          );
          expect(lab.place.messages.find((it) => it.tag.key === 'board')?.text).toContain(`ended ${count}/${count} r1`);
        },
      ),
      { numRuns: 150 },
    );
  });
});
