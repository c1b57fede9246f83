import { toPast } from '#core/cost/past.ts';
import { type Experience, MAX_SAMPLES, type Sample } from '#core/ports/experience.ts';

/** What was learnt, as long as the process lives. */
export function createMemoryExperience(): Experience {
  const kinds = new Map<string, Map<string, Sample>>();
  const kindOf = (work: string, model: string): string => `${work} ${model}`;
  return {
    async learn(samples) {
      for (const sample of samples) {
        const kind = kindOf(sample.work, sample.model);
        const kept = kinds.get(kind) ?? new Map<string, Sample>();
        kinds.set(kind, kept);
        if (kept.has(sample.key)) continue;
        kept.set(sample.key, sample);
        const oldest = kept.keys().next();
        if (kept.size > MAX_SAMPLES && !oldest.done) kept.delete(oldest.value);
      }
    },
    about: async (work, model) => toPast([...(kinds.get(kindOf(work, model))?.values() ?? [])]),
  };
}
