import { describe, expect, it } from 'vitest';
import type { Deliveries, Delivery, PostedMessage, PostedMessages } from '#core/ports/deliveries.ts';

const DAY_MS = 86_400_000;

const delivery = (runId: string, change: Partial<Delivery> = {}): Delivery => ({
  runId,
  chat: 'slack',
  place: 'T1/C1',
  thread: null,
  person: 'U1',
  back: null,
  ...change,
});

const posted = (key: string, change: Partial<PostedMessage> = {}): PostedMessage => ({
  key,
  state: 'posted',
  messageId: `m-${key}`,
  version: 'v1',
  reposted: false,
  ...change,
});

export function deliveriesContract(name: string, open: () => Deliveries): void {
  describe(`Deliveries contract: ${name}`, () => {
    it('gives one run to one event, whichever of its names it comes again under', async () => {
      const deliveries = open();
      const first = await deliveries.claim(['event:1', 'message:7'], delivery('r1'), 1);
      expect(first.runId).toBe('r1');
      expect((await deliveries.claim(['event:2', 'message:7'], delivery('r2'), 2)).runId).toBe('r1');
      expect((await deliveries.claim(['event:2'], delivery('r3'), 3)).runId).toBe('r1');
      expect((await deliveries.claim(['event:4'], delivery('r4'), 4)).runId).toBe('r4');
      expect(await deliveries.find({ runId: 'r2' })).toBeNull();
      expect(await deliveries.find({ claims: ['event:9', 'message:7'] })).toMatchObject({ runId: 'r1' });
      expect(await deliveries.find({ claims: ['event:9'] })).toBeNull();
    });

    it('has further names stand for a run that is shown already, and leaves it as it is', async () => {
      const deliveries = open();
      await deliveries.claim(['event:1'], delivery('r1', { thread: '17.1' }), 1);
      await deliveries.update('r1', { settledAtMs: 2 });
      expect(await deliveries.claim(['told:2', 'told:3'], delivery('r1', { person: 'U2' }), 3)).toEqual(delivery('r1', { thread: '17.1' }));
      expect(await deliveries.find({ claims: ['told:3'] })).toEqual(delivery('r1', { thread: '17.1' }));
      expect(await deliveries.find({ runId: 'r1' })).toMatchObject({ thread: '17.1', person: 'U1' });
      expect(await deliveries.unsettled('slack')).toEqual([]);
    });

    it('forgets a name after two days', async () => {
      const deliveries = open();
      await deliveries.claim(['event:1'], delivery('r1'), 0);
      expect((await deliveries.claim(['event:1'], delivery('r2'), 2 * DAY_MS - 1)).runId).toBe('r1');
      expect((await deliveries.claim(['event:1'], delivery('r3'), 2 * DAY_MS + 1)).runId).toBe('r3');
    });

    it('finds a run by its thread once that has begun: the newest one', async () => {
      const deliveries = open();
      await deliveries.claim(['a'], delivery('r1', { thread: '17.1' }), 1);
      await deliveries.claim(['b'], delivery('r2'), 2);
      expect(await deliveries.find({ place: 'T1/C1', thread: '17.2' })).toBeNull();
      await deliveries.update('r2', { thread: '17.1' });
      expect(await deliveries.find({ place: 'T1/C1', thread: '17.1' })).toMatchObject({ runId: 'r2', thread: '17.1' });
      expect(await deliveries.find({ place: 'T2/C1', thread: '17.1' })).toBeNull();
    });

    it('lists what is not settled of one chat, oldest first', async () => {
      const deliveries = open();
      await deliveries.claim(['a'], delivery('r1'), 1);
      await deliveries.claim(['b'], delivery('r2'), 2);
      await deliveries.claim(['c'], delivery('r3', { chat: 'discord' }), 3);
      await deliveries.claim(['d'], delivery('r4'), 4);
      await deliveries.update('r1', { settledAtMs: 9 });
      expect((await deliveries.unsettled('slack')).map((it) => it.runId)).toEqual(['r2', 'r4']);
      await deliveries.update('r1', { settledAtMs: null });
      expect((await deliveries.unsettled('slack')).map((it) => it.runId)).toEqual(['r1', 'r2', 'r4']);
    });

    it('keeps the way back until all is delivered, and no longer', async () => {
      const deliveries = open();
      const back = { address: 'https://hooks.example/x', untilMs: 99 };
      await deliveries.claim(['a'], delivery('r1', { back }), 1);
      expect((await deliveries.find({ runId: 'r1' }))?.back).toEqual(back);
      await deliveries.update('r1', { settledAtMs: 9 });
      expect((await deliveries.find({ runId: 'r1' }))?.back).toBeNull();
    });
  });
}

export function postedMessagesContract(name: string, open: () => PostedMessages): void {
  describe(`PostedMessages contract: ${name}`, () => {
    it('gives back what was written, in the order first written, the newest of each key', async () => {
      const messages = open();
      await messages.write('r1', posted('board', { state: 'sending', messageId: null }));
      await messages.write('r1', posted('lane:1'));
      await messages.write('r2', posted('board'));
      await messages.write('r1', posted('board', { version: 'v2', reposted: true }));
      expect(await messages.read('r1')).toEqual([posted('board', { version: 'v2', reposted: true }), posted('lane:1')]);
      expect(await messages.read('r3')).toEqual([]);
    });
  });
}
