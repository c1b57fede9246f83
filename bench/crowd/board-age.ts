import { quantile } from '../median.ts';

export interface Ages {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Changes that no board ever showed. */
  readonly unseen: number;
}

/** How old boards are: the time between the end of a lane and a board that counts it. In milliseconds. */
export interface BoardAge {
  /** One more lane of that run is done. */
  laneDone(runId: string): void;
  /** A board with so many lanes done is there. */
  shown(runId: string, done: number): void;
  ages(): Ages;
}

export function createBoardAge(now: () => number): BoardAge {
  const runs = new Map<string, { readonly doneAtMs: number[]; shown: number }>();
  const ages: number[] = [];
  const runOf = (runId: string) => {
    const it = runs.get(runId) ?? { doneAtMs: [], shown: 0 };
    runs.set(runId, it);
    return it;
  };
  return {
    laneDone: (runId) => void runOf(runId).doneAtMs.push(now()),
    shown(runId, done) {
      const run = runOf(runId);
      for (const atMs of run.doneAtMs.slice(run.shown, done)) ages.push(now() - atMs);
      run.shown = Math.max(run.shown, done);
    },
    ages: () => ({
      p50: quantile(ages, 0.5),
      p99: quantile(ages, 0.99),
      most: Math.max(...ages),
      unseen: [...runs.values()].reduce((sum, run) => sum + run.doneAtMs.length - run.shown, 0),
    }),
  };
}
