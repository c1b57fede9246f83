import type { CutText } from '../plan.ts';
import { languageNames } from './language-names.ts';
import { splitMaterial } from './material.ts';
import { stripPoliteness } from './politeness.ts';

export interface RequestWords {
  /** What is to be done, without what is only said to be polite. */
  readonly words: string;
  /** Material that stood in the request's text: none or one. */
  readonly texts: readonly CutText[];
}

/** Tells the instruction of a request from the text it is about. The same request is always told apart the same way. */
export function readWords(request: string, hasSources: boolean): RequestWords {
  const { words, text } = splitMaterial(stripPoliteness(request), hasSources, languageNames());
  return { words, texts: text === null || text === '' ? [] : [{ id: 'T1', title: 'the text', text }] };
}
