import { type Command, isPlainlyRequest, type Usage } from '#commands/command.ts';
import { readMessage } from '#commands/read-message.ts';
import { toCardMark } from '#core/deliver/card-mark.ts';
import type { OfferWish } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';
import { isKey, readKey } from './card-keys.ts';

/** What a line in the chat comes to. */
export type Said =
  | { readonly kind: 'command'; readonly command: Command | Usage }
  /** Change the lanes of that run: by this line, or where it is '' in the editor. */
  | { readonly kind: 'edit'; readonly runId: string; readonly line: string };

export interface Talk {
  /** The run that asks for something now, the newest of several; null: none does. */
  readonly asking: RunView | null;
  /** The run that words may be about: it is going, or has just ended; null: none. */
  readonly about: string | null;
  /** Whoever says it has seen the card: it is said of that, and of nothing that took its place meanwhile. */
  readonly sees: boolean;
  /** As `Watching.steers`. */
  steers(runId: string, words: string): Promise<boolean>;
}

const NOTHING_ASKED = 'No run waits for that now.';

/** Whether a line is no more than an answer to a card: as a request it would mean nothing. */
const isAnswer = (line: string): boolean => /^\/?(?:y|yes|n|no|ok|okay|sample|cheaper)[.!]?$/i.test(line.trim());

const SLASH = /^\/(edit|correct)\b[:\s]*(.*)$/is;

/** "3: other words", "3:": of a plan that waits for a yes they change a lane. */
const OF_LANE = /^\d{1,6}\s*:/;

/** Whether a line may be about the card of the run before it: its plan must be there first. */
export const isForCard = (line: string): boolean => isAnswer(line) || SLASH.test(line.trim()) || OF_LANE.test(line.trim()) || isKey(line);

/**
 * A line is a command with a slash, an answer to what a run asks, words about a run, or a request; `run:` before it
 * makes it a request whatever else it could be.
 */
export async function readSaid(line: string, { asking, about, sees, steers }: Talk): Promise<Said> {
  const typed = line.trim();
  const [, slash, rest = ''] = SLASH.exec(typed) ?? [];
  if (slash !== undefined) return toSlash(slash.toLowerCase(), rest, asking);
  if (asking?.card?.kind === 'plan' && OF_LANE.test(typed)) return { kind: 'edit', runId: asking.runId, line: typed };
  const wish = asking === null ? null : readKey(asking, typed.replace(/^\/(?=no?$)/i, ''));
  if (asking !== null && wish !== null) return toAnswer(wish, asking.runId, sees ? toCardMark(asking) : null);
  if (isAnswer(typed) && !typed.startsWith('/')) return { kind: 'command', command: { verb: 'usage', problem: NOTHING_ASKED } };
  const { command } = await readMessage({ text: line, prefix: '/' });
  const isRequest = command.verb !== 'run' || isPlainlyRequest(command) || about === null || !(await steers(about, command.text));
  return { kind: 'command', command: isRequest ? command : { verb: 'tell', runId: about, text: command.text } };
}

function toSlash(verb: string, rest: string, asking: RunView | null): Said {
  const kind = verb === 'edit' ? 'plan' : 'sample';
  if (asking?.card?.kind !== kind) return { kind: 'command', command: { verb: 'usage', problem: NOTHING_ASKED } };
  const { runId } = asking;
  return verb === 'edit' ? { kind: 'edit', runId, line: rest } : { kind: 'command', command: { verb: 'correct', runId, words: rest } };
}

function toAnswer(wish: OfferWish, runId: string, mark: string | null): Said {
  switch (wish) {
    case 'edit':
      return { kind: 'edit', runId, line: '' };
    case 'raise':
      return { kind: 'command', command: { verb: 'raise', runId, budgetUsd: null } };
    case 'stop':
      return { kind: 'command', command: { verb: wish, runId } };
    case 'yes':
    case 'sample':
    case 'cheaper':
    case 'decline':
      return { kind: 'command', command: { verb: wish, runId, mark } };
    default:
      return { kind: 'command', command: { verb: 'usage', problem: NOTHING_ASKED } };
  }
}
