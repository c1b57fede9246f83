/** What a judge's verdicts look like. Loads zod: import it where a judge is asked. */

import { z } from 'zod';
import { type AnswerForm, createForm, toCount, toCounts, toRecord, toText } from '../forms/answer-form.ts';

export type Verdict = 'A' | 'B' | 'tie';

const VERDICTS: Readonly<Record<string, Verdict>> = { a: 'A', b: 'B', tie: 'tie', draw: 'tie', neither: 'tie', both: 'tie' };

const toVerdict = (said: unknown): unknown => {
  const word = typeof said === 'string' ? said.toLowerCase().replace(/^\s*(?:the )?text\b|[^\p{L}]/gu, '') : '';
  return Object.hasOwn(VERDICTS, word) ? VERDICTS[word] : said;
};

export const VERDICT: AnswerForm<{ readonly winner: Verdict }> = createForm(
  'verdict',
  toRecord({ winner: z.preprocess(toVerdict, z.enum(['A', 'B', 'tie'])), why: toText() }),
);

/** The number of one of so many texts, 1-based. */
export const toChoiceForm = (count: number): AnswerForm<{ readonly number: number }> =>
  createForm(
    'choice',
    toRecord({
      number: toCount().pipe(
        z
          .number({ error: `must be a number from 1 to ${count}` })
          .int()
          .max(count),
      ),
      why: toText(),
    }),
  );

/** Numbers of pairs, 1-based; those that there are not say nothing. */
export const SAME_PAIRS: AnswerForm<{ readonly same: readonly number[] }> = createForm('same_pairs', toRecord({ same: toCounts() }));
