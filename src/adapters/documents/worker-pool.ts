import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Job, Outcome } from './job.ts';
import type { DocumentLimits } from './limits.ts';

/** How a job ended: with the worker's answer, or why there was none. */
export type Ending =
  | Outcome
  | { readonly kind: 'late' }
  | { readonly kind: 'too much memory' }
  | { readonly kind: 'died'; readonly cause: unknown };

/** Runs jobs in worker threads, as many at once as there are workers; the others wait. */
export interface WorkerPool {
  /** Rejects only with `signal.reason`, at once; the worker that had the job is ended. */
  run(job: Job, signal: AbortSignal): Promise<Ending>;
  /** Ends the idle workers; call it when all that was run has settled. The pool can still be used. */
  close(): Promise<void>;
}

/**
 * How often a worker's memory is looked at. Node's own limit is no help alone: it does not count what lies outside the heap (unpacked streams do), and a
 * thread that meets it in one large allocation takes the whole process with it. So it stands far above ours, and is met only when looking was too slow.
 */
const MEMORY_CHECK_MS = 20;
const HEAP_HEADROOM = 4;
const MIB = 1024 * 1024;

export function createWorkerPool(limits: DocumentLimits): WorkerPool {
  const queue = new PQueue({ concurrency: limits.workers });
  const idle = new Set<Worker>();

  function hire(): Worker {
    const [resting] = idle;
    if (resting === undefined) return spawn(limits, (worker) => idle.delete(worker));
    idle.delete(resting);
    resting.ref();
    return resting;
  }

  async function runNow(job: Job, signal: AbortSignal): Promise<Ending> {
    signal.throwIfAborted();
    const worker = hire();
    let isSound = false;
    try {
      const ending = await perform(worker, job, limits, signal);
      isSound = isExpected(ending);
      return ending;
    } finally {
      if (isSound) {
        worker.unref(); // an idle worker keeps no process alive
        idle.add(worker);
      } else await worker.terminate();
    }
  }

  return {
    run: (job, signal) => queue.add(() => runNow(job, signal), { signal }),
    async close() {
      await Promise.all([...idle].map((worker) => worker.terminate()));
    },
  };
}

/** Whatever made a parser fail may still be going on in there, so the next file gets a fresh worker; a plain refusal leaves nothing behind. */
function isExpected(ending: Ending): boolean {
  if (ending.kind !== 'failure') return ending.kind === 'document' || ending.kind === 'archive';
  return ['source_missing', 'source_empty', 'source_encrypted', 'source_not_text'].includes(ending.failure.code);
}

function spawn(limits: DocumentLimits, gone: (worker: Worker) => void): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: limits,
    resourceLimits: { maxOldGenerationSizeMb: limits.workerMemoryMb * HEAP_HEADROOM },
    // Parsers print, and standard output is for answers. Nobody reads it: that would keep the process alive.
    stdout: true,
    stderr: true,
    // No document has a use for the environment, and no worker for how the program was started.
    env: {},
    execArgv: [],
  });
  worker.on('error', () => gone(worker));
  worker.on('exit', () => gone(worker));
  return worker;
}

async function perform(worker: Worker, job: Job, limits: DocumentLimits, signal: AbortSignal): Promise<Ending> {
  const { promise, resolve, reject } = Promise.withResolvers<Ending>();
  const onAbort = (): void => reject(signal.reason);
  const onError = (cause: unknown): void => resolve(isOutOfMemory(cause) ? { kind: 'too much memory' } : { kind: 'died', cause });
  const onExit = (code: number): void => resolve({ kind: 'died', cause: new Error(`a worker ended with ${code}`) });
  const late = setTimeout(() => resolve({ kind: 'late' }), limits.timeoutMs);
  const watch = setInterval(() => {
    worker.getHeapStatistics().then(
      ({ used_heap_size, external_memory }) => {
        if (used_heap_size + external_memory > limits.workerMemoryMb * MIB) resolve({ kind: 'too much memory' });
      },
      () => undefined, // it has just ended, which is heard of otherwise
    );
  }, MEMORY_CHECK_MS);
  worker.once('message', resolve).once('error', onError).once('exit', onExit);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    worker.postMessage(job);
    return await promise;
  } finally {
    clearTimeout(late);
    clearInterval(watch);
    worker.off('message', resolve).off('error', onError).off('exit', onExit);
    signal.removeEventListener('abort', onAbort);
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
