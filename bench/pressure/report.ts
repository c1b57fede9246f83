import { median } from '../median.ts';
import { boundMs } from './bound.ts';
import type { Outcome } from './compete.ts';
import { BASELINE, type Contestant } from './contestants.ts';
import type { Scenario } from './scenario.ts';
import type { Workload } from './workloads.ts';

/** One repetition: what each contestant did with the same lanes. */
export interface Repetition {
  readonly scenario: Scenario;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

const HEADER = [
  '| contestant | makespan ms | / bound (worst) | / best peer (worst) | more calls (worst) | 429s (worst) | lost, worst | CPU ms a lane | / openai + p-queue | lanes/s | peak RSS MB (idle) |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const pair = (values: readonly number[], format: (value: number) => string): string =>
  values.length === 0 ? '' : `${format(median(values))} (${format(Math.max(...values))})`;

/** The fastest peer that lost nothing; null where all of them did. */
function bestPeerMs({ outcomes }: Repetition, contestants: readonly Contestant[]): number | null {
  const whole = contestants.flatMap(({ name, role }) => {
    const outcome = outcomes.get(name);
    return role === 'peer' && outcome?.lost === 0 ? [outcome.makespanMs] : [];
  });
  return whole.length === 0 ? null : Math.min(...whole);
}

/** One workload as Markdown: a heading, what is asked of Fanout, the table. Ratios are taken within a repetition: what was slow for all at that moment falls out. */
export function toSection(workload: Workload, contestants: readonly Contestant[], repetitions: readonly Repetition[]): string[] {
  const rows = contestants.map(({ name }) => {
    const of = (value: (outcome: Outcome, repetition: Repetition) => number | null): number[] =>
      repetitions.flatMap((repetition) => {
        const outcome = repetition.outcomes.get(name);
        const it = outcome === undefined ? null : value(outcome, repetition);
        return it === null || Number.isNaN(it) ? [] : [it];
      });
    const lanes = ({ scenario }: Repetition): number => scenario.lanes.length;
    return [
      name,
      Math.round(median(of(({ makespanMs }) => makespanMs))).toLocaleString('en-US'),
      pair(
        of(({ makespanMs }, { scenario }) => makespanMs / boundMs(scenario, workload.cap)),
        (it) => it.toFixed(3),
      ),
      pair(
        of(({ makespanMs, lost }, repetition) => (lost > 0 ? null : ratio(makespanMs, bestPeerMs(repetition, contestants)))),
        (it) => it.toFixed(2),
      ),
      pair(
        of(({ calls, refused }, it) => (calls - refused) / lanes(it) - 1),
        percent,
      ),
      pair(
        of(({ calls, refused }) => refused / calls),
        percent,
      ),
      String(Math.max(...of(({ lost }) => lost))),
      median(of(({ cpuMs }, it) => cpuMs / lanes(it))).toFixed(3),
      median(of(({ cpuMs }, { outcomes }) => ratio(cpuMs, outcomes.get(BASELINE)?.cpuMs ?? null))).toFixed(2),
      Math.round(median(of(({ makespanMs }, it) => lanes(it) / (makespanMs / 1_000)))).toLocaleString('en-US'),
      `${median(of(({ rssMb }) => rssMb))} (${median(of(({ idleRssMb }) => idleRssMb))})`,
    ].map((cell) => cell.replaceAll('NaN', '-'));
  });
  const count = repetitions[0]?.scenario.lanes.length ?? 0;
  return [
    `### ${workload.name}`,
    '',
    `${count.toLocaleString('en-US')} lanes, cap ${workload.cap}, ${repetitions.length} repetitions. Asked of Fanout: ${workload.aim}.`,
    '',
    ...HEADER,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ];
}

const ratio = (value: number, to: number | null): number | null => (to === null ? null : value / to);
