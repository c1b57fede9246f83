import type Database from 'better-sqlite3';
import { CLAIM_LIFE_MS, type Deliveries, type Delivery, type PostedMessage, type PostedMessages } from '#core/ports/deliveries.ts';

interface DeliveryRow {
  readonly run_id: string;
  readonly chat: string;
  readonly place: string;
  readonly thread: string | null;
  readonly person: string;
  readonly back: string | null;
}

/** Where runs are shown, in SQLite. Each call is one transaction. */
export function createSqliteDeliveries(database: Database.Database): Deliveries {
  const selectClaim = database.prepare('select run_id from claims where key = ?').pluck();
  const insertClaim = database.prepare('insert or ignore into claims (key, run_id, at_ms) values (?, ?, ?)');
  const deleteClaims = database.prepare('delete from claims where at_ms < ?');
  const insert = database.prepare(
    'insert or ignore into deliveries (run_id, chat, place, thread, person, back, settled, at_ms) values (?, ?, ?, ?, ?, ?, 0, ?)',
  );
  const selectRun = database.prepare('select * from deliveries where run_id = ?');
  const selectThread = database.prepare('select * from deliveries where place = ? and thread = ? order by at_ms desc, rowid desc limit 1');
  const selectUnsettled =
    database.prepare(`select * from deliveries where chat = ? and (settled = 0 or settled < (select coalesce(ended_at_ms, settled + 1) from runs where runs.run_id = deliveries.run_id))
     order by at_ms, rowid`);
  const setThread = database.prepare('update deliveries set thread = ? where run_id = ?');
  const setSettled = database.prepare('update deliveries set settled = ?, back = case when ? > 0 then null else back end where run_id = ?');

  const find = (runId: string): Delivery | null => toDelivery(selectRun.get(runId) as DeliveryRow | undefined);

  function findClaimed(keys: readonly string[]): Delivery | null {
    const claimed = keys.map((key) => selectClaim.get(key) as string | undefined).find((runId) => runId !== undefined);
    return claimed === undefined ? null : find(claimed);
  }

  const claim = database.transaction((keys: readonly string[], delivery: Delivery, atMs: number): Delivery => {
    deleteClaims.run(atMs - CLAIM_LIFE_MS);
    const known = findClaimed(keys);
    const runId = known?.runId ?? delivery.runId;
    for (const key of keys) insertClaim.run(key, runId, atMs);
    if (known !== null) return known;
    const { chat, place, thread, person, back } = delivery;
    insert.run(delivery.runId, chat, place, thread, person, back === null ? null : JSON.stringify(back), atMs);
    return find(delivery.runId) ?? delivery;
  });

  const update = database.transaction(
    (runId: string, { thread, settledAtMs }: { readonly thread?: string; readonly settledAtMs?: number | null }) => {
      if (thread !== undefined) setThread.run(thread, runId);
      // Once all is delivered the way back is of no more use; it is a secret, so it does not stay.
      if (settledAtMs !== undefined) setSettled.run(settledAtMs ?? 0, settledAtMs ?? 0, runId);
    },
  );

  return {
    claim: async (keys, delivery, atMs) => claim.immediate(keys, delivery, atMs),
    async find(what) {
      if ('runId' in what) return find(what.runId);
      if ('claims' in what) return findClaimed(what.claims);
      return toDelivery(selectThread.get(what.place, what.thread) as DeliveryRow | undefined);
    },
    update: async (runId, change) => update.immediate(runId, change),
    unsettled: async (chat) => (selectUnsettled.all(chat) as DeliveryRow[]).flatMap((row) => toDelivery(row) ?? []),
  };
}

function toDelivery(row: DeliveryRow | undefined): Delivery | null {
  if (row === undefined) return null;
  const { run_id: runId, chat, place, thread, person, back } = row;
  return { runId, chat, place, thread, person, back: back === null ? null : (JSON.parse(back) as Delivery['back']) };
}

interface MessageRow {
  readonly key: string;
  readonly state: string;
  readonly message_id: string | null;
  readonly version: string;
  readonly reposted: number;
}

export function createSqlitePostedMessages(database: Database.Database): PostedMessages {
  const select = database.prepare('select key, state, message_id, version, reposted from messages where run_id = ? order by rowid');
  const upsert = database.prepare(
    `insert into messages (run_id, key, state, message_id, version, reposted) values (?, ?, ?, ?, ?, ?)
     on conflict (run_id, key) do update set state = excluded.state, message_id = excluded.message_id, version = excluded.version, reposted = excluded.reposted`,
  );
  return {
    read: async (runId) =>
      (select.all(runId) as MessageRow[]).map(({ key, state, message_id: messageId, version, reposted }) => ({
        key,
        state: state as PostedMessage['state'],
        messageId,
        version,
        reposted: reposted === 1,
      })),
    async write(runId, { key, state, messageId, version, reposted }) {
      upsert.run(runId, key, state, messageId, version, reposted ? 1 : 0);
    },
  };
}
