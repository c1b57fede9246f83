import { CONTESTANTS, type ContestantName, type Outcome } from './contestants.ts';
import { median } from './median.ts';
import { boundMs, firstComeMs } from './schedule.ts';
import type { Workload } from './workload.ts';

/** One repetition: what each contestant did with the same lanes. */
export interface Repetition {
  readonly seed: number;
  readonly outcomes: ReadonlyMap<ContestantName, Outcome>;
}

export const HEADER = [
  '| workload | contestant | makespan ms | / bound | / first come | CPU ms per lane | / hand-written | peak RSS MB (idle) | lost | wrong |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

const BASELINE: ContestantName = 'openai + p-queue';

/** Rows of the table for one workload. Ratios are taken within a repetition, then the median: what was slow for all at that moment falls out. */
export function toRows(workload: Workload, repetitions: readonly Repetition[]): string[] {
  const { cap } = workload;
  const names = Object.keys(CONTESTANTS) as ContestantName[];
  const rows = names.map((name) => {
    const of = (value: (outcome: Outcome, repetition: Repetition) => number): number[] =>
      repetitions.flatMap((repetition) => {
        const outcome = repetition.outcomes.get(name);
        return outcome === undefined ? [] : [value(outcome, repetition)];
      });
    const lanes = (seed: number) => workload.lanes(seed);
    const bound = median(of(({ makespanMs }, { seed }) => makespanMs / boundMs(lanes(seed), cap)));
    const firstCome = median(of(({ makespanMs }, { seed }) => makespanMs / firstComeMs(lanes(seed), cap)));
    const cpuRatio = median(of(({ cpuMs }, { outcomes }) => cpuMs / (outcomes.get(BASELINE)?.cpuMs ?? Number.NaN)));
    const worst = (value: (outcome: Outcome) => number): number => Math.max(...of(value));
    return [
      workload.name,
      name,
      Math.round(median(of(({ makespanMs }) => makespanMs))).toLocaleString('en-US'),
      workload.scheduled ? bound.toFixed(3) : bound.toFixed(1),
      workload.scheduled ? firstCome.toFixed(4) : '',
      median(of(({ cpuMs }, { seed }) => cpuMs / lanes(seed).length)).toFixed(3),
      cpuRatio.toFixed(2),
      `${median(of(({ rssMb }) => rssMb))} (${median(of(({ idleRssMb }) => idleRssMb))})`,
      String(worst(({ lost }) => lost)),
      String(worst(({ wrong }) => wrong)),
    ];
  });
  if (workload.scheduled) rows.push(toSimulatedRow(workload, repetitions));
  return rows.map((cells) => `| ${cells.join(' | ')} |`);
}

function toSimulatedRow(workload: Workload, repetitions: readonly Repetition[]): string[] {
  const { name, cap } = workload;
  const all = repetitions.map(({ seed }) => workload.lanes(seed));
  const makespanMs = median(all.map((lanes) => firstComeMs(lanes, cap)));
  const bound = median(all.map((lanes) => firstComeMs(lanes, cap) / boundMs(lanes, cap)));
  return [name, '*first come, computed*', Math.round(makespanMs).toLocaleString('en-US'), bound.toFixed(3), '1.0000', '', '', '', '', ''];
}
