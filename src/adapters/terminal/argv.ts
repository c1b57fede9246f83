import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { readDeadlineMs, readQuorum, readUsd } from '#commands/options.ts';
import { MERGE_KINDS, type MergeKind, MODES, type Mode } from '#core/request.ts';
import { CALL, HELP, USAGE } from './usage.ts';

/** What was typed after `fanout` on a command line. */
export type Invocation =
  | {
      readonly verb: 'run';
      readonly request: string;
      /** Paths and globs; `-` is standard input. */
      readonly files: readonly string[];
      /** A file with one lane prompt a line. */
      readonly lanes: string | null;
      readonly mode: Mode;
      readonly merge: MergeKind | null;
      readonly cap: number | null;
      readonly model: string | null;
      readonly budgetUsd: number | null;
      /** As in `Request`. */
      readonly quorum: number | null;
      readonly deadlineMs: number | null;
      /** `plan`: the plan is shown and waits for a yes, whatever it costs; where nobody can say it, nothing is run. */
      readonly card: boolean;
      readonly yes: boolean;
      readonly fresh: boolean;
      /** A folder for what comes out; null: none. */
      readonly out: string | null;
      readonly json: boolean;
    }
  | {
      readonly verb: 'retry';
      readonly runId: string;
      readonly lanes: readonly number[];
      readonly budgetUsd: number | null;
      readonly yes: boolean;
      readonly out: string | null;
      readonly json: boolean;
    }
  | { readonly verb: 'show'; readonly runId: string; readonly lane: number | null; readonly json: boolean }
  | { readonly verb: 'history'; readonly words: readonly string[] }
  | { readonly verb: 'forget'; readonly runId: string }
  /** `force`: a file that is there is replaced. */
  | { readonly verb: 'backup'; readonly file: string; readonly force: boolean }
  | { readonly verb: 'resume' }
  | { readonly verb: 'doctor' }
  | { readonly verb: 'discord-register' }
  | { readonly verb: 'start' }
  | {
      readonly verb: 'slack-manifest';
      readonly socket: boolean;
      /** Of Fanout as Slack reaches it; null: not known yet, or not needed. */
      readonly url: string | null;
      readonly agent: boolean;
    }
  | { readonly verb: 'help'; readonly text: string };

/** The command line is wrong; the problem is a sentence with the way out. */
export interface Misuse {
  readonly verb: 'misuse';
  readonly problem: string;
}

const RUN_FLAGS = {
  file: { type: 'string', multiple: true },
  lanes: { type: 'string' },
  mode: { type: 'string' },
  merge: { type: 'string' },
  cap: { type: 'string' },
  model: { type: 'string' },
  budget: { type: 'string' },
  quorum: { type: 'string' },
  deadline: { type: 'string' },
  yes: { type: 'boolean' },
  fresh: { type: 'boolean' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

const FLAGS = {
  run: RUN_FLAGS,
  plan: RUN_FLAGS,
  retry: { budget: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' }, yes: { type: 'boolean' } },
  show: { lane: { type: 'string' }, json: { type: 'boolean' } },
  history: {},
  forget: {},
  backup: { force: { type: 'boolean' } },
  resume: {},
  doctor: {},
  'discord-register': {},
  start: {},
  'slack-manifest': { socket: { type: 'boolean' }, url: { type: 'string' }, 'no-agent': { type: 'boolean' } },
} as const satisfies Record<string, ParseArgsOptionsConfig>;
type Verb = keyof typeof FLAGS;

/** Reads a command line, without the program's own name. */
export function parseArgv(argv: readonly string[]): Invocation | Misuse {
  const [verb = 'help', ...rest] = argv;
  if (['help', '--help', '-h'].includes(verb)) return { verb: 'help', text: HELP };
  if (!isVerb(verb)) {
    const known = Object.keys(FLAGS).join(', ');
    const hint = verb.includes(' ') ? ` To run a request: ${CALL} run ${JSON.stringify(verb)}.` : '';
    return { verb: 'misuse', problem: `There is no command "${verb}": there is ${known} and help.${hint}` };
  }
  if (rest.includes('--help') || rest.includes('-h')) return { verb: 'help', text: `${CALL} ${USAGE[verb]}` };
  const parsed = parseFlags(verb, rest);
  if ('problem' in parsed) return parsed;
  return toInvocation(verb, parsed.values, parsed.positionals);
}

const isVerb = (word: string): word is Verb => Object.hasOwn(FLAGS, word);

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function parseFlags(verb: Verb, args: readonly string[]): { values: Values; positionals: string[] } | Misuse {
  try {
    const options: ParseArgsOptionsConfig = FLAGS[verb];
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's sentence names the flag; what follows it is about escaping, which is not the problem.
    const [what = ''] = error instanceof Error ? error.message.split(/\.\s/) : [];
    return { verb: 'misuse', problem: `${what.replace(/\.$/, '')}. Usage: ${CALL} ${USAGE[verb]}` };
  }
}

function toInvocation(verb: Verb, values: Values, positionals: readonly string[]): Invocation | Misuse {
  const json = values.json === true;
  const misuse = (problem: string): Misuse => ({ verb: 'misuse', problem: `${problem} Usage: ${CALL} ${USAGE[verb]}` });
  const [first] = positionals;
  switch (verb) {
    case 'run':
    case 'plan':
      return toRun(verb, values, positionals, misuse);
    case 'retry': {
      const lanes = positionals
        .slice(1)
        .flatMap((word) => word.split(','))
        .filter((word) => word !== '');
      if (first === undefined) return misuse('Which run? `history` lists them.');
      if (!lanes.every(isCount)) return misuse('Lanes are numbers, like 3 or 3,7.');
      const budgetUsd = toBudget(values);
      if (budgetUsd === 'wrong') return misuse(BUDGET);
      return { verb, runId: first, lanes: lanes.map(Number), budgetUsd, yes: values.yes === true, out: toText(values.out), json };
    }
    case 'show': {
      if (first === undefined || positionals.length > 1) return misuse('Which run? `history` lists them.');
      if (values.lane !== undefined && !isCount(String(values.lane))) return misuse('--lane takes a lane number.');
      return { verb, runId: first, lane: values.lane === undefined ? null : Number(values.lane), json };
    }
    case 'forget':
      return first === undefined || positionals.length > 1 ? misuse('Which run? `history` lists them.') : { verb, runId: first };
    case 'backup':
      return first === undefined || positionals.length > 1
        ? misuse('To which file? It is made, and must not be there.')
        : { verb, file: first, force: values.force === true };
    case 'history':
      return { verb, words: positionals };
    case 'resume':
    case 'doctor':
    case 'discord-register':
    case 'start':
      return positionals.length === 0 ? { verb } : misuse(`"${verb}" takes nothing more.`);
    case 'slack-manifest': {
      if (positionals.length > 0) return misuse(`"${verb}" takes nothing more.`);
      const url = toText(values.url);
      if (url !== null && !isOrigin(url)) return misuse('--url takes the https:// address that Slack reaches Fanout at, without a path.');
      if (url !== null && values.socket === true) return misuse('With --socket Slack needs no address: leave --url out.');
      return { verb, socket: values.socket === true, url, agent: values['no-agent'] !== true };
    }
    default:
      throw new Error(`unknown verb ${JSON.stringify(verb satisfies never)}`);
  }
}

function toRun(
  verb: 'run' | 'plan',
  values: Values,
  positionals: readonly string[],
  misuse: (problem: string) => Misuse,
): Invocation | Misuse {
  const { mode = 'auto', merge, cap, lanes, model, quorum, deadline } = values;
  const files = (values.file ?? []) as readonly string[];
  // Words that a shell split are one request again; only a lane list can do without any.
  const request = positionals.join(' ').trim();
  if (request === '' && lanes === undefined) return misuse('What shall be done? Put the request in quotes.');
  if (verb === 'plan' && values.yes === true) return misuse('plan asks before it runs anything: leave --yes out, or use run --yes.');
  if (!isOneOf(MODES, mode)) return misuse(`--mode is one of ${MODES.join(', ')}.`);
  if (merge !== undefined && !isOneOf(MERGE_KINDS, merge)) return misuse(`--merge is one of ${MERGE_KINDS.join(', ')}.`);
  if (cap !== undefined && !isCount(String(cap))) return misuse('--cap takes a whole number from 1 up.');
  const budgetUsd = toBudget(values);
  if (budgetUsd === 'wrong') return misuse(BUDGET);
  const share = quorum === undefined ? null : readQuorum(String(quorum));
  if (quorum !== undefined && share === null) return misuse('--quorum takes a share of the lanes, like 90%.');
  const deadlineMs = deadline === undefined ? null : readDeadlineMs(String(deadline));
  if (deadline !== undefined && deadlineMs === null) return misuse('--deadline takes a time, like 5m, 90s or 1h.');
  if (mode === 'manual' && lanes === undefined) return misuse('--mode manual needs --lanes FILE, with one lane prompt a line.');
  return {
    verb: 'run',
    request,
    files,
    lanes: toText(lanes),
    mode,
    merge: merge ?? null,
    cap: cap === undefined ? null : Number(cap),
    model: toText(model),
    budgetUsd,
    quorum: share,
    deadlineMs,
    card: verb === 'plan',
    yes: values.yes === true,
    fresh: values.fresh === true,
    out: toText(values.out),
    json: values.json === true,
  };
}

const BUDGET = '--budget takes US dollars above 0, like 2.50.';

function toBudget({ budget }: Values): number | null | 'wrong' {
  if (budget === undefined) return null;
  return readUsd(String(budget)) ?? 'wrong';
}

const toText = (value: unknown): string | null => (value === undefined ? null : String(value));
const isOrigin = (text: string): boolean => /^https:\/\/[^\s/?#@]+\/?$/.test(text) && URL.canParse(text);
const isCount = (word: string): boolean => /^[1-9]\d{0,5}$/.test(word);
const isOneOf = <T extends string>(all: readonly T[], word: unknown): word is T => (all as readonly unknown[]).includes(word);
