import { TEXT } from '../plan.ts';
import { tooManyLanes, toQuestion } from '../question.ts';
import { mask } from '../read/mask.ts';
import type { Rule } from '../rule.ts';
import { shorten, toTitles } from '../title.ts';
import { workOf } from '../work.ts';

/** The person laid out the lanes: one prompt each, with what the request says as their common instruction. */
export const planManual: Rule = async ({ request, sources, deps }) => {
  const prompts = request.laneList.map((prompt) => prompt.trim()).filter((prompt) => prompt !== '');
  if (request.mode !== 'manual' && !(request.mode === 'auto' && prompts.length > 0)) return null;
  if (prompts.length === 0)
    return toQuestion('lanes_missing', 'Manual mode needs lanes: give a file with one lane prompt a line (--lanes FILE).');
  if (prompts.length > deps.maxLanes) return tooManyLanes(prompts.length, deps.maxLanes);
  const common = request.text.trim();
  const titles = toTitles(prompts);
  const lanes = prompts.map((prompt, index) => ({
    title: titles[index] ?? '',
    prompt: common === '' ? prompt : `${common}\n\n${prompt}`,
    sources: sources.map((source) => source.id),
    work: workOf(mask(common === '' ? prompt : common)),
    output: TEXT,
  }));
  const why = `${lanes.length} ${lanes.length === 1 ? 'lane' : 'lanes'}: laid out by hand`;
  const stage = {
    title: shorten(common) || 'Lanes',
    lanes,
    merge: request.merge ?? 'ordered',
    mergePrompt: common || 'Merge the results into one text.',
    distinct: false,
    rowName: '',
  } as const;
  return { kind: 'plan', plan: { mode: 'manual', why, notes: [], texts: [], stages: [stage] } };
};
