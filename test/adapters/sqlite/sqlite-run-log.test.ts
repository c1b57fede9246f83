import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate as migrateByDrizzle } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '#adapters/sqlite/open-store.ts';
import type { Sample } from '#core/ports/experience.ts';
import { deliveriesContract, postedMessagesContract } from '#test/contracts/deliveries-contract.ts';
import { experienceContract } from '#test/contracts/experience-contract.ts';
import { runLogContract } from '#test/contracts/run-log-contract.ts';
import { storeContract } from '#test/contracts/store-contract.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');

function open(path = join(temporaryFolder(), 'data', 'fanout.db')) {
  const store = openStore(path, 'owner');
  onTestFinished(() => store[Symbol.dispose]());
  return store;
}

runLogContract('sqlite', () => open().runLog);
storeContract('sqlite', open);
deliveriesContract('sqlite', () => open().deliveries);
postedMessagesContract('sqlite', () => open().posted);
experienceContract('sqlite', () => open().experience);

describe('a forgotten run', () => {
  it('takes along where it was shown, what was posted of it and the event it came from', async () => {
    const { runLog, deliveries, posted, retention } = open();
    const delivery = { runId: 'r1', chat: 'slack', place: 'p', thread: 't', person: 'u', back: null };
    await deliveries.claim(['event:1'], delivery, 1);
    await runLog.append('r1', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1);
    await posted.write('r1', { key: 'board', state: 'posted', messageId: 'm', version: 'v', reposted: false });
    await retention.forget('r1');
    expect(await deliveries.find({ runId: 'r1' })).toBeNull();
    expect(await posted.read('r1')).toEqual([]);
    expect((await deliveries.claim(['event:1'], { ...delivery, runId: 'r2' }, 2)).runId).toBe('r2');
  });
});

describe('what was learnt of a run', () => {
  const sample = (key: string): Sample => ({
    key,
    work: 'write',
    model: 'm',
    estimatedInput: 100,
    estimatedOutput: 200,
    inputTokens: 110,
    outputTokens: 400,
    ms: 5_000,
  });

  it('is forgotten with it, and that of no other run', async () => {
    const { runLog, experience, retention } = open();
    for (const runId of ['r1', 'r10', 'r2']) await runLog.append(runId, 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1);
    await experience.learn(['r1:1:1', 'r1:2:1', 'r10:1:1', 'r2:1:1'].map(sample));
    await retention.forget('r1');
    expect(await experience.about('write', 'm')).toMatchObject({ count: 2 });
    await runLog.append('r2', 'ended:1', { type: 'run.ended', round: 1, outcome: 'done', revision: 1, answer: 'x' }, 10);
    await retention.forgetEndedBefore(20);
    expect(await experience.about('write', 'm')).toMatchObject({ count: 1 });
  });
});

describe('a delivered run', () => {
  it('is not delivered any more when it went on since, whoever had it do so', async () => {
    const { runLog, deliveries } = open();
    await deliveries.claim(['e'], { runId: 'r1', chat: 'slack', place: 'p', thread: 't', person: 'u', back: null }, 1);
    await runLog.append('r1', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1);
    await runLog.append('r1', 'ended:1', { type: 'run.ended', round: 1, outcome: 'done', revision: 1, answer: 'x' }, 10);
    await deliveries.update('r1', { settledAtMs: 20 });
    expect(await deliveries.unsettled('slack')).toEqual([]);
    await runLog.append('r1', 'ended:2', { type: 'run.ended', round: 2, outcome: 'done', revision: 2, answer: 'y' }, 30);
    expect((await deliveries.unsettled('slack')).map((it) => it.runId)).toEqual(['r1']);
  });
});

describe('a database file', () => {
  it('is made with its folder where there is none, and kept', async () => {
    const path = join(temporaryFolder(), 'a', 'b', 'fanout.db');
    {
      using store = openStore(path, 'owner');
      await store.runLog.append('r1', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1);
    }
    expect(await open(path).runLog.read('r1', 0)).toHaveLength(1);
  });

  it('has one owner at a time, and tells the second who it is', () => {
    const path = join(temporaryFolder(), 'fanout.db');
    {
      using first = openStore(path, 'owner');
      expect(first).toBeDefined();
      expect(() => openStore(path, 'owner')).toThrow(new RegExp(`process ${process.pid}.*FANOUT_DB`));
    }
    expect(() => openStore(path, 'owner')[Symbol.dispose]()).not.toThrow();
  });

  it('may be read while another owns it', async () => {
    const path = join(temporaryFolder(), 'fanout.db');
    const { runLog } = open(path);
    await runLog.append('r1', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1);
    using reader = openStore(path, 'reader');
    expect(await reader.runLog.read('r1', 0)).toHaveLength(1);
  });

  it('that is no database, or can not be made, is refused with the reason and the way out', () => {
    const folder = temporaryFolder();
    const garbage = join(folder, 'garbage.db');
    writeFileSync(garbage, 'this is not a database, however long it may be. '.repeat(100));
    expect(() => openStore(garbage, 'owner')).toThrow(/no SQLite database.*FANOUT_DB/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => openStore(join(folder, 'file', 'x.db'), 'owner')).toThrow(/its folder is a file.*FANOUT_DB/);
    mkdirSync(join(folder, 'folder.db'));
    expect(() => openStore(join(folder, 'folder.db'), 'owner')).toThrow(/FANOUT_DB/);
  });

  it('in a folder that may only be read is refused with that reason', () => {
    const folder = temporaryFolder();
    const shut = join(folder, 'shut');
    mkdirSync(shut);
    chmodSync(folder, 0o755);
    chmodSync(shut, 0o555);
    const open = `import { openStore } from '#adapters/sqlite/open-store.ts'; try { openStore(process.argv[1], 'owner') } catch (error) { console.log(error.message) }`;
    // Nothing is shut to root, so it is somebody else who tries.
    const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', open, join(shut, 'x.db')], { encoding: 'utf8', ...somebody });
    expect(said).toMatch(/can't be used: its folder may not be written\. FANOUT_DB/);
  });

  it('that was closed under it rejects appends as unusable', async () => {
    const store = openStore(join(temporaryFolder(), 'fanout.db'), 'owner');
    store[Symbol.dispose]();
    await expect(store.runLog.append('r1', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 1)).rejects.toMatchObject({
      code: 'store_unusable',
    });
  });
});

it('a database of a newer Fanout is left alone', async () => {
  const path = join(temporaryFolder(), 'fanout.db');
  openStore(path, 'owner')[Symbol.dispose]();
  const database = new Database(path);
  database.exec("insert into __drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)");
  database.close();
  expect(() => openStore(path, 'owner')).toThrow(/newer Fanout/);
});

describe('the tables', () => {
  const schema = (path: string) => {
    using database = openRaw(path);
    return database.database.prepare('select name, sql from sqlite_master order by name').all();
  };

  it('are those that the migrator of drizzle makes, which then finds nothing to do', () => {
    const [ours, theirs] = [join(temporaryFolder(), 'ours.db'), join(temporaryFolder(), 'theirs.db')];
    openStore(ours, 'owner')[Symbol.dispose]();
    for (const path of [theirs, ours]) {
      using raw = openRaw(path);
      migrateByDrizzle(drizzle({ client: raw.database }), { migrationsFolder: MIGRATIONS });
    }
    const withoutAccount = (rows: unknown[]) => rows.filter((row) => (row as { name: string }).name !== '__drizzle_migrations');
    expect(withoutAccount(schema(ours))).toEqual(withoutAccount(schema(theirs)));
    const account = (path: string) => {
      using raw = openRaw(path);
      return raw.database.prepare('select hash, created_at from __drizzle_migrations').all();
    };
    expect(account(ours)).toEqual(account(theirs));
  });

  it('of an older Fanout are brought up to date, with what is in them', async () => {
    const path = join(temporaryFolder(), 'fanout.db');
    {
      using raw = openRaw(path);
      const [first] = readMigrationFiles({ migrationsFolder: MIGRATIONS });
      for (const statement of first?.sql ?? []) raw.database.exec(statement);
      raw.database.exec('create table __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)');
      raw.database.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run(first?.hash, first?.folderMillis);
      raw.database.exec(`insert into runs values ('r1', 'old', 'done', 1, 2, 'me', 'here')`);
    }
    const { runLog } = open(path);
    expect(await runLog.list({ unfinished: false, place: 'here', words: [], limit: 5 })).toMatchObject([{ runId: 'r1', endedAtMs: 2 }]);
    await runLog.append('r2', 'asked', { type: 'run.asked', request: toTestRequest([]) }, 3);
    expect(await runLog.list({ unfinished: false, place: null, words: [], limit: 5 })).toHaveLength(2);
  });
});

function openRaw(path: string) {
  const database = new Database(path);
  return { database, [Symbol.dispose]: () => void database.close() };
}
