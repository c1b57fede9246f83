import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import type { Work } from '#core/plan/plan.ts';
import type { ModelCall } from '#core/ports/model.ts';

/** A call with these texts as material: `file-1.md`, `file-2.md`, … */
export const toCall = (work: Work, instruction: string, ...texts: readonly string[]): ModelCall => ({
  work,
  instruction,
  materials: texts.map((text, index) => ({ id: `S${index + 1}`, title: `file-${index + 1}.md`, text, picture: null })),
  model: null,
  maxOutputTokens: null,
});

/** What Fanout answers such a call with when there is no model. */
export async function performOffline(work: Work, instruction: string, ...texts: readonly string[]): Promise<string> {
  const completion = await createOfflineModel().complete(toCall(work, instruction, ...texts), () => {}, new AbortController().signal);
  return completion.text;
}
