import { createHash } from 'node:crypto';
import { FanoutError } from '../errors.ts';
import { judgePair } from './judge.ts';
import { type Asking, allOrFirstFailure, toMaxChars } from './side-call.ts';

/** Up to so many everyone meets everyone: 28 pairs, 56 calls. More meet in a knockout, one pair less than there are. */
const ROUND_ROBIN = 8;
const MOST = 64;

/** How many calls it takes to find the best of so many: two a pair. */
export function toJudgeCalls(texts: number): number {
  if (texts < 2 || texts > MOST) return 0;
  return 2 * (texts <= ROUND_ROBIN ? (texts * (texts - 1)) / 2 : texts - 1);
}

export interface Ranking {
  /** Those that nobody beat, as indices in the order asked; more than one is a tie. Empty: the judge told none apart. */
  readonly best: readonly number[];
  readonly pairs: number;
  /** Pairs where the verdict changed with the order, so that it counted for nobody. */
  readonly unsure: number;
  /** How often each that leads won. */
  readonly wins: number;
}

interface Meeting {
  readonly a: number;
  readonly b: number;
  /** Null: a tie, or no verdict that held in both orders. */
  readonly winner: number | null;
  readonly unsure: boolean;
}

/** The best of these texts, each pair judged in both orders: only a verdict that is the same in both counts. Rejects with `FanoutError` where there are too many, else as the judge does. */
export async function findBest(texts: readonly string[], wish: string, asking: Asking): Promise<Ranking> {
  if (texts.length > MOST)
    throw new FanoutError('bad_request', `${texts.length} answers are too many to be judged in pairs (at most ${MOST})`);
  const room = Math.floor(toMaxChars(asking) / 2);
  const meet = async (a: number, b: number): Promise<Meeting> => {
    const [one, other] = [texts[a]?.slice(0, room) ?? '', texts[b]?.slice(0, room) ?? ''];
    const [there, back] = await allOrFirstFailure([judgePair(one, other, wish, asking), judgePair(other, one, wish, asking)]);
    const first = there === 'A' ? a : there === 'B' ? b : null;
    const second = back === 'A' ? b : back === 'B' ? a : null;
    return { a, b, winner: first === second ? first : null, unsure: first !== second };
  };
  return texts.length <= ROUND_ROBIN ? await roundRobin(texts.length, meet) : await knockout(texts, meet);
}

type Meet = (a: number, b: number) => Promise<Meeting>;

async function roundRobin(count: number, meet: Meet): Promise<Ranking> {
  const all = Array.from({ length: count }, (_, index) => index);
  const meetings = await allOrFirstFailure(all.flatMap((a) => all.slice(a + 1).map((b) => meet(a, b))));
  const wins = all.map((index) => meetings.filter((meeting) => meeting.winner === index).length);
  const most = Math.max(...wins);
  const leading = most === 0 ? [] : all.filter((index) => wins[index] === most);
  return { best: toWinner(leading, meetings), pairs: meetings.length, unsure: countUnsure(meetings), wins: most };
}

/** Two that lead with as many wins: who won when they met. */
function toWinner(leading: readonly number[], meetings: readonly Meeting[]): readonly number[] {
  if (leading.length !== 2) return leading;
  const met = meetings.find(({ a, b }) => leading.includes(a) && leading.includes(b));
  return met?.winner == null ? leading : [met.winner];
}

/** Drawn by what the texts say, so that the order asked favours nobody and the same texts always meet the same way. Where a pair is not told apart, the one drawn first goes on. */
async function knockout(texts: readonly string[], meet: Meet): Promise<Ranking> {
  const drawn = texts.map((text, index) => ({ index, lot: createHash('sha256').update(text).digest('hex') }));
  let left = drawn.sort((x, y) => (x.lot < y.lot ? -1 : x.lot > y.lot ? 1 : x.index - y.index)).map(({ index }) => index);
  const meetings: Meeting[] = [];
  while (left.length > 1) {
    const pairs = Array.from({ length: Math.floor(left.length / 2) }, (_, n) => [left[2 * n] ?? 0, left[2 * n + 1] ?? 0] as const);
    const bye = left.length % 2 === 1 ? left.slice(-1) : [];
    const met = await allOrFirstFailure(pairs.map(([a, b]) => meet(a, b)));
    meetings.push(...met);
    // Who had no opponent begins the next round, so that nobody waits twice.
    left = [...bye, ...met.map(({ a, winner }) => winner ?? a)];
  }
  const [last] = left;
  const wins = meetings.filter((meeting) => meeting.winner === last).length;
  const nobody = meetings.every((meeting) => meeting.winner === null);
  return { best: last === undefined || nobody ? [] : [last], pairs: meetings.length, unsure: countUnsure(meetings), wins };
}

const countUnsure = (meetings: readonly Meeting[]): number => meetings.filter((meeting) => meeting.unsure).length;

/** What a reader should know of how it was judged. */
export function toRankingNote({ best, pairs, unsure, wins }: Ranking, titles: readonly string[]): string {
  const names = best.map((index) => titles[index] ?? '');
  const judged = `${pairs === 1 ? '1 pair' : `${pairs} pairs`} judged, each in both orders`;
  const changed = unsure === 0 ? '' : `; in ${unsure} of them the verdict changed with the order and did not count`;
  const won = `with ${wins} won`;
  const result =
    names.length === 1
      ? `The best of ${titles.length} is ${names[0]}, ${won}`
      : names.length === 0
        ? `None of ${titles.length} was judged better than the others`
        : `${names.join(' and ')} tie for the best of ${titles.length}, each ${won}`;
  return `${result} (${judged}${changed}).`;
}
