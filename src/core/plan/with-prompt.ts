import type { LanePlan } from './plan.ts';

/** The lane asked with that prompt: what it was given answers no other. */
export function withPrompt({ given, ...lane }: LanePlan, prompt: string): LanePlan {
  return { ...lane, prompt, ...(given !== undefined && prompt === lane.prompt && { given }) };
}
