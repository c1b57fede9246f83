import type { RunHeading } from '../run/heading.ts';
import type { RunView } from './run-view.ts';

/** What a run's status is called in a list. */
export const STATUS_WORDS: Readonly<Record<RunHeading['status'], string>> = {
  open: 'unfinished',
  done: 'done',
  partial: 'partial',
  failed: 'no answer',
  stopped: 'stopped',
  question: 'asked back',
};

/** It was stopped with its plan there to be seen: no lane ever began, so none is missing in anybody's eyes. */
export const isUnbegun = ({ outcome, lanes }: RunView): boolean =>
  outcome === 'stopped' && lanes.length > 0 && lanes.every(({ status, starts }) => status !== 'done' && starts === 0);

/** How a run ended, in a few words: `answered, with lanes missing`. */
export function outcomeText(view: RunView): string {
  switch (view.outcome) {
    case null:
    case 'done':
      return 'done';
    case 'partial':
      return 'answered, with lanes missing';
    case 'failed':
      return 'failed, no answer';
    case 'stopped':
      if (isUnbegun(view)) return 'stopped before a lane began';
      return view.answer === null ? 'stopped, no answer' : 'stopped, with the answer so far';
    case 'question':
      return 'a question back';
    default:
      throw new Error(`unknown outcome ${JSON.stringify(view.outcome satisfies never)}`);
  }
}
