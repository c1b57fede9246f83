import { REQUEST_DEFAULTS, type Request } from '../request.ts';
import type { KnownSource, PlanDeps, QuestionCode } from './plan.ts';
import { planRequest } from './plan-request.ts';
import { COUNT } from './read/count.ts';
import { languageNames } from './read/language-names.ts';
import { mask } from './read/mask.ts';
import { splitMaterial } from './read/material.ts';
import { oneOf } from './read/pattern.ts';
import { stripPoliteness } from './read/politeness.ts';

/** A planner that knows nothing of the material yet, and sets no limits: those are the real plan's to ask about. */
const DRY: PlanDeps = {
  detectLanguage: async () => null,
  sourceLanguage: async () => null,
  column: async () => [],
  maxLanes: Number.MAX_SAFE_INTEGER,
  maxMaterialChars: Number.MAX_SAFE_INTEGER,
};

const toDrySource = (index: number): KnownSource => ({
  id: `S${index + 1}`,
  title: `file ${index + 1}`,
  kind: 'file',
  readable: true,
  chars: 1_000,
  columns: [],
  rows: 0,
  isPicture: false,
});

const toDryRequest = (text: string): Request => ({
  text,
  sources: [],
  mode: 'auto',
  merge: null,
  laneList: [],
  cap: 1,
  model: null,
  budgetUsd: null,
  approved: true,
  ...REQUEST_DEFAULTS,
  fresh: true,
  laneTimeoutMs: 1,
  asker: '',
  place: '',
});

/**
 * What would be asked back if this were typed with that many files, all readable; null where it can be planned. A dry run that reads nothing and keeps nothing, so that a chat can ask for
 * files, or take the thread, before there is a run.
 */
export async function missingMaterial(text: string, sources: number, deps: Partial<PlanDeps> = {}): Promise<QuestionCode | null> {
  const known = Array.from({ length: sources }, (_, index) => toDrySource(index));
  const planned = await planRequest(toDryRequest(text), known, { ...DRY, ...deps });
  return planned.kind === 'question' ? planned.code : null;
}

/** Whether rules make more of this than one call with nothing to work on: several lanes, several stages, or a text of its own. A dry run too. */
export async function rulesCut(text: string): Promise<boolean> {
  const planned = await planRequest(toDryRequest(text), [], DRY);
  if (planned.kind === 'question') return planned.code !== 'material_missing' && planned.code !== 'task_missing';
  const { stages, texts } = planned.plan;
  return stages.length > 1 || texts.length > 0 || stages.some((stage) => stage.lanes.length > 1);
}

const TALK = '(?:thread|conversation|discussion|chat|exchange|back[- ]and[- ]forth)';
const MESSAGES = '(?:messages?|repl(?:y|ies)|comments?|posts?|answers?|responses?)';
const WHOLE = '(?:(?:whole|entire|full|complete|current|same|above|preceding|previous|slack)\\s+)*';
/** What may follow a phrase that stands for itself: "this thread in French", but not "the thread pool", "this chat is fun", "above 100". */
const ENDS =
  '(?=\\s*[.,;:!?)：。]|\\s*$|\\s+(?:above|so\\s+far|here|until\\s+now|in|into|to|as|with|by|and|or|then|for|from|up|down|using|per|each|please|if|but)(?![\\p{L}-]))';

/** "this thread", "the whole conversation above", "our discussion so far". */
const THIS_TALK = `(?:this|that|the|our|all\\s+of\\s+(?:this|the))\\s+${WHOLE}${TALK}${ENDS}`;
/** "these messages", "the replies above", "the last 5 messages", "every message in this thread". */
const THESE_MESSAGES = `(?:(?:these|those|this)\\s+(?:${COUNT}\\s+)?(?:(?:last|recent|other|previous|earlier|above|few)\\s+)*|(?:the|my|our)\\s+(?:(?:last|recent|previous|earlier|preceding|above)\\s+)+(?:${COUNT}\\s+)?)${MESSAGES}${ENDS}`;
/** "the above", "everything above", "the files above", "all of the reports so far". */
const ABOVE =
  `(?:the\\s+above(?:\\s+${MESSAGES})?|(?:everything|anything|all|what(?:ever)?\\s+(?:was|is|has\\s+been|we|they|people)\\s+(?:\\p{L}+\\s+)?(?:said|written|wrote|discussed|posted|decided))\\s+(?:above|so\\s+far)` +
  `|(?:the|these|those|this|that|all|each|every)(?:\\s+of\\s+(?:the|these|those))?(?:\\s+[\\p{L}\\p{N}-]+){1,3}\\s+above|above\\s+(?:${MESSAGES}|${TALK}))${ENDS}`;

const find = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}-])${source}`, 'iu');
const TALKED = find(THIS_TALK);
const POINTED = [find(THESE_MESSAGES), find(ABOVE)];
/** A translation's object that is only the thread: "translate all replies in this thread into French". */
const ONLY_TALK = new RegExp(
  `^\\s*(?:(?:all|each|every|the|these|those|everything|whatever|what)(?![\\p{L}-])[^.!?\\n]{0,60}\\s(?:of|in|from)\\s+)?${THIS_TALK}(?:\\s+(?:above|so\\s+far|here))?\\s*$`,
  'iu',
);
/** A text of one's own that follows is material; shorter than this it is a wish about the thread ("summarize this thread: decisions, owners"). In UTF-16 code units. */
const OWN_TEXT_CHARS = 120;

/**
 * Whether a request points at the conversation it stands in: "summarize this thread", "translate everything above into French". Only by its words: a bare "this" may mean what is
 * attached, so that is for `missingMaterial` to tell. Takes any text.
 */
export function refersToThread(text: string): boolean {
  const request = stripPoliteness(text);
  const { words, text: own } = splitMaterial(request, false, languageNames());
  const masked = mask(words);
  if (own !== null) {
    const isWish = own.length <= OWN_TEXT_CHARS && !own.includes('\n');
    const isObject = ONLY_TALK.test(own) && TALKED.test(mask(request)); // not where it stands in quotes
    return isWish && (isObject || TALKED.test(masked));
  }
  return TALKED.test(masked) || POINTED.some((pattern) => isPointedOut(masked, pattern));
}

/** Messages, or what is above, that stand in the request itself are no thread: "above" needs nothing above it, "these messages" no list after them. */
function isPointedOut(masked: string, pattern: RegExp): boolean {
  const match = pattern.exec(masked);
  if (match === null) return false;
  const isFirst = !/\S.*\n/.test(masked.slice(0, match.index));
  return isFirst && !/^[^\n]*(?:[:：]\s*\S|\n\s*\S)/.test(masked.slice(match.index + match[0].length));
}

/** "each reply", "every single message", "each of these 5 customer comments". What `findReferences` sees as a verb ("each reply") is a noun here. */
const EACH_MESSAGE = find(
  `(?:each|every)(?:\\s+(?:single|one))?(?:\\s+of\\s+(?:the|these|those|my|our)(?:\\s+${COUNT})?(?:\\s+[\\p{L}-]+){0,2})?(?:\\s+(?:last|recent|other|above|new))?\\s+${MESSAGES}(?![\\p{L}-])`,
);
/** What is attached to a message, whatever else it may be called. */
const FILES: readonly string[] = [
  'file',
  'document',
  'doc',
  'report',
  'pdf',
  'attachment',
  'paper',
  'contract',
  'memo',
  'transcript',
  'spreadsheet',
  'sheet',
  'csv',
  'presentation',
  'deck',
  'picture',
  'image',
  'screenshot',
  'photo',
  'invoice',
  'upload',
];
const FILE_NOUN = `${oneOf(FILES)}s?`;
const THESE_FILES = find(
  `(?:(?:these|those|this|that|each|every|all|both)(?:\\s+of)?(?:\\s+(?:the|these|those))?(?:\\s+${COUNT})?(?:\\s+(?:attached|shared|uploaded|posted))?\\s+${FILE_NOUN}(?![\\p{L}-])` +
    `|the\\s+(?:[\\p{L}\\p{N}-]+\\s+){0,2}${FILE_NOUN}\\s+(?:above|here|(?:attached|shared|posted|uploaded|sent)\\s+(?:above|here|so\\s+far|in|to)|(?:in|from|of)\\s+(?:this|the)\\s+${TALK})(?![\\p{L}-])` +
    `|the\\s+(?:above|attached|shared|uploaded)\\s+(?:[\\p{L}\\p{N}-]+\\s+)?${FILE_NOUN}(?![\\p{L}-]))`,
);
/** The thread itself as what is worked on, and not only where the files are: "compare this thread with these files". */
const TALK_ITSELF = new RegExp(`(?<!(?:in|from|of|to|across|into|within)\\s+)(?<![\\p{L}\\p{N}-])${THIS_TALK}`, 'iu');

/**
 * Which part of a thread a request is about: `messages` where it singles them out ("translate each of these replies"), `files` where it names them ("summarize these reports"), else the
 * `whole`. Says nothing of whether it is about a thread at all.
 */
export function threadShape(text: string): 'whole' | 'messages' | 'files' {
  const masked = mask(stripPoliteness(text));
  if (EACH_MESSAGE.test(masked)) return 'messages';
  return THESE_FILES.test(masked) && !TALK_ITSELF.test(masked) ? 'files' : 'whole';
}
