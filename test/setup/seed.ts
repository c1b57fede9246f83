/**
 * Which cases the property tests try. `npm test` tries the same ones each time, so that a change is judged by itself and not by what chance
 * finds in other code; `npm run fuzz` sets FANOUT_TEST_SEED to `random` and tries new ones, and a failure names its seed to try again.
 */
import fc from 'fast-check';

const FIXED = 20_261_123;
const { FANOUT_TEST_SEED: wanted = String(FIXED) } = process.env;

if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isInteger(seed)) throw new Error(`FANOUT_TEST_SEED is "${wanted}": give a whole number, or random.`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
