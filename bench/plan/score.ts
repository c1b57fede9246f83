import type { Planned } from '#core/plan/plan.ts';
import type { RequestFixture } from '#test/fixtures/requests/request-fixture.ts';

/** How one fixture went. */
export interface Score {
  readonly name: string;
  /** True: a planner was asked. */
  readonly asked: boolean;
  readonly kind: boolean;
  readonly lanes: boolean;
  readonly merge: boolean;
  /** What it came to, for the table: `3+each digest`. */
  readonly got: string;
  readonly ms: number;
  /** Null: not known. */
  readonly usd: number | null;
}

/** A real planner may cut somewhat finer or coarser than the fixture says: so much of its number, but at least so many. */
const SHARE = 0.5;
const LEAST = 1;

const widths = (planned: Planned): readonly (number | 'each')[] =>
  planned.kind === 'question' ? [] : planned.plan.stages.map((stage) => (stage.each == null ? stage.lanes.length : 'each'));

const sum = (stages: readonly (number | 'each')[]): number =>
  stages.reduce<number>((total, width) => total + (width === 'each' ? 0 : width), 0);

/** `plan` with one lane and with several are different kinds: one says that there is nothing to cut. */
const kindOf = (kind: string, stages: readonly (number | 'each')[]): string =>
  kind === 'question' ? kind : stages.length === 1 && stages[0] === 1 ? 'one call' : 'fan out';

export function toScore({ name, expect }: RequestFixture, planned: Planned, run: Pick<Score, 'asked' | 'ms' | 'usd'>): Score {
  const got = widths(planned);
  const merge = planned.kind === 'plan' ? (planned.plan.stages.at(-1)?.merge ?? '') : planned.code;
  if (expect.kind === 'question') {
    const isQuestion = planned.kind === 'question';
    return {
      name,
      ...run,
      kind: isQuestion,
      lanes: isQuestion,
      merge: isQuestion && merge === expect.code,
      got: `${got.join('+') || 'question'} ${merge}`,
    };
  }
  const wanted = sum(expect.stages);
  return {
    name,
    ...run,
    kind: kindOf(planned.kind, got) === kindOf('plan', expect.stages),
    lanes:
      planned.kind === 'plan' &&
      Math.abs(sum(got) - wanted) <= Math.max(LEAST, wanted * SHARE) &&
      got.includes('each') === expect.stages.includes('each'),
    merge: merge === expect.merge,
    got: `${got.join('+') || 'question'} ${merge}`,
  };
}

const mark = (good: boolean): string => (good ? 'yes' : 'NO');
const share = (scores: readonly Score[], of: (score: Score) => boolean): string => `${scores.filter(of).length} of ${scores.length}`;

/** A Markdown table of those that a planner was asked for, and the sums over all. */
export function toReport(scores: readonly Score[]): string {
  const asked = scores.filter((score) => score.asked);
  const rows = asked.map(
    ({ name, got, kind, lanes, merge, ms, usd }) =>
      `| ${name} | ${got} | ${mark(kind)} | ${mark(lanes)} | ${mark(merge)} | ${(ms / 1_000).toFixed(1)} | ${usd === null ? '?' : usd.toFixed(4)} |`,
  );
  const known = asked.filter((score) => score.usd !== null);
  const total = known.reduce((all, score) => all + (score.usd ?? 0), 0);
  const times = asked.map((score) => score.ms).sort((a, b) => a - b);
  return [
    '| request | got | kind | lanes | merge | s | USD |',
    '| --- | --- | --- | --- | --- | ---: | ---: |',
    ...rows,
    '',
    `Planner asked: ${asked.length} of ${scores.length} requests; the others were cut by rule.`,
    ...[asked, scores].map(
      (some, at) =>
        `${at === 0 ? 'By the planner' : 'All'}: kind ${share(some, (it) => it.kind)}, lanes ${share(some, (it) => it.lanes)}, merge ${share(some, (it) => it.merge)}.`,
    ),
    `Planner: median ${((times[Math.floor(times.length / 2)] ?? 0) / 1_000).toFixed(1)} s, ${total.toFixed(4)} USD in all${known.length < asked.length ? ` (the price of ${asked.length - known.length} is not known)` : ''}.`,
  ].join('\n');
}
