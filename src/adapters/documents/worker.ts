/** What runs in a worker thread: jobs come in, outcomes go out, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job } from './job.ts';
import type { DocumentLimits } from './limits.ts';
import { createPerformer } from './perform.ts';

const perform = createPerformer(workerData as DocumentLimits);

parentPort?.on('message', async (job: Job) => {
  const outcome = await perform(job);
  parentPort?.postMessage(outcome.kind === 'failure' ? { ...outcome, cause: toCause(outcome.cause) } : outcome);
});

/** Errors cross threads as copies, and one that holds what can't be copied would not cross at all. */
function toCause(cause: unknown): unknown {
  return cause instanceof Error ? new Error(`${cause.name}: ${cause.message}`) : undefined;
}
