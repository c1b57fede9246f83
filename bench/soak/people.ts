import type { Random } from '#test/fakes/random.ts';
import type { SaidEvent } from './wire.ts';

/** Requests of every kind: rules, lists, lanes of a result, digests, budgets, a quorum, a deadline, a question back. */
const REQUESTS: readonly string[] = [
  'translate into French, German and Spanish: the quarter closed well, and the next one begins with a new product.',
  'write a haiku about each of: the sea, the moon, a fox, an old pond, snow',
  'name 5 computer scientists and for each write one sentence',
  'list 5 computer scientists, then write a sentence about each',
  'research solar power, then draft a post, then review it',
  'give me 3 variants of a slogan for a bakery',
  'translate into French, German, Italian and Dutch, then write one digest: rain in the north, sun in the south.',
  '--budget 0.01 write a paragraph about each of: Rome, Paris, Madrid, Lisbon, Vienna, Prague',
  '--quorum 50% write a sentence about each of: iron, copper, tin, lead, zinc, gold, silver, nickel',
  '--deadline 3s write a sentence about each of: oak, elm, ash, beech, pine, larch',
  'translate this',
  'name 20 inventors',
];

/** What is said in a run's thread while it goes on, or after. */
const STEERING: readonly string[] = [
  'retry',
  'retry lane 1',
  'skip lane 2',
  'merge now',
  'stop',
  'yes',
  'make it shorter',
  'lane 1: shorter',
  'also Oslo',
  'status',
];

/** One in three events is told again, at once or later, as platforms do. */
const AGAIN = 0.33;

/** People at work: whose events are told until somebody takes them, each by its name. */
export interface People {
  /** One more event, now and then about a run of before. Told again until it was taken. */
  speak(): void;
  /** Events that were not taken yet. */
  waiting(): number;
  /** By the thread that each request began (one run each): how often people said there that lanes are to be done again. */
  threads(): ReadonlyMap<string, number>;
  told(): { readonly events: number; readonly deliveries: number };
  stop(): void;
}

/** `port`: where the present Fanout listens; null while there is none. */
export function createPeople(random: Random, port: () => number | null): People {
  const threads: { readonly place: string; readonly thread: string }[] = [];
  const open = new Set<SaidEvent>();
  const busy = new Set<SaidEvent>();
  const retries = new Map<string, number>();
  let events = 0;
  let deliveries = 0;

  async function deliver(event: SaidEvent): Promise<boolean> {
    const at = port();
    if (at === null) return false;
    deliveries += 1;
    try {
      const response = await fetch(`http://127.0.0.1:${at}/`, {
        method: 'POST',
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(10_000),
      });
      return response.ok;
    } catch {
      // It died with it, or before: told again to the next one.
      return false;
    }
  }

  async function tell(event: SaidEvent): Promise<void> {
    if (busy.has(event)) return;
    busy.add(event);
    const isTaken = await deliver(event);
    busy.delete(event);
    if (isTaken && !random.chance(AGAIN)) open.delete(event);
  }

  const telling = setInterval(() => {
    for (const event of open) void tell(event);
  }, 300);

  return {
    speak() {
      events += 1;
      const old = threads[threads.length - 1 - random.below(Math.min(threads.length, 10) || 1)];
      const claim = `event ${events}`;
      const pick = (texts: readonly string[]): string => texts[random.below(texts.length)] ?? '';
      if (old !== undefined && random.chance(0.4)) {
        const text = pick(STEERING);
        if (text.startsWith('retry')) retries.set(old.thread, (retries.get(old.thread) ?? 0) + 1);
        open.add({ claim, ...old, inThread: true, text });
      } else {
        const it = { place: `channel ${random.below(8)}`, thread: `t${events}` };
        threads.push(it);
        open.add({ claim, ...it, inThread: false, text: pick(REQUESTS) });
      }
      for (const event of open) void tell(event);
    },
    waiting: () => open.size,
    threads: () => new Map(threads.map(({ thread }) => [thread, retries.get(thread) ?? 0])),
    told: () => ({ events, deliveries }),
    stop: () => clearInterval(telling),
  };
}
