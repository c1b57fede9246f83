/** What a brief looks like as a model answers with it. Loads zod: import it where a model is asked. */

import { z } from 'zod';
import { createForm, toFlag, toList, toRecord, toText, toTexts } from '../forms/answer-form.ts';

/** A word alone is a term without more. */
const toTerm = <T extends z.ZodType>(term: T) => z.preprocess((value) => (typeof value === 'string' ? { use: value } : value), term);

export const BRIEF = createForm(
  'brief',
  toRecord({ tone: toText(), terms: toList(toTerm(toRecord({ use: toText(), not: toTexts(), always: toFlag(false) }))) }),
);
