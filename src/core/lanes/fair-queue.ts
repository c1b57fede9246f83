/** Whose a job is, and which model it asks. */
export interface Queued {
  readonly place: string;
  readonly asker: string;
  readonly runId: string;
  readonly pool: string;
}

/**
 * First come, first served within a run and a pool; in turn between the runs of a person, the people of a place, and the places. So a run of three lanes does not wait for one of a thousand, and nobody
 * gets more by asking for more. A closed pool holds up nobody else's jobs.
 */
export interface FairQueue<Item extends Queued> {
  add(item: Item): void;
  /** Whose turn it is, of those whose pool is not closed; null: nobody's. `scarce`: slots are what is short, so who holds fewest of them comes first, whose calls take long or not. */
  first(closed: ReadonlySet<string>, scarce: boolean): Item | null;
  /** Takes it out: it has a slot from now on, until `end`. */
  begin(item: Item): void;
  end(item: Item): void;
  /** Takes it out: nobody wants it any more. */
  drop(item: Item): void;
}

/** A place, a person there, or a run. Those without anything waiting or at work are forgotten. */
interface Party<Item> {
  readonly parties: Map<string, Party<Item>>;
  /** Of a run: what waits, by pool, in the order it came. */
  readonly items: Map<string, Set<Item>>;
  /** How many wait in each pool, of all its own. */
  readonly waiting: Map<string, number>;
  atWork: number;
  /** Grows with every turn; 0: it had none yet. */
  turn: number;
}

const createParty = <Item>(): Party<Item> => ({ parties: new Map(), items: new Map(), waiting: new Map(), atWork: 0, turn: 0 });

export function createFairQueue<Item extends Queued>(): FairQueue<Item> {
  const all = createParty<Item>();
  let turns = 0;

  /** From the whole to the run. */
  function pathOf({ place, asker, runId }: Item): Party<Item>[] {
    const path = [all];
    let party = all;
    for (const name of [place, asker, runId]) {
      const next = party.parties.get(name) ?? createParty<Item>();
      party.parties.set(name, next);
      path.push(next);
      party = next;
    }
    return path;
  }

  function forgetIdle(item: Item, path: readonly Party<Item>[]): void {
    const names = [item.place, item.asker, item.runId];
    for (let depth = 3; depth > 0; depth -= 1) {
      const party = path[depth];
      if (party !== undefined && party.atWork === 0 && party.waiting.size === 0) path[depth - 1]?.parties.delete(names[depth - 1] ?? '');
    }
  }

  function takeOut(item: Item, path: readonly Party<Item>[]): void {
    const run = path.at(-1);
    const items = run?.items.get(item.pool);
    if (run === undefined || items === undefined || !items.delete(item)) return;
    if (items.size === 0) run.items.delete(item.pool);
    for (const party of path) addTo(party.waiting, item.pool, -1);
  }

  return {
    add(item) {
      const path = pathOf(item);
      const run = path.at(-1) ?? all;
      const items = run.items.get(item.pool) ?? new Set();
      run.items.set(item.pool, items.add(item));
      for (const party of path) addTo(party.waiting, item.pool, 1);
    },
    first(closed, scarce) {
      let party = all;
      for (let depth = 0; depth < 3; depth += 1) {
        const next = firstOf(party.parties.values(), closed, scarce);
        if (next === null) return null;
        party = next;
      }
      for (const [pool, items] of party.items) if (!closed.has(pool)) for (const item of items) return item;
      return null;
    },
    begin(item) {
      const path = pathOf(item);
      takeOut(item, path);
      turns += 1;
      for (const party of path) {
        party.atWork += 1;
        party.turn = turns;
      }
    },
    end(item) {
      const path = pathOf(item);
      for (const party of path) party.atWork -= 1;
      forgetIdle(item, path);
    },
    drop(item) {
      const path = pathOf(item);
      takeOut(item, path);
      forgetIdle(item, path);
    },
  };
}

function addTo(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function firstOf<Item>(parties: Iterable<Party<Item>>, closed: ReadonlySet<string>, scarce: boolean): Party<Item> | null {
  let first: Party<Item> | null = null;
  for (const party of parties) {
    if (!canGo(party, closed)) continue;
    const goesBefore = first === null || (scarce && party.atWork !== first.atWork ? party.atWork < first.atWork : party.turn < first.turn);
    if (goesBefore) first = party;
  }
  return first;
}

function canGo<Item>({ waiting }: Party<Item>, closed: ReadonlySet<string>): boolean {
  if (closed.size === 0) return waiting.size > 0;
  for (const pool of waiting.keys()) if (!closed.has(pool)) return true;
  return false;
}
