import { existsSync, openSync, readdirSync, statSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '#adapters/sqlite/backup.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const QUIETLY = { force: false } as const;

async function fill(runLog: RunLog, runs: number): Promise<void> {
  for (let n = 1; n <= runs; n += 1) {
    await runLog.append(`r${n}`, 'asked', { type: 'run.asked', request: toTestRequest([`lane of ${n}`]) }, n);
    await runLog.append(
      `r${n}`,
      's',
      { type: 'source.read', source: 'S1', title: 't', text: 'x'.repeat(20_000), table: null, picture: null },
      n,
    );
  }
}

describe('a backup', () => {
  it('is one whole file with the runs of one moment, made while the owner goes on writing, and opens as a database', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'fanout.db');
    const file = join(folder, 'copy.db');
    using owner = openStore(path, 'owner');
    await fill(owner.runLog, 20);
    let writing = true;
    let written = 0;
    const writer = (async () => {
      for (; writing; written += 1) await owner.runLog.append('r1', `more ${written}`, { type: 'run.approved', by: 'me' }, written);
    })();
    const report = await backUp(path, file, { ...QUIETLY, pagesAtOnce: 1 });
    writing = false;
    await writer;
    expect(written).toBeGreaterThan(50);
    expect(report).toEqual({ runs: 20, bytes: statSync(file).size });
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    using restored = openStore(file, 'owner');
    const log = await restored.runLog.read('r1', 0);
    expect(log.length).toBeLessThan(2 + written);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(await restored.runLog.list({ unfinished: true })).toHaveLength(20);
  });

  it('replaces no file unless it is told to, and never the database itself', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'fanout.db');
    const file = join(folder, 'copy.db');
    using owner = openStore(path, 'owner');
    await fill(owner.runLog, 1);
    writeFileSync(file, 'an older backup');
    await expect(backUp(path, file, QUIETLY)).rejects.toMatchObject({ code: 'bad_usage', userMessage: expect.stringContaining('--force') });
    await expect(backUp(path, path, { force: true })).rejects.toMatchObject({ code: 'bad_usage' });
    expect(await backUp(path, file, { force: true })).toMatchObject({ runs: 1 });
  });

  it('takes the place neither of the database under another name, nor of what is no file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'data', 'fanout.db.partial');
    using owner = openStore(path, 'owner');
    await fill(owner.runLog, 1);
    symlinkSync(join(folder, 'data'), join(folder, 'link'));
    symlinkSync(path, join(folder, 'file'));
    const others = [join(folder, 'link', 'fanout.db.partial'), join(folder, 'file'), join(folder, 'link', 'fanout.db')];
    for (const file of others) {
      await expect(backUp(path, file, { force: true })).rejects.toMatchObject({
        code: 'bad_usage',
        userMessage: expect.stringMatching(/itself/),
      });
    }
    await expect(backUp(path, folder, { force: true })).rejects.toMatchObject({
      code: 'bad_usage',
      userMessage: expect.stringMatching(/no ordinary file/),
    });
    expect(await owner.runLog.list({ unfinished: true })).toHaveLength(1);
    expect(existsSync(path)).toBe(true);
  });

  it('of no database, or to where nothing can be written, is refused with the reason', async () => {
    const folder = temporaryFolder();
    await expect(backUp(join(folder, 'none.db'), join(folder, 'copy.db'), QUIETLY)).rejects.toMatchObject({
      userMessage: expect.stringMatching(/no database.*FANOUT_DB/),
    });
    const path = join(folder, 'fanout.db');
    openStore(path, 'owner')[Symbol.dispose]();
    await expect(backUp(path, join(folder, 'nowhere', 'copy.db'), QUIETLY)).rejects.toMatchObject({
      code: 'store_unusable',
      userMessage: expect.stringMatching(/folder/),
    });
  });

  it('of a damaged database is not kept, and the older one stays', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'fanout.db');
    const file = join(folder, 'copy.db');
    {
      using owner = openStore(path, 'owner');
      await fill(owner.runLog, 20);
    }
    await backUp(path, file, QUIETLY);
    const { size } = statSync(path);
    const handle = openSync(path, 'r+');
    for (let at = Math.floor(size / 8_192) * 4_096; at < size; at += 4_096) writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, at);
    await expect(backUp(path, file, { force: true })).rejects.toMatchObject({
      code: 'store_unusable',
      userMessage: expect.stringMatching(/damaged/),
    });
    expect(existsSync(`${file}.partial`)).toBe(false);
    const older = new Database(file, { readonly: true });
    expect(older.prepare('select count(*) from runs').pluck().get()).toBe(20);
    older.close();
  });
});
