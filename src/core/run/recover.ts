import type { Log } from '../ports/log.ts';
import type { LiveRunDeps } from './live-run.ts';
import type { Runs } from './runs.ts';

/**
 * Takes up every run that did not end, oldest first, or only the one named, and gives their ids. Only for the one process that owns the store, and only for runs that it does not
 * carry yet: whatever their log says is in flight was in flight in a process that is dead.
 */
export async function recover(
  runs: Runs,
  { runLog, log }: Pick<LiveRunDeps, 'runLog'> & { readonly log: Pick<Log, 'error'> },
  only?: string,
): Promise<string[]> {
  const unfinished = (await runLog.list({ unfinished: true })).map((heading) => heading.runId);
  const orphans = unfinished.filter((runId) => runs.live(runId) === null && (only === undefined || runId === only));
  const taken: string[] = [];
  for (const runId of orphans) {
    using held = await runs.hold(runId).catch((error: unknown) => {
      if (only !== undefined) throw error;
      // One that can't be read must not keep the others from going on.
      log.error({ err: error, runId }, 'a run could not be taken up; the next start tries it again');
      return null;
    });
    if (held === null) continue;
    taken.push(runId);
    const { run } = held;
    const inFlight = run.state().lanes.filter((lane) => lane.status === 'running');
    // Together: hundreds of them are one write.
    await Promise.all(inFlight.map(({ lane, starts }) => run.append({ type: 'lane.interrupted', lane, start: starts })));
    runs.carry(runId);
  }
  return taken;
}
