/** First come, first served within a run, round robin between runs: a run of three lanes does not wait for one of a thousand. */
export interface FairQueue<Item extends { readonly runId: string }> {
  add(item: Item): void;
  /** The next one, or null when it is empty. */
  take(): Item | null;
  /** Takes out all that match. */
  remove(matches: (item: Item) => boolean): Item[];
}

export function createFairQueue<Item extends { readonly runId: string }>(): FairQueue<Item> {
  // A Map keeps the order in which runs joined; a run that was served goes to its end.
  const runs = new Map<string, Item[]>();
  return {
    add(item) {
      const items = runs.get(item.runId);
      if (items === undefined) runs.set(item.runId, [item]);
      else items.push(item);
    },
    take() {
      for (const [runId, items] of runs) {
        const item = items.shift();
        runs.delete(runId);
        if (items.length > 0) runs.set(runId, items);
        if (item !== undefined) return item;
      }
      return null;
    },
    remove(matches) {
      const removed: Item[] = [];
      for (const [runId, items] of [...runs]) {
        removed.push(...items.filter(matches));
        const kept = items.filter((item) => !matches(item));
        if (kept.length === 0) runs.delete(runId);
        else runs.set(runId, kept);
      }
      return removed;
    },
  };
}
