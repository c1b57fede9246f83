import { readForm } from './form/read-form.ts';

/** Loads what reads requests and planners' answers, while nobody waits: tens of milliseconds each, the first time. */
export async function loadPlanner(): Promise<void> {
  readForm('translate into French: hello');
  await import('./planner/plan-by-model.ts');
}
