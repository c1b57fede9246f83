import { findBlock } from './block.ts';
import { parseList } from './list.ts';

export interface Found {
  readonly items: readonly string[];
  /** Where they stand in the words: [start, end). */
  readonly start: number;
  readonly end: number;
}

const MAX_LABELS = 50;
const MAX_LABEL_CHARS = 40;
/** An instruction is shorter than this; what lies behind is material. In UTF-16 code units. */
const MAX_INSTRUCTION_CHARS = 4_000;

const VERB =
  /(?:^|[:;,.!?\n]\s*|\b(?:and|then|please|to)\s+)(?:classify|categori[sz]e|label|tag|sort|mark|bucket|triage|rate|assign)(?![\p{L}-])/iu;
const KIND = '(?:labels?|categor(?:y|ies)|class(?:es)?|tags?|groups?|buckets?|types?|topics?|options?)';
const OF_THEM = `(?:(?:either|exactly|only|being)\\s+)?(?:(?:the|these|a|any)\\s+)?(?:(?:one|any)\\s+of(?:\\s+|(?=\\s*[:\\n])))?(?:(?:the|these)\\s+)?(?:following\\s+)?(?:(?:\\d{1,2}|two|three|four|five|six)\\s+)?(?:${KIND}(?:\\s+of)?(?![\\p{L}-])\\s*)?:?\\s*`;
const LEAD = new RegExp(
  `\\s(?:as|into|under)(?![\\p{L}-])\\s*:?\\s*${OF_THEM}|\\s(?:in|to|with|using|from)\\s+(?=[^,.:]{0,40}(?:\\bone\\s+of\\b|\\b${KIND}\\b))${OF_THEM}`,
  'iu',
);
/** "label each one good or bad": only an "or" makes labels of what has no "as". */
const BARE_LEAD =
  /^\s+(?:each|every|all|these|those|them)(?:\s+(?:one|of\s+(?:these|them|those)))?\s+(?=(?!and\b)[^.:\n]{1,80}\sor\s)(?![^.:\n]{0,80}\sand\s)/iu;
const END = /[.!?](?=\s|$)|\n|[:：](?=\s|$)/;
/** What makes an answer more than a label. */
const MORE = /\b(?:explain|justify|reasons?|reasoning|why|confidence|rationale|also|summari[sz]e)\b/i;
const BASIS = /\s+(?:based\s+on|according\s+to|depending\s+on|by\s+how|for\s+each)\s.*$/is;

const toLabel = (item: string): string =>
  item
    .replace(/^(?:either|an?|the|or|as)\s+/i, '')
    .replace(/[.!?]$/, '')
    .trim();

function toLabels(text: string): readonly string[] {
  const { items } = parseList(text.replace(BASIS, ''));
  const labels = items.map(toLabel).filter((label) => label !== '');
  const unlike = [...new Map(labels.map((label) => [label.toLowerCase(), label])).values()];
  const fit = unlike.every((label) => label.length <= MAX_LABEL_CHARS && label.split(/\s+/).length <= 4);
  return fit && unlike.length > 1 && unlike.length <= MAX_LABELS ? unlike : [];
}

function found(words: string, start: number, end: number): Found | null {
  const items = toLabels(words.slice(start, end));
  return items.length === 0 ? null : { items, start, end };
}

/**
 * The labels of "classify each as A, B or C", "sort these into X and Y", "label each one good or bad"; null where the answer is to be more than
 * one of them. `words` and their masked form are as long.
 */
export function findLabels(words: string, masked: string): Found | null {
  const head = masked.slice(0, MAX_INSTRUCTION_CHARS);
  const verb = VERB.exec(head);
  if (verb === null) return null;
  const from = verb.index + verb[0].length;
  const rest = head.slice(from, from + 400);
  const sentence = rest.slice(0, /[.!?](?=\s|$)|\n\s*\n/.exec(rest)?.index ?? rest.length);
  // "by sentiment (good, bad)"
  const inside = /\(([^()\n]{3,300})\)/.exec(words.slice(from, from + sentence.length));
  const bare = BARE_LEAD.exec(sentence)?.[0].length;
  const lead = LEAD.exec(sentence);
  const starts = [lead === null ? null : lead.index + lead[0].length, bare ?? null].filter((start) => start !== null);
  for (const start of starts) {
    const at = from + start;
    const block = findBlock(words.slice(at));
    if (block !== null && words.slice(at, at + block.start).trim() === '') {
      const labels = toLabels(block.items.join('\n'));
      if (labels.length > 0) return { items: labels, start: at, end: at + block.end };
    }
    const length = END.exec(head.slice(at))?.index ?? head.length - at;
    const labels = found(words, at, at + length);
    const after = head.slice(at + length, at + length + 200);
    if (labels !== null) return MORE.test(head.slice(at, at + length)) || MORE.test(after.split(/[:：\n]/)[0] ?? '') ? null : labels;
  }
  if (inside === null || MORE.test(sentence)) return null;
  const at = from + inside.index + 1;
  return found(words, at, at + (inside[1]?.length ?? 0));
}
