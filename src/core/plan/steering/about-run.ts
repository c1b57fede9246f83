import { isDropped, type RunState } from '../../run/state.ts';
import { refersToThread, rulesCut } from '../needs.ts';
import { readSteer } from '../steer-words.ts';

/** Longer words are a request with its material, or a new one. In UTF-16 code units. */
const MAX_CHARS = 500;

/** Whether words said in a run's thread are about the run. What rules would cut into lanes, or has a text of its own, is a request; what a rule understands as a change, and all that is left, is not. */
export async function isAboutRun(words: string, state: RunState): Promise<boolean> {
  if (words.length > MAX_CHARS || words.trim() === '') return false;
  const lanes = state.lanes
    .filter((lane) => !isDropped(lane))
    .map(({ lane, status, stage, plan }) => ({ lane, title: plan.title, status, stage, plan }));
  if (readSteer(words, { stages: state.plan?.stages ?? [], lanes }) !== null) return true;
  return !refersToThread(words) && !(await rulesCut(words));
}
