import { describe, expect, it } from 'vitest';
import { steered } from '#test/fakes/change-answer.ts';
import { createDeliveryLab, type DeliveryLab } from '#test/fakes/delivery-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';

const WORDS = 'new: write a poem about the sea';
const createPoet = () => createDeliveryLab(createScriptedModel(steered((call) => `said ${call.instruction.split('\n')[0]?.slice(0, 40)}`)));

/** What stands in the thread of the first run, and which run it is of. */
const inThread = ({ place }: DeliveryLab, thread: string) =>
  place.messages.filter((message) => message.thread === thread).map(({ tag, text }) => ({ key: tag.key, runId: tag.runId, text }));

describe('a run that begins out of words about another', () => {
  it('is shown in the thread in which they were said, whole', async () => {
    const lab = createPoet();
    const process = lab.start();
    const runId = await lab.ask(process, ['one', 'two'], 'the thread');
    await lab.settle();
    await process.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
    await process.delivering.show(runId);
    await lab.settle();
    const began = (await process.fanout.watch.now(runId)).begun[0]?.runId ?? '';
    const news = inThread(lab, 'the thread').filter((message) => message.runId === began || message.key === 'said:e1');
    expect(news.map(({ key }) => key)).toEqual(['said:e1', 'board', 'answer:1', 'answer:2']);
    expect(news[0]?.text).toContain(`run ${began} began`);
    // In a thread that is there already no board says who asked.
    expect(news[1]?.text).toBe('ended 1/1 r1');
    expect(news[2]?.text).toContain('poem');
    expect(lab.place.messages.every(({ thread }) => thread === 'the thread')).toBe(true);
  });

  it('is shown once where the other is shown again, in this process and the next', async () => {
    const lab = createPoet();
    const first = lab.start();
    const runId = await lab.ask(first, ['one', 'two'], 'the thread');
    await lab.settle();
    await first.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
    await first.delivering.show(runId);
    await lab.settle();
    const calls = lab.place.calls.length;
    const messages = lab.place.messages.length;
    await first.delivering.show(runId);
    await lab.settle();
    await first.delivering.close();
    await first.fanout.close();
    const second = lab.start();
    await second.delivering.resume(await second.fanout.resume());
    await second.delivering.show(runId);
    await lab.settle();
    expect(lab.place.messages).toHaveLength(messages);
    expect(lab.place.calls).toHaveLength(calls);
  });

  it('is shown in that thread, once, whenever the process dies', async () => {
    const live = async (at: number | null) => {
      const lab = createPoet();
      const calm = lab.start();
      const runId = await lab.ask(calm, ['one'], 'the thread');
      await lab.settle();
      await calm.delivering.close();
      await calm.fanout.close();
      const wild = lab.start(at === null ? null : { at, when: at % 2 === 0 ? 'before' : 'after' });
      const said = async ({ fanout, delivering }: typeof wild): Promise<void> => {
        await fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
        await delivering.show(runId);
      };
      void said(wild);
      for (let waits = 0; waits < 100 && !wild.life.dead; waits += 1) await lab.clock.advance(200);
      const next = lab.start();
      await next.delivering.resume(await next.fanout.resume());
      // Told again, as platforms do.
      await said(next);
      await lab.settle();
      const runs = new Set(inThread(lab, 'the thread').map((message) => message.runId));
      expect([...runs], String(at)).toHaveLength(2);
      const keys = inThread(lab, 'the thread').flatMap((message) => (message.runId === runId ? [] : [message.key]));
      expect(keys, String(at)).toEqual(['board', 'answer:1', 'answer:2']);
      expect(
        lab.place.messages.filter(({ tag }) => tag.key === 'said:e1'),
        String(at),
      ).toHaveLength(1);
      expect(await lab.unsettled()).toEqual([]);
      return wild.life.calls;
    };
    const calls = await live(null);
    for (let at = 1; at <= calls; at += 3) await live(at);
  });
});
