import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Material } from '#core/ports/model.ts';
import { clip } from './first-sentence.ts';

const MAX_TITLE_CHARS = 100;

/** A material's title as one line of Markdown. */
export const toName = (title: string): string => clip(title.replace(/[\s*_`[\]<>#|]+/g, ' ').trim(), MAX_TITLE_CHARS);

/** One part for each material, under its title where there are several; others have a turn between two. Rejects with `signal.reason` once aborted. */
export async function perMaterial(
  materials: readonly Material[],
  signal: AbortSignal,
  toPart: (material: Material) => string | Promise<string>,
): Promise<string> {
  const parts: string[] = [];
  for (const material of materials) {
    const part = await toPart(material);
    parts.push(materials.length === 1 ? part : `**${toName(material.title)}**\n\n${part}`);
    await nextTurn();
    signal.throwIfAborted();
  }
  return parts.join('\n\n');
}
