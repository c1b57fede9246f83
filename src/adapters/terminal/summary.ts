import type { RunView } from '#core/view/run-view.ts';

/** The last line of `--json`: fixed, since programs read it. Times in milliseconds. */
export function toSummary(view: RunView) {
  const { runId, ledger, lanes, answer, usage } = view;
  const times = lanes.map((lane) => lane.ms);
  return {
    type: 'run.summary',
    runId,
    status: view.outcome ?? 'open',
    wallMs: (view.endedAtMs ?? view.openedAtMs) - view.openedAtMs,
    sumLaneMs: times.reduce((sum, ms) => sum + ms, 0),
    slowestLaneMs: Math.max(0, ...times),
    ledger,
    lanes: lanes.map(({ index, title, status, attempts, ms, code }) => ({
      index,
      title,
      status,
      attempts,
      ms,
      ...(code === null ? {} : { code }),
    })),
    answer,
    usage,
    ...(view.question === null ? {} : { question: view.question }),
  };
}

/** What a finished run says to the shell: 0 every lane done, 3 an answer with lanes missing, 1 no answer, 2 it asked back, 130 it was stopped. */
export function toExitStatus(view: RunView): number {
  switch (view.outcome) {
    case 'done':
      return 0;
    case 'partial':
      return 3;
    case 'question':
      return 2;
    case 'stopped':
      return 130;
    case 'failed':
    case null:
      return 1;
    default:
      throw new Error(`unknown outcome ${JSON.stringify(view.outcome satisfies never)}`);
  }
}
