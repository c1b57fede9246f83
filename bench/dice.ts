import { createRandom } from '#test/fakes/random.ts';

/** Chance that repeats itself for the same seed. */
export function createDice(seed: number) {
  const { next } = createRandom(seed);
  return {
    next,
    /** Mean 0, deviation 1 (Box and Muller). */
    normal: (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
