/** Whose a job is, and which model it asks. */
export interface Queued {
  readonly workspace: string;
  readonly asker: string;
  readonly runId: string;
  readonly pool: string;
}

/**
 * First come, first served within a run and a pool; in turn between the runs of a person, the people of a workspace, and the workspaces. So a run of three lanes does not wait for one of a thousand, and
 * nobody gets more by asking for more. Who has a share of three gets three turns where others get one, and no more than others where these want nothing. A closed pool holds up nobody else's jobs.
 */
export interface FairQueue<Item extends Queued> {
  add(item: Item): void;
  /** Whose turn it is, of those whose pool is not closed; null: nobody's. `scarce`: slots are what is short, so whoever holds as many as are theirs comes after the others, whose calls take long or not. */
  first(closed: ReadonlySet<string>, scarce: boolean): Item | null;
  /** Takes it out: it has a slot from now on, until `end`. */
  begin(item: Item): void;
  end(item: Item): void;
  /** Takes it out: nobody wants it any more. */
  drop(item: Item): void;
}

/** By workspace (`slack:T1`) and person (`slack:T1/U1`), how many times the usual share is theirs: above 0. Whoever is not named has one. */
export type Shares = ReadonlyMap<string, number>;

/** A workspace, a person there, or a run. Those without anything waiting or at work are forgotten. */
interface Party<Item> {
  readonly parties: Map<string, Party<Item>>;
  /** Of a run: what waits, by pool, in the order it came. */
  readonly items: Map<string, Set<Item>>;
  /** How many wait in each pool, of all its own. */
  readonly waiting: Map<string, number>;
  readonly share: number;
  atWork: number;
  /** Where its next turn lies on the time of the party it belongs to: one turn of a share of one is one long. A time that has gone by is no credit: it counts as now. */
  due: number;
  /** The time of its own parties: the earliest turn of those that wanted the last one, from the same pool. */
  time: number;
  /** Grows with every turn, and says who waits longest where turns lie equal; 0: it had none yet. */
  turn: number;
}

export function createFairQueue<Item extends Queued>(shares: Shares = new Map()): FairQueue<Item> {
  const createParty = (name: string): Party<Item> => ({
    parties: new Map(),
    items: new Map(),
    waiting: new Map(),
    share: shares.get(name) ?? 1,
    atWork: 0,
    due: 0,
    time: 0,
    turn: 0,
  });
  const all = createParty('');
  let turns = 0;

  /** From the whole to the run. */
  function pathOf({ workspace, asker, runId }: Item): Party<Item>[] {
    const path = [all];
    let party = all;
    for (const name of [workspace, asker, runId]) {
      const next = party.parties.get(name) ?? createParty(name);
      party.parties.set(name, next);
      path.push(next);
      party = next;
    }
    return path;
  }

  function forgetIdle(item: Item, path: readonly Party<Item>[]): void {
    const names = [item.workspace, item.asker, item.runId];
    for (let depth = 3; depth > 0; depth -= 1) {
      const party = path[depth];
      if (party !== undefined && party.atWork === 0 && party.waiting.size === 0) path[depth - 1]?.parties.delete(names[depth - 1] ?? '');
    }
  }

  function giveTurn(party: Party<Item>, above: Party<Item>, pool: string): void {
    turns += 1;
    party.turn = turns;
    let earliest = dueOf(party, above);
    // Of those only that could have had it: whoever waits for a closed pool would make time stand still, and who comes new would have all that the others had meanwhile.
    for (const other of above.parties.values()) if (other.waiting.has(pool)) earliest = Math.min(earliest, dueOf(other, above));
    party.due = dueOf(party, above) + 1 / party.share;
    above.time = earliest;
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
        const next = firstOf(party, closed, scarce);
        if (next === null) return null;
        party = next;
      }
      for (const [pool, items] of party.items) if (!closed.has(pool)) for (const item of items) return item;
      return null;
    },
    begin(item) {
      const path = pathOf(item);
      // Before it is taken out: its own turn counts for the time of the others.
      path.forEach((party, depth) => {
        const above = path[depth - 1];
        if (above !== undefined) giveTurn(party, above, item.pool);
        party.atWork += 1;
      });
      takeOut(item, path);
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

function sumOf<Of>(all: Iterable<Of>, pick: (it: Of) => number): number {
  let sum = 0;
  for (const it of all) sum += pick(it);
  return sum;
}

const dueOf = <Item>(party: Party<Item>, above: Party<Item>): number => Math.max(party.due, above.time);

function firstOf<Item>(above: Party<Item>, closed: ReadonlySet<string>, scarce: boolean): Party<Item> | null {
  const whole = sumOf(above.parties.values(), ({ share }) => share);
  const isOver = ({ atWork, share }: Party<Item>): boolean => scarce && atWork + 1 > Math.ceil(((above.atWork + 1) * share) / whole);
  /** Above 0: `one` goes after `other`. */
  const compare = (one: Party<Item>, other: Party<Item>): number =>
    Number(isOver(one)) - Number(isOver(other)) || dueOf(one, above) - dueOf(other, above) || one.turn - other.turn;
  let first: Party<Item> | null = null;
  for (const party of above.parties.values()) if (canGo(party, closed) && (first === null || compare(party, first) < 0)) first = party;
  return first;
}

function canGo<Item>({ waiting }: Party<Item>, closed: ReadonlySet<string>): boolean {
  if (closed.size === 0) return waiting.size > 0;
  for (const pool of waiting.keys()) if (!closed.has(pool)) return true;
  return false;
}
