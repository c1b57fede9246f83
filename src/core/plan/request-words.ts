import { readForm } from './form/read-form.ts';
import type { Plan } from './plan.ts';

/** What a person said, without the texts that stood in it: those are material, which a stranger may have written. */
export function toRequestWords(text: string, plan: Pick<Plan, 'texts'> | null): string {
  let { words } = readForm(text);
  for (const cut of plan?.texts ?? []) words = words.replaceAll(cut.text, () => ' ');
  return words.trim();
}
