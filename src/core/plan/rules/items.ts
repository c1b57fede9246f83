import { toOneLane } from '../one-call.ts';
import { findListing } from '../read/each-of-result.ts';
import type { Rule } from '../rule.ts';

const MAX_WORDS = 30;
/** What makes another form of it than a list: a table, or several things to say of each. */
const OTHER_FORM =
  /\b(?:tables?|columns?|paragraphs?|essay|report|article|story|csv|json|code|compare|comparison|explain|explanations?|describe|rank(?:ed)?|pros|each|along|together|including|sources?|links?|with)\b/iu;
/** Parts of a text and of time are no things to list. */
const NO_THINGS = /\b(?:paragraphs?|sentences?|words?|lines?|pages?|sections?|chapters?|minutes?|hours?|seconds?|days?|versions?)$/i;

/** "name 50 inventors": one call that answers with a list, which code counts. */
export const planItems: Rule = async ({ request, whole }) => {
  if (request.mode === 'orchestrate') return null;
  const { masked, work } = whole;
  if (work === 'keywords') return null;
  const listing = findListing(masked);
  if (listing === null || listing.count === null || NO_THINGS.test(listing.many)) return null;
  const oneSentence = !/[.!?:：\n](?=[\s\S]*[\p{L}\p{N}])/u.test(masked);
  if (!oneSentence || OTHER_FORM.test(masked) || masked.split(/\s+/).length > MAX_WORDS) return null;
  const stage = toOneLane(whole);
  const output = { kind: 'items', fields: [], count: listing.count } as const;
  const lanes = stage.lanes.map((lane) => ({ ...lane, output }));
  const why = `1 call: a list of ${listing.count} ${listing.many}`;
  return { kind: 'plan', plan: { mode: 'simple', why, notes: [], texts: whole.texts, stages: [{ ...stage, lanes, merge: 'dedupe' }] } };
};
