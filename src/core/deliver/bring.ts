import type { Clock } from '../ports/clock.ts';
import type { Delivery, PostedMessage, PostedMessages } from '../ports/deliveries.ts';
import type { Log } from '../ports/log.ts';
import type { Address, Budgets, Poster, Sent } from '../ports/poster.ts';
import { type Pace, type Standing, URGENCY } from './pace.ts';
import { PlaceRefused } from './place-refused.ts';
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

/** The platform named a time: no try that came to nothing. */
const isAsked = (sent: Sent): boolean => sent.kind === 'later' && sent.afterMs !== null;

/** A message as it should be. */
export interface Wanted<C> {
  /** Names the content: equal versions are equal messages. */
  readonly version: string;
  readonly content: C;
}

/** The messages of one run, as they stand on the platform. One caller at a time for each key. */
export interface Bringer<C> {
  known(key: string): PostedMessage | undefined;
  keys(): readonly string[];
  /**
   * Posts or edits one message until it is as wanted, exactly once over deaths of the process wherever the platform can be asked. `wanted` is asked when its turn has come, so what is sent is the newest. False when it gave way
   * after `mostTries` that came to nothing (waits that the platform asked for are none): bring it again later, and others before. Rejects with `PlaceRefused`, or with `signal.reason`.
   */
  bring(key: string, wanted: () => Wanted<C>, standing: () => Standing, mostTries: number, signal: AbortSignal): Promise<boolean>;
  /** Why the platform does not take the content of that message; null where it does, or nobody tried. */
  refusal(key: string): string | null;
  /** Takes a message away, if it is there. Gives way as `bring` does. */
  remove(key: string, mostTries: number, signal: AbortSignal): Promise<boolean>;
  /** Tells the person who asked, once, as far as that can be known; false when the platform refuses it. */
  tell(key: string, content: C, signal: AbortSignal): Promise<boolean>;
}

/** A file shows up in its conversation some seconds after it was shared (Slack): so long after the first look follows a second. In milliseconds. */
const FILE_SHOWS_MS = 5_000;

/** `sinceMs`: nothing of the run was posted before then. */
export async function createBringer<C>(
  delivery: Delivery,
  address: () => Address,
  sinceMs: number,
  deps: BringDeps<C>,
): Promise<Bringer<C>> {
  const { poster, budgets, pace, posted, clock, log } = deps;
  const { runId } = delivery;
  const refusals = new Map<string, string>();
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
    refusals.set(key, reason);
    log.warn({ runId, key, what, reason }, 'a message was not taken');
  }

  /** The id that an earlier try of unknown end got; null when there is none, or no way to know: then a second one is better than none. */
  async function look(key: string, signal: AbortSignal): Promise<string | null> {
    for (let tries = 0; ; tries += 1) {
      const found = await poster.find(address(), { runId, key }, sinceMs, signal);
      if (found.kind === 'found') return found.messageId;
      if (found.kind === 'none' && key.startsWith('file:') && tries === 0) {
        await clock.sleep(FILE_SHOWS_MS, signal);
        continue;
      }
      if (found.kind === 'none') return null;
      if (found.kind === 'unknown') {
        log.warn({ runId, key }, 'it can not be told whether a message was posted: it is posted, perhaps again');
        return null;
      }
      await clock.sleep((found.kind === 'later' ? found.afterMs : null) ?? toWaitMs(tries), signal);
    }
  }

  /** `found`: an earlier try had posted it, as it was wanted then. */
  async function post(
    key: string,
    wanted: () => Wanted<C>,
    standing: () => Standing,
    reposted: boolean,
    mostTries: number,
    signal: AbortSignal,
  ): Promise<'settled' | 'found' | 'gave way'> {
    let mayExist = book.get(key)?.state === 'sending';
    for (let tries = 0; tries < mostTries; ) {
      const messageId = mayExist ? await look(key, signal) : null;
      if (messageId !== null) {
        await write({ key, state: 'posted', messageId, version: book.get(key)?.version ?? '', reposted });
        return 'found';
      }
      const to = address();
      const budget = budgets.post(to);
      await pace.turn(budget, standing, signal);
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
          if (!isAsked(sent)) tries += 1;
      }
    }
    return 'gave way';
  }

  /** `gone`: the message is gone from the platform. */
  async function replace(
    row: PostedMessage & { readonly messageId: string },
    wanted: (() => Wanted<C>) | null,
    standing: () => Standing,
    mostTries: number,
    signal: AbortSignal,
  ): Promise<'settled' | 'gone' | 'gave way'> {
    for (let tries = 0; tries < mostTries; ) {
      const to = address();
      const budget = budgets.replace(to);
      await pace.turn(budget, standing, signal);
      const now = wanted?.() ?? null;
      if (now !== null && now.version === row.version) return 'settled';
      const sent = await poster.replace(to, row.messageId, now?.content ?? null, { runId, key: row.key }, signal);
      switch (sent.kind) {
        case 'sent':
          await write({
            ...row,
            ...(now === null ? { state: 'removed', messageId: null } : { messageId: sent.messageId, version: now.version }),
          });
          return 'settled';
        case 'refused':
          if (sent.what === 'place') throw new PlaceRefused(sent.reason);
          if (sent.what === 'message') return 'gone';
          refuse('content', sent.reason, row.key);
          await write({ ...row, version: now?.version ?? row.version });
          return 'settled';
        default:
          await wait(sent, tries, budget.scope, signal);
          if (!isAsked(sent)) tries += 1;
      }
    }
    return 'gave way';
  }

  return {
    known: (key) => book.get(key),
    keys: () => [...book.keys()],

    refusal: (key) => refusals.get(key) ?? null,

    async bring(key, wanted, standing, mostTries, signal) {
      for (;;) {
        const row = book.get(key);
        // For good when a person deleted it twice; what the platform did not take, it may take when it says something else.
        if (row?.state === 'gone' && (row.reposted || row.version === wanted().version)) return true;
        if (row?.state !== 'posted' || row.messageId === null) {
          const end = await post(key, wanted, standing, row?.reposted ?? false, mostTries, signal);
          if (end !== 'found') return end === 'settled';
          continue;
        }
        if (row.version === wanted().version) return true;
        const end = await replace({ ...row, messageId: row.messageId }, wanted, standing, mostTries, signal);
        if (end !== 'gone') return end === 'settled';
        if (row.reposted) {
          await write({ ...row, state: 'gone', messageId: null });
          return true;
        }
        log.info({ runId, key }, 'a message was deleted: it is posted once more');
        await write({ ...row, state: 'removed', messageId: null, reposted: true });
      }
    },

    async remove(key, mostTries, signal) {
      const row = book.get(key);
      if (row?.state === 'sending') {
        const messageId = await look(key, signal);
        await write({ ...row, state: messageId === null ? 'removed' : 'posted', messageId });
      }
      const now = book.get(key);
      if (now?.state !== 'posted' || now.messageId === null) return true;
      const standing: Standing = { urgency: URGENCY.lane, sinceMs: clock.now() };
      const end = await replace({ ...now, messageId: now.messageId }, null, () => standing, mostTries, signal);
      if (end === 'gone') await write({ ...now, state: 'removed', messageId: null });
      return end !== 'gave way';
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
