import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ADA, BY_HTTP, keysIn, openSlackScene, readThread } from '#test/fakes/slack-program.ts';

const THREE = 'translate into French, German and Japanese: Good morning to you all.';

/** A Slack whose model answers German only when it is let go, and a good-bye never. */
async function openHeldScene() {
  const german = Promise.withResolvers<string>();
  const scene = await openSlackScene({
    answer: (request) => {
      const asked = JSON.stringify(request.messages);
      if (asked.includes('Good bye')) return { kind: 'hang', after: null };
      return asked.includes('German') ? german.promise : 'fine';
    },
  });
  return { ...scene, letGo: () => german.resolve('gut'), [Symbol.asyncDispose]: scene[Symbol.asyncDispose] };
}

describe.concurrent('npm start', () => {
  it('told to stop lets what is in flight end, says on the board that it pauses, ends with 0, and the next one goes on', async () => {
    await using scene = await openHeldScene();
    const { slack } = scene;
    const program = await scene.start({ ...BY_HTTP, FANOUT_CONCURRENCY: '1' });
    await slack.command({ ...ADA, text: THREE });
    await scene.sees('the call that is held', () => scene.endpoint.chats().length === 2);
    program.kill('SIGTERM');
    await scene.sees('the pause', () => readThread(slack).board.includes('Paused for restart'));
    scene.letGo();
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('drained');
    expect(stderr).not.toContain('"level":50');
    expect(scene.endpoint.chats()).toHaveLength(2);

    await scene.start(BY_HTTP);
    await scene.sees('the whole', () => keysIn(slack).length === 5 && readThread(slack).board.includes('3 of 3 done'));
    expect(readThread(slack).board).not.toContain('Paused');
    // What ended in the grace was paid for once.
    expect(scene.endpoint.chats()).toHaveLength(3);
  });

  it('says that it is not well while its database is locked, pauses, and goes on when it is free, with nothing lost; leaves at once at the second signal', async () => {
    await using scene = await openHeldScene();
    const { slack, url } = scene;
    const program = await scene.start(BY_HTTP);
    await slack.command({ ...ADA, text: THREE });
    await scene.sees('two results', () => keysIn(slack).length === 3);
    const other = new Database(join(scene.folder, 'fanout.db'));
    other.exec('begin immediate');
    scene.letGo();
    await program.saw("the database can't be written: another program has it locked");
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.text()]).toEqual([503, "the database can't be written: another program has it locked\n"]);
    other.exec('commit');
    other.close();
    await program.saw('the database can be written again');
    await scene.sees('the whole', () => keysIn(slack).length === 5 && readThread(slack).board.includes('3 of 3 done'));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(scene.endpoint.chats()).toHaveLength(3);

    await slack.command({ ...ADA, text: 'translate into French and Japanese: Good bye to you all.' });
    await scene.sees('a call without an end', () => scene.endpoint.chats().length > 3);
    program.kill('SIGTERM');
    await program.saw('told to stop');
    program.kill('SIGTERM');
    expect((await program.ended).status).toBe(130);
  });
});

describe.concurrent('fanout backup', () => {
  it('copies the database under a Fanout that works on it, and what is restored goes on where it was', async () => {
    await using scene = await openHeldScene();
    const { slack, folder } = scene;
    const program = await scene.start(BY_HTTP);
    await slack.command({ ...ADA, text: THREE });
    await scene.sees('two results', () => keysIn(slack).length === 3);
    const file = join(folder, 'backup.db');
    const made = await scene.run(['backup', file], BY_HTTP);
    expect([made.status, made.stdout], made.stderr).toEqual([
      0,
      expect.stringMatching(/^Backed up 1 run \(\d+\.\d MB\) to .*backup\.db: whole, on the disk and checked\.\n$/),
    ]);
    program.kill('SIGKILL');
    await program.ended;

    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `fanout.db${end}`), { force: true });
    copyFileSync(file, join(folder, 'fanout.db'));
    scene.letGo();
    await scene.start(BY_HTTP);
    await scene.sees('the whole', () => keysIn(slack).length === 5 && readThread(slack).board.includes('3 of 3 done'));
    expect(keysIn(slack).sort()).toEqual(['answer:1', 'board', 'lane:1', 'lane:2', 'lane:3']);
  });
});
