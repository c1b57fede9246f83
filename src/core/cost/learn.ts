import type { Experience, Sample } from '../ports/experience.ts';
import type { Log } from '../ports/log.ts';

/** Takes down what lanes came to, for the estimates of later runs. */
export interface Learner {
  note(sample: Sample | null): void;
  /** What is not kept yet is kept. Never rejects: an estimate is no reason to stop a run. */
  flush(): Promise<void>;
}

/** Kept together, since a run may have thousands of lanes; what a death loses is a few samples. */
const BATCH = 100;

export function createLearner(experience: Experience | undefined, log: Log): Learner {
  let samples: Sample[] = [];

  async function flush(): Promise<void> {
    const batch = samples;
    samples = [];
    if (experience === undefined || batch.length === 0) return;
    try {
      await experience.learn(batch);
    } catch (error) {
      log.warn({ err: error, samples: batch.length }, 'what lanes came to could not be kept; later estimates go without it');
    }
  }

  return {
    note(sample) {
      if (sample === null || experience === undefined) return;
      samples.push(sample);
      if (samples.length >= BATCH) void flush();
    },
    flush,
  };
}
