import type { RunView } from '#core/view/run-view.ts';

/** So long after its end words may still be about a run. In milliseconds. */
const JUST_ENDED_MS = 10 * 60_000;
const MOST_SEEN = 20;

/** The runs that a chat has shown, as they were last. */
export interface Seen {
  /** A run that goes on, and of which nothing is known yet. */
  expect(runId: string): void;
  keep(view: RunView): void;
  get(runId: string): RunView | undefined;
  /** Which of them asks for something, and which one words may be about: of several the one that was shown last. */
  now(nowMs: number): { readonly asking: RunView | null; readonly about: string | null };
}

export function createSeen(): Seen {
  const views = new Map<string, RunView>();
  const expected = new Set<string>();
  return {
    expect: (runId) => void (views.has(runId) || expected.add(runId)),
    keep(view) {
      expected.delete(view.runId);
      views.delete(view.runId);
      views.set(view.runId, view);
      const [oldest] = views.keys();
      if (views.size > MOST_SEEN && oldest !== undefined) views.delete(oldest);
    },
    get: (runId) => views.get(runId),
    now(nowMs) {
      const newest = [...views.values()].reverse();
      const find = (holds: (view: RunView) => boolean): RunView | null => newest.find(holds) ?? null;
      // What is said while it is planned waits for the plan.
      const going = find((view) => view.phase !== 'ended');
      const ended = find((view) => view.lanes.length > 0 && view.endedAtMs !== null && nowMs - view.endedAtMs < JUST_ENDED_MS);
      return {
        asking: find((view) => view.card !== null) ?? find((view) => view.raiseUsd !== null),
        about: [...expected].at(-1) ?? (going ?? ended)?.runId ?? null,
      };
    },
  };
}
