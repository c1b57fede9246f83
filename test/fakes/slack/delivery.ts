import { setImmediate as turn } from 'node:timers/promises';
import type { Ack, Outbound, Retry, Transport } from './outbound.ts';
import type { Fields } from './refusal.ts';

/** One event on its way to the app, with every attempt. */
export interface Delivery {
  readonly body: Fields;
  readonly attempts: readonly Ack[];
  readonly isAcked: boolean;
}

export interface Courier {
  /** Commands, buttons and forms: once, never again. */
  once(out: Outbound): Promise<Ack>;
  /** Events: at once again when they fail; Slack's third and fourth attempt, after minutes, are the test's to make. */
  event(body: Fields, retry?: Retry): Promise<Delivery>;
  /** Sends what waited for a socket. */
  flush(): Promise<Delivery[]>;
  /** From now on events wait, until `release`. */
  hold(): void;
  /** Sends what was held: in the order in which it happened, the newest first, or each one twice. */
  release(order?: 'as it was' | 'newest first' | 'twice'): Promise<Delivery[]>;
  deliveries(): readonly Delivery[];
}

const NOBODY: Ack = { status: 0, body: '', ms: 0, failure: 'connection' };

const isGood = ({ status }: Ack): boolean => status >= 200 && status < 300;

const reasonOf = ({ failure }: Ack): Retry['reason'] =>
  failure === 'timeout' ? 'http_timeout' : failure === 'connection' ? 'connection_failed' : 'http_error';

/** `transports` in the order in which they are tried: the first that has somebody at the other end. */
export function createCourier(transports: readonly Transport[], retries: boolean): Courier {
  const journal: Delivery[] = [];
  let waiting: Fields[] = [];
  let held: Fields[] | null = null;

  function dispatch(out: Outbound): Promise<Ack> | null {
    for (const transport of transports) {
      const sent = transport.send(out);
      if (sent !== null) return sent;
    }
    return null;
  }

  async function event(body: Fields, retry?: Retry): Promise<Delivery> {
    const attempts: Ack[] = [];
    if (held !== null) {
      held.push(body);
      return { body, attempts, isAcked: false };
    }
    const first = dispatch({ kind: 'event', payload: body, ...(retry !== undefined && { retry }) });
    // With nobody there it waits for the app to come back.
    if (first === null) waiting.push(body);
    else attempts.push(await first);
    const [ack] = attempts;
    if (ack !== undefined && !isGood(ack) && retries) {
      await turn();
      const again = dispatch({ kind: 'event', payload: body, retry: { num: (retry?.num ?? 0) + 1, reason: reasonOf(ack) } });
      if (again !== null) attempts.push(await again);
    }
    const delivery = { body, attempts, isAcked: attempts.some(isGood) };
    journal.push(delivery);
    return delivery;
  }

  return {
    once: async (out) => (await dispatch(out)) ?? NOBODY,
    event,
    flush: () => {
      const bodies = waiting;
      waiting = [];
      return Promise.all(bodies.map((body) => event(body, { num: 1, reason: 'timeout' })));
    },
    hold: () => {
      held ??= [];
    },
    release: async (order = 'as it was') => {
      const bodies = held ?? [];
      held = null;
      const queue = order === 'newest first' ? bodies.reverse() : order === 'twice' ? bodies.flatMap((body) => [body, body]) : bodies;
      const sent: Delivery[] = [];
      for (const body of queue) sent.push(await event(body));
      return sent;
    },
    deliveries: () => journal,
  };
}
