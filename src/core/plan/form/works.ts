import type { Work } from '../plan.ts';
import type { Role } from './lexicon.ts';

/** The verbs of the table, by the work that they order. */
export const WORKS: Readonly<Partial<Record<Role, Work>>> = {
  translate: 'translate',
  summarize: 'summarize',
  do: 'write',
  tell: 'write',
  answer: 'answer',
  extract: 'extract',
  count: 'count',
  dedupe: 'dedupe',
  keywords: 'keywords',
  compare: 'compare',
  language: 'language',
  fill: 'write',
  classify: 'classify',
};
