import type { z } from 'zod';
import { createForm, toChoice, toCounts, toFlag, toList, toRecord, toText } from '../../forms/answer-form.ts';

/** Loading this loads zod: import it where a model is asked. */
const SAID = toRecord({
  kind: toChoice(['change', 'question', 'request', 'talk'], {
    missing: 'change',
    also: { new_request: 'request', new: 'request', answer: 'question', none: 'talk', nothing: 'talk' },
  }),
  add: toList(toRecord({ title: toText(), prompt: toText() })),
  drop: toCounts(),
  amend: toRecord({ all: toFlag(false), lanes: toCounts(), words: toText() }),
  retry: toCounts(),
  reply: toText(),
});

/** What a planning model makes of words about a run. */
export const CHANGE_FORM = createForm<z.infer<typeof SAID>>('change', SAID);
