import { type Command, toRunCommand, type Usage } from './command.ts';
import { readUsd, takeOptions } from './options.ts';
import { tidyTyped } from './tidy-typed.ts';

type Verb = Exclude<Command['verb'], 'run' | 'decline' | 'correct' | 'edit' | 'tell'> | 'no';

interface Spec {
  readonly verb: Verb;
  readonly usage: string;
  readonly about: string;
  /** Words that people and buttons say beside the arguments: "retry failed", "merge now", "skip lane 3". */
  readonly beside: readonly string[];
}

/** The commands of every chat, in the order of the help text. */
export const VERBS: readonly Spec[] = [
  { verb: 'yes', usage: 'yes [run]', about: 'go ahead with a run that waits for a yes to its estimate', beside: ['go', 'ahead', 'run'] },
  { verb: 'no', usage: 'no [run]', about: 'leave the plan as it is, where a change of it waits for a yes', beside: ['run'] },
  {
    verb: 'sample',
    usage: 'sample [run]',
    about: 'of a run that waits for a yes, three lanes first, to be seen',
    beside: ['first', 'run'],
  },
  {
    verb: 'cheaper',
    usage: 'cheaper [run]',
    about: 'of a run that waits for a yes, the same by cheaper models',
    beside: ['please', 'run'],
  },
  {
    verb: 'raise',
    usage: 'raise [run] [usd]',
    about: 'more money, and what the budget had no room for again',
    beside: ['to', 'cap', 'budget', 'the', 'run'],
  },
  { verb: 'status', usage: 'status', about: 'what is running here, and how far', beside: [] },
  { verb: 'stop', usage: 'stop [run]', about: 'stop a run and answer with what is there', beside: ['now', 'run'] },
  { verb: 'merge', usage: 'merge [run]', about: 'answer now; lanes still at work are left out', beside: ['now', 'run'] },
  {
    verb: 'retry',
    usage: 'retry [run] [lane…]',
    about: 'do lanes again; with none named, the missing ones',
    beside: ['failed', 'missing', 'lane', 'lanes', 'and', 'run'],
  },
  { verb: 'skip', usage: 'skip [run] <lane>', about: 'leave one lane out', beside: ['lane', 'run'] },
  { verb: 'show', usage: 'show [run] [lane]', about: 'a run with its answer, or what one lane gave', beside: ['lane', 'run'] },
  { verb: 'history', usage: 'history [words]', about: 'the runs so far, or those with these words (three at most)', beside: [] },
  { verb: 'help', usage: 'help', about: 'this', beside: ['me'] },
];

/** With more words "history …" is the beginning of a request, as is "history of …". */
const MOST_HISTORY_WORDS = 3;

/** As `Ids` makes them: a word of a sentence has a vowel. */
const RUN_ID = /^[b-df-hjkmnp-tv-z2-9]{8}$/i;
/** Where nothing but arguments can stand. */
const ANY_RUN_ID = /^[a-z0-9]{4,16}$/i;

/**
 * What somebody typed into a chat: a command, or a request. With a prefix it alone tells them apart: what begins with
 * it is a command, or a mistake that gets a hint. Without one (a mention or a platform's own slash command
 * went before it) a first word that is a verb makes a command where all that follows can be its arguments; `run:`
 * before it always makes a request.
 */
export function parseCommand(text: string, prefix: '/' | ''): Command | Usage {
  const typed = tidyTyped(text);
  const marked = parseMarked(typed);
  if (marked !== null) return marked;
  if (prefix === '') return parseWords(typed);
  if (!typed.startsWith(prefix)) return toRequest(typed);
  const [first = '', ...words] = typed.slice(prefix.length).split(/\s+/);
  return parseArguments(first, words.join(' '), prefix);
}

/**
 * What stands in a field for requests: a request whatever it says, with its options, and with its plan first where it
 * says that.
 */
export function parseRequest(text: string): Extract<Command, { verb: 'run' }> | Usage {
  const typed = tidyTyped(text);
  return parseMarked(typed) ?? toRequest(typed);
}

/**
 * A command of which the chat has told verb and arguments apart: it is no request, whatever it says. `prefix` is what
 * goes before it, for the hint.
 */
export function parseArguments(verb: string, words: string, prefix: string): Command | Usage {
  const spec = specOf(verb);
  if (spec === undefined) return { verb: 'usage', problem: toUnknown(verb, prefix) };
  const command = toCommand(spec, words.split(/\s+/), ANY_RUN_ID);
  return typeof command === 'string' ? { verb: 'usage', problem: `Say it like this: ${prefix}${spec.usage}` } : command;
}

/** What people say to a card whose button says "Run": no request. */
const GO =
  /^(?:(?:run|do|start|approve)\s+(?:it|them|all|them\s+all|everything)(?:\s+now)?|go(?:\s+ahead)?|approved?|proceed)(?:,?\s+please)?[.!\s]*$/i;

function parseWords(typed: string): Command | Usage {
  if (GO.test(typed)) return { verb: 'yes', runId: null };
  const asRequest = withoutRun(typed);
  if (asRequest !== null) return toRequest(asRequest, { isNew: true });
  const [first = '', ...words] = typed
    .split(/\s+/)
    .map((word) => word.replace(/^`+|[`.!?,]+$/g, ''))
    .filter((word) => word.toLowerCase() !== 'please');
  const spec = specOf(first);
  if (spec === undefined) return toRequest(typed);
  if (spec.verb === 'history' && !isSearch(words)) return toRequest(typed);
  const command = toCommand(spec, words, RUN_ID);
  if (command === 'other words') return toRequest(typed);
  if (typeof command !== 'string') return command;
  return { verb: 'usage', problem: `Say it like this: ${spec.usage}. If it is a request, put run: before it.` };
}

/**
 * "run stop words in English" is a request, "run a survey among …" says what is asked. Null: it does not say that it
 * is a request.
 */
function withoutRun(typed: string): string | null {
  const [, rest] = /^run(?:\s+|$)(.*)$/is.exec(typed) ?? [];
  if (rest === undefined) return null;
  const [first = ''] = rest.split(/\s+/);
  return rest === '' || specOf(first) !== undefined ? rest : typed;
}

/** "run: …" is a request whatever it says, "plan: …" one whose plan is to be seen first. Null: neither stands there. */
function parseMarked(typed: string): ReturnType<typeof toRequest> | null {
  const [, mark, rest = ''] = /^(run|plan)\s*[:：]\s*(.*)$/is.exec(typed) ?? [];
  if (mark === undefined || (mark.toLowerCase() === 'plan' && rest === '')) return null;
  return toRequest(rest, { isNew: true, card: mark.toLowerCase() === 'plan' });
}

/** A request with the options that stand in its words. */
function toRequest(
  text: string,
  change: Partial<Pick<Extract<Command, { verb: 'run' }>, 'isNew' | 'card'>> = {},
): Extract<Command, { verb: 'run' }> | Usage {
  const taken = takeOptions(text);
  if ('problem' in taken) return { verb: 'usage', problem: taken.problem };
  return { ...toRunCommand(taken.text), ...taken.options, ...change };
}

const isSearch = (words: readonly string[]): boolean =>
  words.length <= MOST_HISTORY_WORDS && words[0]?.toLowerCase() !== 'of' && !words.some((word) => word.endsWith(':'));

const specOf = (word: string): Spec | undefined => VERBS.find(({ verb }) => verb === word.toLowerCase());

function toUnknown(word: string, prefix: string): string {
  const verbs = VERBS.map((spec) => `${prefix}${spec.verb}`).join(', ');
  return `There is no ${prefix}${word}. There is ${verbs}; anything else you type is a request.`;
}

/** What can't be a command: other words are among its arguments, or arguments are missing or too many. */
type Misfit = 'other words' | 'wrong arguments';

function toCommand({ verb, beside }: Spec, words: readonly string[], idShape: RegExp): Command | Misfit {
  if (verb === 'history') return { verb, words: words.filter((word) => word !== '') };
  if (verb === 'raise') return toRaise(words, beside, idShape);
  const { runId, numbers, others } = toArguments(words, beside, idShape);
  if (others > 0) return 'other words';
  switch (verb) {
    case 'status':
    case 'help':
      return runId === null && numbers.length === 0 ? { verb } : 'wrong arguments';
    case 'no':
      return numbers.length === 0 ? { verb: 'decline', runId } : 'wrong arguments';
    case 'yes':
    case 'sample':
    case 'cheaper':
    case 'stop':
    case 'merge':
      return numbers.length === 0 ? { verb, runId } : 'wrong arguments';
    case 'retry':
      return { verb, runId, lanes: numbers, prompt: null, budgetUsd: null };
    case 'show':
      return numbers.length <= 1 ? { verb, runId, lane: numbers[0] ?? null } : 'wrong arguments';
    case 'skip': {
      const [lane] = numbers;
      return numbers.length === 1 && lane !== undefined ? { verb, runId, lane } : 'wrong arguments';
    }
    default:
      throw new Error(`unknown verb ${JSON.stringify(verb satisfies never)}`);
  }
}

/** "raise to $2.50": an amount is no lane number. */
function toRaise(words: readonly string[], beside: readonly string[], idShape: RegExp): Command | Misfit {
  const parts = words.filter((word) => word !== '' && !beside.includes(word.toLowerCase()));
  const [first] = parts;
  const runId = first !== undefined && readUsd(first) === null && idShape.test(first) ? first.toLowerCase() : null;
  const [amount, ...more] = runId === null ? parts : parts.slice(1);
  if (amount === undefined) return { verb: 'raise', runId, budgetUsd: null };
  const budgetUsd = readUsd(amount);
  if (budgetUsd === null) return 'other words';
  return more.length === 0 ? { verb: 'raise', runId, budgetUsd } : 'wrong arguments';
}

/**
 * A first word that is no lane number may name the run; numbers after it are lanes, `3` or `3,4`. A run id is longer
 * than any lane number, so the two are told apart.
 */
function toArguments(words: readonly string[], beside: readonly string[], idShape: RegExp) {
  const parts = words.flatMap((word) => word.split(',')).filter((word) => word !== '' && !beside.includes(word.toLowerCase()));
  const [first] = parts;
  const named = first !== undefined && !isLane(first) && idShape.test(first);
  const rest = named ? parts.slice(1) : parts;
  const numbers = rest.filter(isLane).map(Number);
  return { runId: named ? first.toLowerCase() : null, numbers, others: rest.length - numbers.length };
}

const isLane = (word: string): boolean => /^[1-9]\d{0,5}$/.test(word);
