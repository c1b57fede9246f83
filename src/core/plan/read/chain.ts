import { IMPERATIVES } from '../data/verbs.ts';
import { mask } from './mask.ts';
import { oneOf } from './pattern.ts';

const VERB = `(?=${oneOf(IMPERATIVES)}(?![\\p{L}-]))`;
const STARTS = new RegExp(`^${VERB}`, 'iu');
const FIRST = /^(?:first(?:ly)?|1st|to\s+start|to\s+begin)\b,?\s+/i;
const NEXT = new RegExp(
  `(?:[,;.]\\s*|\\n\\s*|\\s)(?:and\\s+)?then\\b,?\\s+(?:please\\s+)?${VERB}` +
    `|(?:[,;.]\\s*(?:and\\s+)?|\\n\\s*|\\sand\\s+)(?:after\\s+that|afterwards|next|finally|lastly)\\b,?\\s+(?:please\\s+)?${VERB}` +
    `|\\s*(?:→|->|=>)\\s*${VERB}`,
  'giu',
);
/** Words that make a "then" part of what is told rather than the next thing to do. */
const TOLD = /\b(?:if|when|whenever|unless|whose|who)\b/i;
const TOLD_WITHOUT_COMMA = /\b(?:if|when|whenever|unless|whose|who|which|that|how|what|why|where|because|while|after|before)\b/i;
/** Where the plan of steps ends and talk or material begins. */
const BODY = /[:：](?:\s|$)|\n[ \t]*\n/;

/**
 * The steps of "research X, then draft a post, then review it"; one step where it is no chain. Every step begins with a verb people order
 * work with; what stands in quotes, or after a colon or a blank line, starts no step.
 */
export function splitChain(words: string): readonly string[] {
  const lead = FIRST.exec(words)?.[0] ?? '';
  const text = words.slice(lead.length);
  const masked = mask(text);
  const plan = masked.slice(0, BODY.exec(masked)?.index ?? masked.length);
  if (!STARTS.test(plan)) return [words];
  const steps: string[] = [];
  let from = 0;
  for (const next of plan.matchAll(NEXT)) {
    const told = /^[\s]/.test(next[0]) && !/[→>]/.test(next[0]) ? TOLD_WITHOUT_COMMA : TOLD;
    if (told.test(plan.slice(from, next.index)) && lead === '') continue;
    steps.push(text.slice(from, next.index).trim());
    from = next.index + next[0].length;
  }
  return steps.length === 0 ? [words] : [...steps, text.slice(from).trim()].filter((step) => step !== '');
}
