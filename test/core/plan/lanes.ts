import { type LanePlan, type StagePlan, TEXT } from '#core/plan/plan.ts';

export const toLane = (title: string, prompt: string, change: Partial<LanePlan> = {}): LanePlan => ({
  title,
  prompt,
  sources: ['S1'],
  work: 'translate',
  output: TEXT,
  ...change,
});

export const toStage = (lanes: readonly LanePlan[]): StagePlan => ({
  title: 'stage',
  lanes,
  merge: 'ordered',
  mergePrompt: '',
  distinct: false,
  rowName: 'Language',
});

export const LANGUAGES = toStage(['French', 'German', 'Thai'].map((it) => toLane(it, `Translate the material into ${it}. Keep the tone.`)));
