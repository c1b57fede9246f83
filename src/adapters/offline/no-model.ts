import { type Failure, FanoutError } from '#core/errors.ts';
import type { Material, ModelCall } from '#core/ports/model.ts';

/** For work that only a model can do, and for work whose material is missing. */
export const NO_MODEL: Failure = {
  code: 'no_model',
  reason: 'This needs a model: set OPENAI_API_KEY, or OPENAI_BASE_URL for any OpenAI-compatible endpoint, or start Ollama on this machine.',
};

/** Rules work on material, never on what a person asks. */
export const refuseWithoutMaterial = ({ materials }: ModelCall): Failure | null => (materials.length > 0 ? null : NO_MODEL);

/** The materials that hold text. Throws `FanoutError` `source_empty` when none does. */
export function filled(materials: readonly Material[]): Material[] {
  const found = materials.filter(({ text }) => text.trim() !== '');
  if (found.length === 0) throw new FanoutError('source_empty', 'There is no text in this material.');
  return found;
}
