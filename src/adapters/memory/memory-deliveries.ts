import { CLAIM_LIFE_MS, type Deliveries, type Delivery, type PostedMessage, type PostedMessages } from '#core/ports/deliveries.ts';

interface Kept {
  delivery: Delivery;
  settled: boolean;
}

/** Where runs are shown, as long as the process lives; `kept` is in the order claimed. */
export function createMemoryDeliveries(kept: Map<string, Kept> = new Map()): Deliveries {
  const claims = new Map<string, { readonly runId: string; readonly atMs: number }>();
  function findClaimed(keys: readonly string[]): Delivery | undefined {
    const claimed = keys.map((key) => claims.get(key)?.runId).find((runId) => runId !== undefined);
    return claimed === undefined ? undefined : kept.get(claimed)?.delivery;
  }

  return {
    async claim(keys, delivery, atMs) {
      for (const [key, claim] of claims) if (claim.atMs < atMs - CLAIM_LIFE_MS) claims.delete(key);
      const known = findClaimed(keys);
      const it = known ?? kept.get(delivery.runId)?.delivery ?? delivery;
      for (const key of keys) if (!claims.has(key)) claims.set(key, { runId: it.runId, atMs });
      if (!kept.has(it.runId)) kept.set(it.runId, { delivery: it, settled: false });
      return it;
    },
    async find(what) {
      if ('runId' in what) return kept.get(what.runId)?.delivery ?? null;
      if ('claims' in what) return findClaimed(what.claims) ?? null;
      const all = [...kept.values()].map((it) => it.delivery);
      return all.findLast(({ place, thread }) => place === what.place && thread === what.thread) ?? null;
    },
    async update(runId, { thread, settledAtMs }) {
      const it = kept.get(runId);
      if (it === undefined) return;
      if (thread !== undefined) it.delivery = { ...it.delivery, thread };
      if (settledAtMs !== undefined) it.settled = settledAtMs !== null;
      if (settledAtMs != null) it.delivery = { ...it.delivery, back: null };
    },
    unsettled: async (chat) => [...kept.values()].filter((it) => !it.settled && it.delivery.chat === chat).map((it) => it.delivery),
  };
}

export function createMemoryPostedMessages(): PostedMessages {
  const runs = new Map<string, Map<string, PostedMessage>>();
  return {
    read: async (runId) => [...(runs.get(runId)?.values() ?? [])],
    async write(runId, message) {
      const messages = runs.get(runId) ?? new Map<string, PostedMessage>();
      runs.set(runId, messages.set(message.key, message));
    },
  };
}
