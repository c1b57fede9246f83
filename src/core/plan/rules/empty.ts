import { toQuestion } from '../question.ts';
import type { Rule } from '../rule.ts';

/** Nothing was asked. */
export const planEmpty: Rule = async ({ request, sources }) => {
  if (/[\p{L}\p{N}\p{S}]/u.test(request.text)) return null;
  const attached = sources.length === 0 ? '' : `${sources.length === 1 ? 'Something is' : `${sources.length} sources are`} attached. `;
  return toQuestion(
    'request_empty',
    `${attached}What should be done? Say it like “summarize each of these” or “translate into 15 languages: …”.`,
  );
};
