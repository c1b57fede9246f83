import { mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '#adapters/sqlite/migrate.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createSearch } from '#adapters/sqlite/search.ts';
import { createSqliteRunLog } from '#adapters/sqlite/sqlite-run-log.ts';
import { createStoreHealth, type Patience } from '#adapters/sqlite/store-health.ts';
import type { RunFact } from '#core/run/events.ts';
import { readPages } from '#core/run/read-log.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const ASKED: RunFact = { type: 'run.asked', request: toTestRequest(['one']) };
const source = (text: string): RunFact => ({ type: 'source.read', source: 'S1', title: 't', text, table: null, picture: null });

/** A patience whose waits end when the test says so. */
function createHandPatience(waits: number) {
  const again: (() => void)[] = [];
  const asked = Promise.withResolvers<void>();
  const patience: Patience = {
    waits,
    wait: (next) => {
      again.push(next);
      asked.resolve();
    },
  };
  return { patience, waiting: () => again.length, asked: asked.promise, goOn: () => again.shift()?.() };
}

/** A run log over a connection that the test can make trouble for. */
function openLog(waits = 10) {
  const database = new Database(join(temporaryFolder(), 'fanout.db'));
  onTestFinished(() => void database.close());
  database.pragma('journal_mode = WAL');
  migrate(database, database.name);
  const hand = createHandPatience(waits);
  const log = createRecordingLog();
  const health = createStoreHealth(database, { patience: hand.patience, log });
  return { database, hand, health, log, runLog: createSqliteRunLog(database, createSearch(database), health) };
}

/** Lets what was begun in this turn of the event loop be committed. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a disk that is full', () => {
  it('makes appends wait, whole and in order, until there is room; nothing is half written', async () => {
    const { database, hand, health, log, runLog } = openLog();
    await runLog.append('r1', 'asked', ASKED, 1);
    database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
    const big = runLog.append('r1', 'a', source('x'.repeat(100_000)), 2);
    await hand.asked;
    const small = runLog.append('r1', 'b', source('y'), 3);
    await aTurn();
    expect(health.trouble()).toBe('the disk is full');
    expect((await runLog.read('r1', 0)).map(({ seq }) => seq)).toEqual([1]);
    hand.goOn();
    expect(hand.waiting()).toBe(1);
    database.pragma('max_page_count = 1000000');
    hand.goOn();
    expect([await big, await small]).toMatchObject([{ seq: 2 }, { seq: 3 }]);
    expect(health.trouble()).toBeNull();
    expect(log.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "warn: the database can't be written: the disk is full. Runs are paused until it can",
      'info: the database can be written again: runs go on',
    ]);
  });

  it('for too long is given up: what waits is refused as unusable, and whoever runs Fanout hears of it', async () => {
    const { database, hand, health, runLog } = openLog(2);
    database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
    const append = runLog.append('r1', 'asked', { ...ASKED, request: toTestRequest(['x'.repeat(100_000)]) } as RunFact, 1);
    await hand.asked;
    hand.goOn();
    hand.goOn();
    await expect(append).rejects.toMatchObject({ code: 'store_unusable', userMessage: "The database can't be written: the disk is full." });
    await expect(health.lost).rejects.toMatchObject({ code: 'store_unusable' });
    expect(await runLog.list({ unfinished: true })).toEqual([]);
  });

  it('is not waited for by a Fanout that closes', async () => {
    const { database, hand, health, runLog } = openLog();
    database.pragma('query_only = ON');
    const append = runLog.append('r1', 'asked', ASKED, 1);
    await hand.asked;
    health.hurry();
    hand.goOn();
    await expect(append).rejects.toMatchObject({ code: 'store_unusable' });
  });
});

describe('a database that', () => {
  it('another program has locked is waited for', async () => {
    const path = join(temporaryFolder(), 'fanout.db');
    const hand = createHandPatience(10);
    using store = openStore(path, 'owner', { patience: hand.patience });
    const other = new Database(path);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    const append = store.runLog.append('r1', 'asked', ASKED, 1);
    await hand.asked;
    expect(store.health.trouble()).toBe('another program has it locked');
    other.exec('commit');
    hand.goOn();
    expect(await append).toMatchObject({ seq: 1 });
  });

  it('may only be read is known as such before anybody asks anything', () => {
    const { database, health } = openLog();
    expect(health.trouble()).toBeNull();
    database.pragma('query_only = ON');
    expect(health.trouble()).toBe('it is read-only');
    expect(() => health.tryToWrite()).toThrow();
  });

  it('is damaged is told as damaged, with the way out, and is no bug', async () => {
    const path = join(temporaryFolder(), 'fanout.db');
    {
      using store = openStore(path, 'owner');
      await store.runLog.append('r1', 'asked', ASKED, 1);
      for (let n = 0; n < 50; n += 1) await store.runLog.append('r1', `k${n}`, source('x'.repeat(3_000)), 2);
    }
    damage(path);
    using store = openStore(path, 'owner');
    const reading = (async () => {
      for await (const events of readPages(store.runLog, 'r1', 0)) expect(events.length).toBeGreaterThan(0);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'store_unusable',
      userMessage: expect.stringMatching(/damaged.*docs\/operations\.md/),
    });
  });
});

/** Garbage over all but the first tables' roots. */
function damage(path: string): void {
  const { size } = statSync(path);
  const handle = openSync(path, 'r+');
  for (let at = Math.floor(size / 2); at + 4_096 <= size; at += 4_096) writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, at);
}

describe('an older database', () => {
  const MIGRATIONS = [
    'CREATE TABLE `a` (`x` text);',
    '-- drop table in a comment, and update too\nALTER TABLE `a` ADD `y` text;',
    "UPDATE `a` SET `y` = 'new';",
  ];

  function toFolder(count: number): string {
    const folder = join(temporaryFolder(), 'migrations');
    mkdirSync(join(folder, 'meta'), { recursive: true });
    const entries = MIGRATIONS.slice(0, count).map((sql, idx) => {
      const tag = `000${idx}_step`;
      writeFileSync(join(folder, `${tag}.sql`), sql);
      return { idx, version: '6', when: idx + 1, tag, breakpoints: true };
    });
    writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }));
    return folder;
  }

  it('is copied to a file beside it before a step that changes what is in it, and only then', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'fanout.db');
    const database = new Database(path);
    onTestFinished(() => void database.close());
    migrate(database, path, toFolder(1));
    database.exec("insert into a values ('kept')");
    migrate(database, path, toFolder(2));
    expect(readdirSync(folder)).toEqual(['fanout.db']);
    migrate(database, path, toFolder(3));
    expect(readdirSync(folder).sort()).toEqual(['fanout.db', 'fanout.db.before-0002']);
    expect(database.prepare('select * from a').all()).toEqual([{ x: 'kept', y: 'new' }]);
    const before = new Database(join(folder, 'fanout.db.before-0002'));
    onTestFinished(() => void before.close());
    expect(before.prepare('select * from a').all()).toEqual([{ x: 'kept', y: null }]);
  });

  it('that is new has nothing to copy', () => {
    const folder = temporaryFolder();
    const database = new Database(join(folder, 'fanout.db'));
    onTestFinished(() => void database.close());
    migrate(database, join(folder, 'fanout.db'), toFolder(3));
    expect(readdirSync(folder)).toEqual(['fanout.db']);
  });
});
