import { type FormGiven, goesThrough, textsOf } from '../form-stage.ts';
import type { Question } from '../plan.ts';
import { shorten } from '../title.ts';
import { overChunks } from './chunks.ts';
import type { Over, Piece } from './over.ts';

/** All material as one piece; where it is one text that is too long for one call, as its parts. */
export function overWhole({ form, sources, deps }: FormGiven): Over | Question {
  const texts = textsOf(form);
  const materials = [...sources, ...texts.map(({ id, title, text }) => ({ id, title, chars: text.length }))];
  const [only, ...others] = materials;
  const chunks = only === undefined || others.length > 0 ? null : overChunks(only, goesThrough(form), deps);
  if (chunks !== null) return 'code' in chunks ? chunks : { ...chunks, texts };
  const piece: Piece = {
    title: shorten(form.words),
    item: 'the material',
    isNamed: false,
    sources: materials.map((material) => material.id),
    aside: null,
  };
  return { one: 'text', many: 'texts', pieces: [piece], texts, rowName: '', notes: [], account: [], parted: [], long: false };
}
