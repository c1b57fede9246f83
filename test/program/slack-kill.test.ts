import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#test/fakes/random.ts';
import { ADA, BY_HTTP, BY_SOCKET, filesIn, keysIn, openSlackScene, readThread, type SlackScene } from '#test/fakes/slack-program.ts';

const THREE = { text: 'translate into French, German and Japanese: Good morning to you all.', lanes: 3 };
const FIVE = { text: 'translate into French, German, Spanish, Italian and Japanese: Good morning to you all.', lanes: 5 };
const THIRTEEN = { text: `for each of ${Array.from({ length: 13 }, (_, at) => `city ${at + 1}`).join(', ')}: a slogan` };

/** All that a run comes to in its channel: each once. */
const allOf = (lanes: number): string[] => ['answer:1', 'board', ...Array.from({ length: lanes }, (_, at) => `lane:${at + 1}`)].sort();

/** Of the first run there, beside what there is of `others`. */
async function expectWholeOnce({ slack, sees }: SlackScene, lanes: number, others: readonly string[] = []): Promise<void> {
  const whole = [...allOf(lanes), ...others].sort();
  await sees('all of it', () => keysIn(slack).length >= whole.length && readThread(slack).board.includes(`${lanes} done`));
  expect(keysIn(slack).sort()).toEqual(whole);
  expect(readThread(slack).replies.at(-1)).toContain(`${lanes} lanes = ${lanes} done`);
}

describe.concurrent('killed (SIGKILL) after Slack took it and before Fanout heard so, it shows once', () => {
  /** Has the program start, ask for the `nth` time, and die waiting for Slack to say that it did it. */
  async function dieWaiting({ slack, start, sees }: SlackScene, method: string, nth: number, act: () => Promise<unknown>): Promise<void> {
    const isOpen = (call: { readonly method: string; readonly status: number }): boolean => call.method === method && call.status === 0;
    const before = slack.calls().filter(isOpen).length;
    slack.fail.clear();
    slack.fail.every(method, nth, { kind: 'timeout', applied: true });
    const program = await start(BY_HTTP);
    await act();
    await sees(`call ${nth} of ${method} that is not answered`, () => slack.calls().filter(isOpen).length > before);
    program.kill('SIGKILL');
    await program.ended;
    slack.fail.clear();
  }

  it('the board, then a reply, then the answer of one run, and the file of another', async () => {
    await using scene = await openSlackScene();
    const { slack } = scene;
    await dieWaiting(scene, 'chat.postMessage', 1, () => slack.command({ ...ADA, text: THREE.text }));
    await dieWaiting(scene, 'chat.postMessage', 2, async () => undefined);
    await dieWaiting(scene, 'chat.postMessage', 2, async () => undefined);
    expect(keysIn(slack).sort()).toEqual(allOf(THREE.lanes));
    await dieWaiting(scene, 'files.completeUploadExternal', 1, () => slack.command({ ...ADA, text: THIRTEEN.text }));
    await scene.start(BY_HTTP);
    // Nothing more is to be seen where all is well, so something else is asked for and waited for.
    await slack.command({ ...ADA, text: 'for each of Oslo and Rome: a slogan' });
    const all = ['answer:1', 'answer:1', 'board', 'board', 'lane:1', 'lane:2'];
    await scene.sees('the other run', () => keysIn(slack).length === 5 + all.length);
    await expectWholeOnce(scene, THREE.lanes, all);
    expect(filesIn(slack)).toEqual(['lanes.zip']);
  });
});

describe.concurrent('killed (SIGKILL) at any moment', () => {
  it.each([1, 2])('and again, a run of five lanes goes on at each start, to the same end, each message once (seed %i)', async (seed) => {
    const random = createRandom(seed);
    await using scene = await openSlackScene();
    const { slack } = scene;
    let happened = 0;
    let fatal = random.below(5) + 1;
    let program = await scene.start(BY_HTTP);
    scene.onAnything(() => {
      happened += 1;
      if (happened === fatal) program.kill('SIGKILL');
    });
    const {
      deliveries: [mention],
    } = await slack.mention({ ...ADA, text: FIVE.text });
    for (let kills = 1; kills <= 2; kills += 1) {
      expect((await program.ended).status).toBe(null);
      fatal = kills === 2 ? 0 : happened + 1 + random.below(6);
      program = await scene.start(BY_HTTP);
      if (mention?.isAcked === false) await slack.redeliver(mention);
    }
    await expectWholeOnce(scene, FIVE.lanes);
  });

  it('before it could keep an event, it has not acknowledged it: told again, it makes one run of it', async () => {
    await using scene = await openSlackScene();
    const { slack, folder } = scene;
    const program = await scene.start(BY_SOCKET);
    const database = new Database(join(folder, 'fanout.db'));
    database.exec('begin immediate');
    const mentioning = slack.mention({ ...ADA, text: THREE.text });
    await program.saw('what came from Slack could not be taken');
    program.kill('SIGKILL');
    await program.ended;
    database.close();
    const {
      deliveries: [event],
    } = await mentioning;
    expect(event?.isAcked).toBe(false);
    await scene.start(BY_SOCKET);
    if (event !== undefined) await slack.redeliver(event);
    await expectWholeOnce(scene, THREE.lanes);
  });

  it('while it keeps an event, it makes one run of it: told again, or acknowledged and kept', async () => {
    await using scene = await openSlackScene();
    const { slack, folder } = scene;
    const program = await scene.start(BY_SOCKET);
    const journal = (): number => statSync(join(folder, 'fanout.db-wal')).size;
    const size = journal();
    const mentioning = slack.mention({ ...ADA, text: THREE.text });
    while (journal() === size) await new Promise((resolve) => setImmediate(resolve));
    program.kill('SIGKILL');
    await program.ended;
    const {
      deliveries: [event],
    } = await mentioning;
    await scene.start(BY_SOCKET);
    if (event?.isAcked === false) await slack.redeliver(event);
    await expectWholeOnce(scene, THREE.lanes);
  });
});
