/**
 * `npm run soak -- --minutes 30`: people ask for runs of every kind and steer them, the model fails in every way, the platform loses calls, events are told twice, and for the first half Fanout is killed (SIGKILL, SIGTERM) every few
 * seconds on one SQLite file. In the second half it lives, and its heap is looked at. In the end the books must balance: every request has one run and one answer, every lane an end, no message is there twice, the heap is flat.
 * Ends with status 1 where they don't. `--seed N` draws another soak, `--keep` leaves the database where it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '#test/fakes/random.ts';
import { checkBooks } from './soak/books.ts';
import { startFaultyModel } from './soak/faulty-model.ts';
import { type Life, startLife } from './soak/life.ts';
import { createPeople } from './soak/people.ts';
import { startPlatform } from './soak/platform.ts';
import { type Point, toSlope } from './soak/slope.ts';

/** Between two things that people say. */
const SPEAK_MS = 700;
/** The shortest life; the longest is four times that. */
const LIFE_MS = 3_000;
/** What may be left to do when people have gone home takes at most so long. */
const MOST_SETTLE_MS = 5 * 60_000;
/** Of the heap of one life: more than that a minute is no flat one. Looked at after a warm-up, since compiled code and caches fill up for some minutes, and where the life was long enough to tell. */
const MOST_KB_A_MINUTE = 250;
const WARM_MS = 3 * 60_000;
const TELLING_MS = 8 * 60_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});
const wholeMs = Number(values.minutes) * 60_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const seed = Number(values.seed);
const [ofModel, ofPlatform, ofPeople, ofKills] = [
  createRandom(seed),
  createRandom(seed + 1),
  createRandom(seed + 2),
  createRandom(seed + 3),
];
const folder = mkdtempSync(join(tmpdir(), 'fanout-soak-'));
const database = join(folder, 'soak.db');
const model = await startFaultyModel(ofModel);
const platform = await startPlatform(ofPlatform);
const problems: string[] = [];
const deaths = { SIGKILL: 0, SIGTERM: 0 };
let points: Point[] = [];

let life: Life = begin();
const people = createPeople(ofPeople, () => life.port());
try {
  const beganMs = performance.now();
  const speaking = setInterval(() => people.speak(), SPEAK_MS);
  while (performance.now() - beganMs < wholeMs / 2) {
    await sleep(LIFE_MS + ofKills.below(3 * LIFE_MS));
    const signal = ofKills.chance(0.5) ? 'SIGKILL' : 'SIGTERM';
    deaths[signal] += 1;
    if (!(await life.end(signal))) problems.push('a stop by SIGTERM took too long');
    life = begin();
  }
  points = [];
  const bornMs = performance.now();
  await sleep(Math.max(0, wholeMs - (performance.now() - beganMs)));
  const lived = points.filter(({ atMs }) => atMs - bornMs > Math.min(WARM_MS, wholeMs / 8));
  clearInterval(speaking);

  model.calm();
  platform.calm();
  if (!(await settle()))
    problems.push(`not all was done ${MOST_SETTLE_MS / 60_000} minutes after the last event: ${people.waiting()} events are not taken`);
  people.stop();
  if (!(await life.end('SIGTERM'))) problems.push('the last stop took too long');

  const books = await checkBooks(database, platform, people.threads());
  problems.push(...books.problems);
  const slope = toSlope(lived);
  const tells = wholeMs / 2 >= TELLING_MS;
  if (tells && slope > MOST_KB_A_MINUTE) problems.push(`the heap grows by ${Math.round(slope)} KB a minute`);

  const { events, deliveries } = people.told();
  const heap = `${toMb(lived[0]?.bytes ?? 0)} to ${toMb(lived.at(-1)?.bytes ?? 0)} MB, ${Math.round(slope)} KB a minute${tells ? '' : ' (too short a life to tell)'}`;
  say(
    `${values.minutes} minutes, seed ${seed}: ${books.runs} requests with ${books.lanes} lanes, ${events} events told ${deliveries} times, ${books.messages} messages.`,
  );
  say(
    `Died ${deaths.SIGKILL} times by SIGKILL and ${deaths.SIGTERM} by SIGTERM. Calls of the model: ${model.endpoint.requests().length}. Heap of the long life: ${heap}.`,
  );
  say(problems.length === 0 ? 'The books balance.' : `The books do NOT balance:\n${problems.map((it) => `- ${it}`).join('\n')}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await life.end('SIGKILL');
  platform.close();
  await model.endpoint.close();
  if (values.keep) say(`The database is ${database}.`);
  else rmSync(folder, { recursive: true });
}
// Whatever hung on a socket of a dead process is of no interest any more.
process.exit();

function begin(): Life {
  return startLife([database, model.endpoint.baseUrl, platform.url], (bytes) => void points.push({ atMs: performance.now(), bytes }));
}

/** Until every event was taken and Fanout says that nothing is left. */
async function settle(): Promise<boolean> {
  const untilMs = performance.now() + MOST_SETTLE_MS;
  while (performance.now() < untilMs) {
    const isSettled = await Promise.race([life.settled(), sleep(5_000, false)]);
    if (people.waiting() === 0 && isSettled && (await Promise.race([life.settled(), sleep(5_000, false)]))) return true;
  }
  return false;
}

function toMb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
