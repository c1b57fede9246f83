import type { RunEvent, RunFact } from './events.ts';
import type { RunState } from './state.ts';

/**
 * Whether a run asks people for the same, said of it in the same way, as before. By identity of what its card is made from, and not by its words: those may read otherwise in a newer Fanout, and an old log must give the
 * same state there.
 */
export function asksTheSame(before: RunState, after: RunState): boolean {
  const kind = toKind(after);
  if (toKind(before) !== kind || before.budgetUsd !== after.budgetUsd) return false;
  switch (kind) {
    case 'plan':
      return before.plan === after.plan && before.priced === after.priced && before.lanes === after.lanes;
    case 'sample':
    case 'more':
      return before.lanes === after.lanes;
    case 'change':
      // The lanes at work go on meanwhile; how many there are is part of what is shown.
      return before.pending === after.pending && before.lanes.length === after.lanes.length;
    case null:
      return true;
    default:
      throw new Error(`unknown question ${JSON.stringify(kind satisfies never)}`);
  }
}

const toKind = ({ asking, pending }: RunState): 'plan' | 'sample' | 'more' | 'change' | null =>
  asking ?? (pending === null ? null : 'change');

/** An answer to something that the run asks no more, or not like that: it was shown something else. */
export const isTooLate = (state: RunState, event: RunEvent): boolean =>
  'card' in event && event.card !== undefined && event.card !== state.askedSeq;

/** What was answered is written down, so that whoever came too late can be told so. */
export function withAnswer(state: RunState, event: RunEvent): RunState {
  if (!('card' in event) || event.card === undefined) return state;
  const { card, type, by } = event;
  return { ...state, answered: [...state.answered, { card, type, by }] };
}

/** Whoever says one of these says the same as another who does. An edit and a correction have words of their own. */
const ALIKE: ReadonlySet<RunEvent['type']> = new Set(['run.approved', 'run.sample_asked', 'change.declined']);

/** Whether an answer that is in the log counted for nothing, and none that did said the same: something else was asked by then, or another had answered it otherwise. */
export function isUnheard({ answered }: RunState, answer: RunFact): boolean {
  if (!('card' in answer) || answer.card === undefined) return false;
  const { card, type, by } = answer;
  return !answered.some((it) => it.card === card && it.type === type && (it.by === by || ALIKE.has(type)));
}
