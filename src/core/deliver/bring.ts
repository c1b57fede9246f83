import type { Clock } from '../ports/clock.ts';
import type { Delivery, PostedMessage, PostedMessages } from '../ports/deliveries.ts';
import type { Log } from '../ports/log.ts';
import type { Address, Budgets, Poster, Sent } from '../ports/poster.ts';
import { type Pace, URGENCY, type Urgency } from './pace.ts';
import { toVersion } from './version.ts';

/** Between tries where the platform names no time: doubles up to the most. */
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;

const toWaitMs = (tries: number): number => Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);

export interface BringDeps<C> {
  readonly poster: Poster<C>;
  readonly budgets: Budgets;
  readonly pace: Pace;
  readonly posted: PostedMessages;
  readonly clock: Clock;
  readonly log: Log;
}

/** A message as it should be. */
export interface Wanted<C> {
  /** Names the content: equal versions are equal messages. */
  readonly version: string;
  readonly content: C;
}

/** The place can't be written (any more): nothing more will get there. */
export class PlaceRefused extends Error {
  override readonly name = 'PlaceRefused';
  readonly reason: string;
  constructor(reason: string) {
    super(`the place can not be written: ${reason}`);
    this.reason = reason;
  }
}

/** The messages of one run, as they stand on the platform. One caller at a time for each key. */
export interface Bringer<C> {
  known(key: string): PostedMessage | undefined;
  keys(): readonly string[];
  /**
   * Posts or edits one message until it is as wanted, however long that takes, and exactly once over deaths of the process wherever the platform can be asked. `wanted` is asked when its turn has come, so what is sent is
   * the newest. Rejects with `PlaceRefused`, or with `signal.reason`.
   */
  bring(key: string, wanted: () => Wanted<C>, urgency: () => Urgency, signal: AbortSignal): Promise<void>;
  /** Takes a message away, if it is there. */
  remove(key: string, signal: AbortSignal): Promise<void>;
  /** Tells the person who asked, once, as far as that can be known; false when the platform refuses it. */
  tell(key: string, content: C, signal: AbortSignal): Promise<boolean>;
}

export async function createBringer<C>(delivery: Delivery, address: () => Address, deps: BringDeps<C>): Promise<Bringer<C>> {
  const { poster, budgets, pace, posted, clock, log } = deps;
  const { runId } = delivery;
  const book = new Map((await posted.read(runId)).map((message) => [message.key, message]));

  async function write(message: PostedMessage): Promise<void> {
    book.set(message.key, message);
    await posted.write(runId, message);
  }

  /** What `sent` means for the next try: how long to wait before it, with nobody else of that scope let by where the platform asked for time. */
  async function wait(
    sent: Extract<Sent, { kind: 'later' | 'unclear' }>,
    tries: number,
    scope: string,
    signal: AbortSignal,
  ): Promise<void> {
    if (sent.kind === 'later' && sent.afterMs !== null) pace.hold(scope, clock.now() + sent.afterMs);
    else await clock.sleep(toWaitMs(tries), signal);
  }

  function refuse(what: 'content' | 'message', reason: string, key: string): void {
    log.warn({ runId, key, what, reason }, 'a message was not taken');
  }

  /** The id that an earlier try of unknown end got; null when there is none, or no way to know: then a second one is better than none. */
  async function look(key: string, signal: AbortSignal): Promise<string | null> {
    for (let tries = 0; ; tries += 1) {
      const found = await poster.find(address(), { runId, key }, signal);
      if (found.kind === 'found') return found.messageId;
      if (found.kind === 'none') return null;
      if (found.kind === 'unknown') {
        log.warn({ runId, key }, 'it can not be told whether a message was posted: it is posted, perhaps again');
        return null;
      }
      await clock.sleep(found.afterMs ?? toWaitMs(tries), signal);
    }
  }

  /** `found`: an earlier try had posted it, as it was wanted then. */
  async function post(
    key: string,
    wanted: () => Wanted<C>,
    urgency: () => Urgency,
    reposted: boolean,
    signal: AbortSignal,
  ): Promise<'settled' | 'found'> {
    let mayExist = book.get(key)?.state === 'sending';
    for (let tries = 0; ; tries += 1) {
      const messageId = mayExist ? await look(key, signal) : null;
      if (messageId !== null) {
        await write({ key, state: 'posted', messageId, version: book.get(key)?.version ?? '', reposted });
        return 'found';
      }
      const to = address();
      const budget = budgets.post(to);
      await pace.turn(budget, urgency, signal);
      const { version, content } = wanted();
      await write({ key, state: 'sending', messageId: null, version, reposted });
      const sent = await poster.post(to, content, { runId, key }, signal);
      switch (sent.kind) {
        case 'sent':
          await write({ key, state: 'posted', messageId: sent.messageId, version, reposted });
          return 'settled';
        case 'refused':
          if (sent.what === 'place') throw new PlaceRefused(sent.reason);
          refuse(sent.what === 'message' ? 'message' : 'content', sent.reason, key);
          await write({ key, state: 'gone', messageId: null, version, reposted });
          return 'settled';
        default:
          mayExist = mayExist || sent.kind === 'unclear';
          await wait(sent, tries, budget.scope, signal);
      }
    }
  }

  /** False: the message is gone from the platform. */
  async function replace(
    row: PostedMessage & { readonly messageId: string },
    wanted: (() => Wanted<C>) | null,
    urgency: () => Urgency,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (let tries = 0; ; tries += 1) {
      const to = address();
      const budget = budgets.replace(to);
      await pace.turn(budget, urgency, signal);
      const now = wanted?.() ?? null;
      if (now !== null && now.version === row.version) return true;
      const sent = await poster.replace(to, row.messageId, now?.content ?? null, { runId, key: row.key }, signal);
      switch (sent.kind) {
        case 'sent':
          await write({
            ...row,
            ...(now === null ? { state: 'removed', messageId: null } : { messageId: sent.messageId, version: now.version }),
          });
          return true;
        case 'refused':
          if (sent.what === 'place') throw new PlaceRefused(sent.reason);
          if (sent.what === 'message') return false;
          refuse('content', sent.reason, row.key);
          await write({ ...row, version: now?.version ?? row.version });
          return true;
        default:
          await wait(sent, tries, budget.scope, signal);
      }
    }
  }

  return {
    known: (key) => book.get(key),
    keys: () => [...book.keys()],

    async bring(key, wanted, urgency, signal) {
      for (;;) {
        const row = book.get(key);
        if (row?.state === 'gone') return;
        if (row?.state !== 'posted' || row.messageId === null) {
          if ((await post(key, wanted, urgency, row?.reposted ?? false, signal)) === 'settled') return;
          continue;
        }
        if (row.version === wanted().version) return;
        if (await replace({ ...row, messageId: row.messageId }, wanted, urgency, signal)) return;
        if (row.reposted) return await write({ ...row, state: 'gone', messageId: null });
        log.info({ runId, key }, 'a message was deleted: it is posted once more');
        await post(key, wanted, urgency, true, signal);
        return;
      }
    },

    async remove(key, signal) {
      const row = book.get(key);
      if (row?.state === 'sending') {
        const messageId = await look(key, signal);
        await write({ ...row, state: messageId === null ? 'removed' : 'posted', messageId });
      }
      const now = book.get(key);
      if (now?.state !== 'posted' || now.messageId === null) return;
      const there = await replace({ ...now, messageId: now.messageId }, null, () => URGENCY.lane, signal);
      if (!there) await write({ ...now, state: 'removed', messageId: null });
    },

    async tell(key, content, signal) {
      const row = book.get(key);
      if (row !== undefined && row.state !== 'sending') return row.state === 'posted';
      const version = toVersion(content);
      await write({ key, state: 'sending', messageId: null, version, reposted: false });
      for (let tries = 0; ; tries += 1) {
        const sent = await poster.tell(
          { place: delivery.place, person: delivery.person, back: delivery.back },
          content,
          { runId, key },
          signal,
        );
        if (sent.kind === 'sent' || sent.kind === 'refused') {
          const told = sent.kind === 'sent';
          if (!told) log.warn({ runId, key, reason: sent.reason }, 'the person who asked could not be told');
          await write({ key, state: told ? 'posted' : 'gone', messageId: told ? sent.messageId : null, version, reposted: false });
          return told;
        }
        await clock.sleep(sent.kind === 'later' && sent.afterMs !== null ? sent.afterMs : toWaitMs(tries), signal);
      }
    },
  };
}
