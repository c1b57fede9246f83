import { drawLanes, drawTailedLanes, evenLanes, type Spread, type Tail, withFirstFaults, withTokens } from './draw.ts';
import type { Fault, LaneScript, LimitScript, Scenario } from './scenario.ts';

export interface Workload {
  readonly name: string;
  readonly cap: number;
  /** How often each contestant does it, with another seed each time. */
  readonly repetitions: number;
  /** Calls before the clock starts, as many as the cap. */
  readonly warm: boolean;
  /** Told to those who can be told; null: nobody is, and whoever must be is left out. */
  readonly toldPerMinute: number | null;
  /** What issue 7 asks of Fanout here, for the reader of the table. */
  readonly aim: string;
  /** The same for the same seed. */
  scenario(seed: number): Scenario;
}

/** How wide, how long and how often: the whole, or the same shapes in four minutes. */
interface Size {
  /** Of all times. */
  readonly time: number;
  /** Of all counts of lanes. */
  readonly lanes: number;
  readonly hangMs: number;
  readonly repetitions: number;
  readonly tailRepetitions: number;
}

export const FULL: Size = { time: 1, lanes: 1, hangMs: 60_000, repetitions: 3, tailRepetitions: 20 };
export const QUICK: Size = { time: 0.2, lanes: 0.25, hangMs: 3_000, repetitions: 2, tailRepetitions: 2 };

/** Lognormal with a median of 1 s: half of the lanes between 0.67 s and 1.5 s. */
const USUAL: Spread = { medianMs: 1_000, sigma: 0.6, own: 0 };
/** Median 1 s, one in a hundred 10 s and more: most calls are alike, one in twenty takes five to twelve times as long. */
const HEAVY: Tail = { medianMs: 1_000, sigma: 0.35, own: 0, share: 0.045, times: [5, 12] };
/** The same median and hundredth without a body: a quarter of the lanes take more than twice the median, so no few calls can help them all. */
const WIDE: Spread = { medianMs: 1_000, sigma: Math.log(10) / 2.326, own: 0 };
const FAULTY: Spread = { medianMs: 2_000, sigma: 0.6, own: 0 };

const CUTS: readonly Fault[] = ['cut by reset', 'cut cleanly', 'cut by reset', 'cut cleanly', 'cut by reset', 'cut cleanly'];

const REQUESTS = { perMinute: 300, burst: 50 } as const;
const LIMITS: LimitScript = { requests: REQUESTS, tokens: null, headers: true, retryAfter: true, refusedCount: false };
const MEAN_TOKENS = 1_100;

/** Of the first calls of a hundred lanes; further calls meet the same by chance. */
const FAULTS: readonly Fault[] = ['hang', 'reset', 'reset', 'error', 'error', 'error', 'error', 'error'];

function toFault(chance: number): Fault | null {
  if (chance < 0.01) return 'hang';
  if (chance < 0.03) return 'reset';
  return chance < 0.08 ? 'error' : null;
}

export function toWorkloads(size: Size): readonly Workload[] {
  const { repetitions, tailRepetitions } = size;
  const times = <Of extends Spread>(spread: Of): Of => ({ ...spread, medianMs: spread.medianMs * size.time });
  const some = (count: number): number => Math.round(count * size.lanes);
  const plain = (lanes: readonly LaneScript[]): Scenario => ({
    lanes,
    limits: null,
    warmMs: Math.round(USUAL.medianMs * size.time),
    hangMs: size.hangMs,
  });
  const all = { warm: true, toldPerMinute: null, repetitions };
  const even = (): Scenario => plain(evenLanes(15, 1_000 * size.time));
  const heavy = (own: number) => (seed: number) => plain(drawTailedLanes(some(50), seed, { ...times(HEAVY), own }));

  /** Faster limits where times are shorter, so that a run takes the same share of them. */
  const bucketOf = (bucket: LimitScript['requests']) => ({ perMinute: bucket.perMinute / size.time, burst: some(bucket.burst) });
  const limited = (name: string, aim: string, change: Partial<LimitScript>): Workload => ({
    ...all,
    name: `300 under 300 a minute, ${name}`,
    cap: some(60),
    // Calls that meet no limit would say that there is none.
    warm: false,
    aim,
    scenario: (seed) => ({
      ...plain(drawLanes(some(300), seed, times(USUAL))),
      limits: { ...LIMITS, requests: bucketOf(REQUESTS), ...change },
    }),
  });
  const learnt = '0 lost, <= 1.08 of the bound, <= 1 % 429s';

  const workloads: readonly Workload[] = [
    { ...all, name: '15 x 1 s', cap: 15, aim: '<= 1.02 of the bound', scenario: even },
    { ...all, name: '15 x 1 s, cold', cap: 15, warm: false, aim: '<= 1.06 of the bound', scenario: even },
    {
      ...all,
      name: '200 lognormal',
      cap: 20,
      aim: '<= 1.10 of the bound, <= 3 % more calls',
      scenario: (seed) => plain(drawLanes(some(200), seed, times(USUAL))),
    },
    {
      ...all,
      name: '50 heavy tail',
      cap: 50,
      repetitions: tailRepetitions,
      aim: '<= 0.5 of the best peer, <= 8 % more calls, no seed over 1.05 of it',
      scenario: heavy(0),
    },
    {
      ...all,
      name: '50 heavy tail, half of it their own',
      cap: 50,
      repetitions: tailRepetitions,
      aim: '<= 0.65 of the best peer, no seed over 1.05 of it',
      scenario: heavy(0.5),
    },
    {
      ...all,
      name: '50 as wide, without a body',
      cap: 50,
      repetitions: tailRepetitions,
      aim: 'no seed over 1.05 of the best peer, <= 8 % more calls',
      scenario: (seed) => plain(drawLanes(some(50), seed, times(WIDE))),
    },
    limited('plain', learnt, {}),
    limited('refused calls count', learnt, { refusedCount: true }),
    {
      ...limited('tokens bind', learnt, {}),
      scenario: (seed) => {
        const lanes = withTokens(drawLanes(some(300), seed, times(USUAL)), seed, MEAN_TOKENS);
        const tokens = bucketOf({ perMinute: 300 * MEAN_TOKENS, burst: 50 * MEAN_TOKENS });
        // The requests have room to spare: only tokens bind.
        return { ...plain(lanes), limits: { ...LIMITS, requests: bucketOf({ perMinute: 1_200, burst: 200 }), tokens } };
      },
    },
    limited('no header, no Retry-After', '0 lost, <= 1.15 of the bound, <= 3 % 429s', { headers: false, retryAfter: false }),
    { ...limited('configured', '0 lost, 0 429s', { headers: false }), toldPerMinute: REQUESTS.perMinute / size.time },
    {
      ...all,
      name: '100 with faults',
      cap: 20,
      aim: '0 lost, <= 1.40 of the bound (aim 1.30), <= 17 % more calls',
      scenario: (seed) =>
        plain(withFirstFaults(drawLanes(some(100), seed, times(FAULTY), toFault), seed, FAULTS.slice(0, some(FAULTS.length)))),
    },
    {
      ...all,
      name: '100 streamed, 6 % cut',
      cap: 20,
      aim: '0 lost, none truncated taken for whole',
      scenario: (seed) => plain(withFirstFaults(drawLanes(some(100), seed, times(USUAL)), seed, CUTS.slice(0, some(CUTS.length)))),
    },
    {
      ...all,
      name: '10,000 x 1 ms',
      cap: 200,
      aim: '<= 0.42 CPU ms a lane or <= 0.65 of openai + p-queue (aim 0.5), >= 1.4 x its lanes/s, peak <= its memory',
      scenario: () => ({ ...plain(evenLanes(size === FULL ? 10_000 : 1_000, 1)), warmMs: 20 }),
    },
  ];
  return size === FULL ? workloads : workloads.filter(({ name }) => !LEFT_OUT_OF_QUICK.some((it) => name.endsWith(it)));
}

/** What would not fit into four minutes: all of it is near a workload that does. */
const LEFT_OUT_OF_QUICK = ['cold', 'half of it their own', 'refused calls count', 'tokens bind', 'configured'];
