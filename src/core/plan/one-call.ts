import { isJoint } from './cuts/sources.ts';
import { type StagePlan, TEXT } from './plan.ts';
import { toPrompt } from './prompt.ts';
import { materialOf, type Step } from './step.ts';
import { shorten } from './title.ts';
import { isQuestion } from './work.ts';

const GOES_ON = 'Work from the material, which is the result of the step before.';

/** A stage of one lane that does the whole step with all its material. */
export function toOneLane(step: Step): StagePlan {
  const sources = materialOf(step);
  const title = shorten(step.words);
  const prompt = toPrompt(step.words, step.work, sources.length > 0);
  const lane = { title, prompt: step.before === null ? prompt : `${prompt} ${GOES_ON}`, sources, work: step.work, output: TEXT };
  return { title, lanes: [lane], merge: 'ordered', mergePrompt: step.words, distinct: false, rowName: '' };
}

/** Why no rule cuts a step. */
export function whyOneCall(step: Step): string {
  const count = step.sources.length;
  if (count > 1)
    return isJoint(step)
      ? `1 call: one result is asked from all ${count} sources`
      : `1 call: it does not say to take the ${count} sources one by one`;
  if (isQuestion(step.masked))
    return /[?？][\s\S]*[?？]/.test(step.masked) ? '1 call: its questions belong together' : '1 call: it is one question';
  if (count + step.texts.length === 1) return '1 call: one text, one task';
  return '1 call: no list, languages or files to split it by';
}
