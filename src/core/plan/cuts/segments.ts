import { type Finder, PLAIN_CUT } from '../cut.ts';
import { CREATING } from '../data/creations.ts';
import { AUDIENCES, PLATFORMS, SEGMENT_NOUNS } from '../data/segments.ts';
import { dropRepeats } from '../drop-repeats.ts';
import { COUNT } from '../read/count.ts';
import type { Found } from '../read/labels.ts';
import { parseList } from '../read/list.ts';
import { capitalize, singular } from '../read/noun.ts';
import { oneOf } from '../read/pattern.ts';
import type { Step } from '../step.ts';
import { toTitles } from '../title.ts';

const MAX_INSTRUCTION_CHARS = 4_000;
const MAX_SEGMENT_CHARS = 60;
const MAX_LISTS = 20;
const PLURAL = oneOf(SEGMENT_NOUNS.map((noun) => (/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`)));
/** "for the audiences A, B and C", "in three markets: A, B, C" */
const ANNOUNCED = new RegExp(
  `\\b(?:for|in|to|on)\\s+((?:(?:each|all)\\s+of\\s+)?(?:the\\s+|these\\s+|our\\s+)?(?:following\\s+)?(?:${COUNT}\\s+)?(?:different\\s+|target\\s+)?(${PLURAL})(?![\\p{L}-])\\s*[:(]?\\s*)(?=[\\p{L}\\p{N}\\uFFFC])`,
  'diu',
);
const PERSPECTIVE = /\bfrom\s+the\s+(?:perspectives?|points?\s+of\s+view|views?|viewpoints?)\s+of\s+()/diu;
const FOR = /\bfor\s+()(?=[\p{L}\p{N}])/dgiu;
const WRITES = new RegExp(
  `^(?:${oneOf([...CREATING, 'adapt', 'rewrite', 'tailor', 'rephrase', 'explain', 'pitch', 'turn', 'build'])})(?![\\p{L}-])`,
  'iu',
);
const END =
  /[.!?;](?=\s|$)|[:：](?=\s|$)|\n|\s(?:about|that|which|who|so|with|based|using|in|from|and\s+(?:keep|make|use|then))\s|,\s*(?:each|then|keep|in|with|about|max)\b|\)/i;

const isPlatform = (item: string): boolean => PLATFORMS.includes(item.toLowerCase());
const isAudience = (item: string): boolean => AUDIENCES.includes(item.toLowerCase().split(/\s+/).at(-1) ?? '');

function listAt({ words, masked }: Step, start: number): Found | null {
  const rest = masked.slice(start, start + MAX_INSTRUCTION_CHARS);
  const end = start + (END.exec(rest)?.index ?? rest.length);
  const { items } = parseList(words.slice(start, end));
  const fit = items.length > 1 && items.every((item) => item.length <= MAX_SEGMENT_CHARS && item.split(/\s+/).length <= 6);
  return fit ? { items, start, end: start + words.slice(start, end).trimEnd().length } : null;
}

/** A list after "for" of which every item is known for one: two audiences may share a text, two platforms never do. */
function findKnown(step: Step): Found | null {
  for (const match of step.masked.slice(0, MAX_INSTRUCTION_CHARS).matchAll(FOR).take(MAX_LISTS)) {
    const list = listAt(step, match.index + match[0].length);
    if (list === null) continue;
    const least = /\b(?:one|a)\s+(?:version|variant|text|copy)\b/i.test(step.masked.slice(0, match.index)) ? 2 : 3;
    if (list.items.every(isPlatform) || (list.items.length >= least && list.items.every(isAudience))) return list;
  }
  return null;
}

function findAnnounced(step: Step): (Found & { readonly noun: string }) | null {
  const head = step.masked.slice(0, MAX_INSTRUCTION_CHARS);
  const announced = ANNOUNCED.exec(head) ?? PERSPECTIVE.exec(head);
  const list = announced === null ? null : listAt(step, announced.index + announced[0].length);
  const from = announced?.indices?.[1]?.[0];
  return list === null || from === undefined ? null : { ...list, start: from, noun: announced?.[2] ?? 'perspective' };
}

/** "write the landing page for students, parents and teachers": the same thing once for each. Not "a poem for mom and dad", which is one. */
export const findSegments: Finder = async (step) => {
  if (!WRITES.test(step.masked)) return null;
  const announced = findAnnounced(step);
  const list = announced ?? findKnown(step);
  if (list === null) return null;
  const { kept, notes } = dropRepeats(list.items);
  const titles = toTitles(kept);
  return {
    ...PLAIN_CUT,
    one: 'segment',
    many: 'segments',
    rowName: announced === null ? 'For' : capitalize(singular(announced.noun.toLowerCase())),
    parts: kept.map((item, index) => ({
      title: titles[index] ?? item,
      edits: [{ start: list.start, end: list.end, text: item }],
      passage: '',
      aside: '',
      sources: null,
    })),
    notes,
    joined: [],
    creates: true,
  };
};
