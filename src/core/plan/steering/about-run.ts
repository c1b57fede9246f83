import { isWholeRequest } from '../needs.ts';
import { readSteer } from '../steer-words.ts';

/** Longer words are a request with its material, or a new one. In UTF-16 code units. */
const MAX_CHARS = 500;

/**
 * Whether words said where a run is shown are said about it: with a model all that is not plainly a whole request of
 * its own, since the model tells what they are; without one what a rule reads. Takes any text.
 */
export async function isAboutRun(words: string, hasModel: boolean): Promise<boolean> {
  if (words.length > MAX_CHARS || words.trim() === '') return false;
  if (readSteer(words, null) !== null) return true;
  return hasModel && !(await isWholeRequest(words));
}
