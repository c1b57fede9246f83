import { type Command, toRunCommand, type Usage } from './command.ts';

type Verb = Exclude<Command['verb'], 'run'>;

interface Spec {
  readonly verb: Verb;
  readonly usage: string;
  readonly about: string;
}

/** The commands of every chat, in the order of the help text. */
export const VERBS: readonly Spec[] = [
  { verb: 'yes', usage: 'yes [run]', about: 'go ahead with a run that waits for a yes to its estimate' },
  { verb: 'status', usage: 'status', about: 'what is running here, and how far' },
  { verb: 'stop', usage: 'stop [run]', about: 'stop a run and answer with what is there' },
  { verb: 'merge', usage: 'merge [run]', about: 'answer now; lanes still at work are left out' },
  { verb: 'retry', usage: 'retry [run] [lane…]', about: 'do lanes again; with none named, the missing ones' },
  { verb: 'skip', usage: 'skip [run] <lane>', about: 'leave one lane out' },
  { verb: 'show', usage: 'show [run] [lane]', about: 'a run with its answer, or what one lane gave' },
  { verb: 'history', usage: 'history [words]', about: 'the runs so far' },
  { verb: 'help', usage: 'help', about: 'this' },
];

/**
 * What somebody typed into a chat: a command if it begins with `prefix` and a verb, else a request. With an empty prefix (a platform's own slash command went before it) a
 * first word that is no verb begins a request; with a prefix it is a mistake, and gets a hint.
 */
export function parseCommand(text: string, prefix: '/' | ''): Command | Usage {
  const typed = text.trim();
  if (!typed.startsWith(prefix)) return toRunCommand(typed);
  const [first = '', ...words] = typed.slice(prefix.length).split(/\s+/);
  const spec = VERBS.find((candidate) => candidate.verb === first.toLowerCase());
  if (spec === undefined) return prefix === '' ? toRunCommand(typed) : { verb: 'usage', problem: toUnknown(first, prefix) };
  return toCommand(spec, words, prefix);
}

function toUnknown(word: string, prefix: string): string {
  const verbs = VERBS.map((spec) => `${prefix}${spec.verb}`).join(', ');
  return `There is no ${prefix}${word}. There is ${verbs}; anything else you type is a request.`;
}

function toCommand(spec: Spec, words: readonly string[], prefix: string): Command | Usage {
  const wrong: Usage = { verb: 'usage', problem: `Say it like this: ${prefix}${spec.usage}` };
  const { runId, numbers, rest } = toArguments(words);
  switch (spec.verb) {
    case 'status':
    case 'help':
      return words.length === 0 ? { verb: spec.verb } : wrong;
    case 'history':
      return { verb: 'history', words };
    case 'yes':
    case 'stop':
    case 'merge':
      return rest === 0 && numbers.length === 0 ? { verb: spec.verb, runId } : wrong;
    case 'retry':
      return rest === 0 ? { verb: 'retry', runId, lanes: numbers, prompt: null, budgetUsd: null } : wrong;
    case 'show':
      return rest === 0 && numbers.length <= 1 ? { verb: 'show', runId, lane: numbers[0] ?? null } : wrong;
    case 'skip': {
      const [lane] = numbers;
      return rest === 0 && numbers.length === 1 && lane !== undefined ? { verb: 'skip', runId, lane } : wrong;
    }
    default:
      throw new Error(`unknown verb ${JSON.stringify(spec.verb satisfies never)}`);
  }
}

/** A first word that is no lane number names the run; numbers after it are lanes, `3` or `3,4`. A run id is longer than any lane number, so the two are told apart. */
function toArguments(words: readonly string[]): { runId: string | null; numbers: number[]; rest: number } {
  const parts = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  const [first] = parts;
  const named = first !== undefined && !isLane(first) && /^[a-z0-9]{4,16}$/i.test(first);
  const others = named ? parts.slice(1) : parts;
  const numbers = others.filter(isLane).map(Number);
  return { runId: named && first !== undefined ? first.toLowerCase() : null, numbers, rest: others.length - numbers.length };
}

const isLane = (word: string): boolean => /^[1-9]\d{0,5}$/.test(word);
