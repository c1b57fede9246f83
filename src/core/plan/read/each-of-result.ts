import { PART_NOUNS } from '../data/nouns.ts';
import { IMPERATIVES } from '../data/verbs.ts';
import { COUNT, parseCount } from './count.ts';
import { isPlural, singular } from './noun.ts';
import { oneOf } from './pattern.ts';
import { findReferences, isMaterialNoun, type Reference } from './reference.ts';

/** A step that has a list for its result. */
export interface Listing {
  /** How many are asked for; null where no number is. */
  readonly count: number | null;
  /** "car makers" */
  readonly many: string;
  /** "car maker" */
  readonly one: string;
}

const MAX_LISTING_CHARS = 400;
const LISTING = oneOf([
  'list',
  'name',
  'find',
  'extract',
  'identify',
  'collect',
  'give',
  'get',
  'gather',
  'enumerate',
  'brainstorm',
  'come up with',
  'think of',
  'compile',
  'pull out',
  'suggest',
  'propose',
  'generate',
  'pick',
  'select',
  'search for',
]);
const LISTS = new RegExp(
  `^${LISTING}\\s+(?:me\\s+|us\\s+|out\\s+|up\\s+)?(?:an?\\s+(?:[\\p{L}-]+\\s+)?list\\s+(?:of|with)\\s+)?|^(?:write|make|create|give|compile)\\s+(?:me\\s+|us\\s+)?(?:an?|the)\\s+(?:[\\p{L}-]+\\s+)?list\\s+(?:of|with)\\s+`,
  'iu',
);
/** Where the name of the things ends and what is said of them begins. */
const NAME_END =
  /\s+(?:in|of|from|for|with|that|which|who|whom|whose|on|by|to|at|about|mentioned|named|used|using|made|across|within|worldwide|where|when|and|or|as|under|over|between|like|such|per|there|we|you|they|it|is|are|was|were)(?![\p{L}-])|[.,;:!?()\n]/iu;
const COUNTS = new RegExp(`(?:^|\\s)(${COUNT})(?![\\p{L}\\p{N}-])`, 'iu');
const LEADING =
  /^(?:all|the|a|an|our|my|your|their|its|his|her|any|every|some|of|up\s+to|about|around|at\s+least|exactly|top|best|main|major|leading|key|most|least|worst|different|other|new|good|great|famous|popular|important|relevant|possible|common|typical|\d+|[\p{L}]+est)\s+/iu;

/** "EU" and "SaaS" are spelt so; "Cities" is only at the beginning of something. */
const toPlainCase = (word: string): string => (/\p{L}\p{Lu}/u.test(word) ? word : word.toLowerCase());

/** Reads a step that asks for many things of one kind: "list the 10 biggest car makers", "extract all claims". Takes masked text; null for any other. */
export function findListing(masked: string): Listing | null {
  const lead = LISTS.exec(masked);
  if (lead === null) return null;
  const rest = masked.slice(lead[0].length, lead[0].length + MAX_LISTING_CHARS);
  const phrase = rest.slice(0, NAME_END.exec(rest)?.index ?? rest.length).trim();
  const counted = COUNTS.exec(phrase);
  const count = counted === null ? null : parseCount(counted[1] ?? '');
  let name = counted === null ? phrase : phrase.replace(counted[0], ' ').trim();
  for (let shorter = name.replace(LEADING, ''); shorter !== name; shorter = name.replace(LEADING, '')) name = shorter;
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}-]+$/u.test(word));
  const many = words.slice(-2).map(toPlainCase).join(' ');
  if (!isPlural(many) || (count !== null && count < 2)) return null;
  return { count, many, one: singular(many) };
}

/** A step in two: what is listed, and what is done for each of what was found. */
export interface ListThenEach {
  readonly list: string;
  readonly each: string;
}

const VERB = `(?=${oneOf(IMPERATIVES)}(?![\\p{L}-]))`;
/** "…, and for each write a haiku", "… and for each of them, research the price". */
const FOR_EACH = new RegExp(
  `(?:[,;.]\\s*(?:and\\s+)?|\\s+and\\s+)(?:then\\s+)?(?=for\\s+(?:each|every)(?:\\s+(?:one|of\\s+(?:them|these|those)|[\\p{L}-]+))?\\s*,?\\s*${VERB})`,
  'giu',
);
/** Work that is a call's worth for each thing, so that "and" means afterwards. */
const AND_EACH = /(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:research|investigate|fact-check|profile|audit)\s+(?:each|every)(?![\p{L}-]))/giu;

/** Parts "name 5 cities in Spain and for each write a haiku"; null for a step that lists nothing, or does nothing for each. Takes the masked words beside the words. */
export function splitListing(words: string, masked: string): ListThenEach | null {
  if (findListing(masked) === null) return null;
  for (const pattern of [FOR_EACH, AND_EACH]) {
    for (const link of masked.matchAll(pattern)) {
      const each = words.slice(link.index + link[0].length).trim();
      if (link.index > 0 && each !== '') return { list: words.slice(0, link.index).trim(), each };
    }
  }
  return null;
}

/**
 * Where a step says that it goes over what the step before found: "research each", "explain each one", "for each of them, …"; null where it is about something else. Takes masked text.
 */
export function findEachOfResult(masked: string, listing: Listing): Reference | null {
  const found = findReferences(masked.slice(0, MAX_LISTING_CHARS)).find((reference) => reference.kind === 'each');
  if (found === undefined || (found.of && !found.pointed)) return null;
  const { noun } = found;
  if (noun === '' || ['one', 'item', 'thing'].includes(noun)) return found;
  const kind = listing.one.split(' ').at(-1);
  const isOther = isMaterialNoun(noun) || PART_NOUNS.includes(singular(noun));
  return singular(noun) === kind?.toLowerCase() || !isOther ? found : null;
}
