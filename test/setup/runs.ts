const isFuzz = process.env.FANOUT_TEST_SEED !== undefined;

/** A share that still meets each kind of input of these tests many times over; `npm test` tries the same cases each time, so more of them find nothing new. */
const SHARE = 0.3;

/**
 * How many cases a property test that takes long tries: all of `most` in `npm run fuzz` and wherever a seed is given (so that what it found is found again),
 * a part of them in `npm test`, at least one.
 */
export const runs = (most: number): number => (isFuzz ? most : Math.ceil(most * SHARE));
