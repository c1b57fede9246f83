import { toUsd } from './amount.ts';
import { laneName, statusWord } from './lane-saying.ts';
import { laneEnd } from './lane-words.ts';
import { isUnbegun } from './outcome-words.ts';
import type { LaneView, RunView } from './run-view.ts';

/** A button of the board: what a person can wish of the run as it is now. */
export interface Offer {
  readonly wish: OfferWish;
  readonly words: string;
  readonly tone: 'plain' | 'primary' | 'danger';
}

/**
 * yes: to what the card asks; sample, edit, cheaper: other ways to go on from a plan's card; correct: the lanes behind a sample, with words about it; decline: no to a change; raise: more money for what was given up. `edit` and
 * `correct` need words, so a platform opens a form for them.
 */
export type OfferWish = 'yes' | 'stop' | 'merge' | 'retry' | 'sample' | 'edit' | 'cheaper' | 'correct' | 'decline' | 'raise';

const STOP: Offer = { wish: 'stop', words: 'Stop', tone: 'danger' };

/** A change waits for a yes while everything else goes on. */
const CHANGE: readonly Offer[] = [
  { wish: 'yes', words: 'Change it', tone: 'primary' },
  { wish: 'decline', words: 'Leave it', tone: 'plain' },
];

export function toOffers(view: RunView): Offer[] {
  return [...(view.card?.kind === 'change' ? CHANGE : []), ...toUsual(view)];
}

function toUsual(view: RunView): Offer[] {
  const { phase, ledger, outcome } = view;
  switch (phase) {
    case 'planning':
      // What was said after its end is being read: there is nothing to stop.
      return outcome === null ? [STOP] : toEnded(view);
    case 'reading':
    case 'merging':
      return [STOP];
    case 'asking':
      return toAsking(view);
    case 'running':
      return ledger.done > 0 ? [STOP, { wish: 'merge', words: 'Merge now', tone: 'plain' }] : [STOP];
    case 'ended':
      return toEnded(view);
    default:
      throw new Error(`unknown phase ${JSON.stringify(phase satisfies never)}`);
  }
}

/** What a retry does: lanes that are missing, but for those that were taken out of the plan, and while more money is offered those that it is for, which would come to nothing again. */
function toEnded(view: RunView): Offer[] {
  const { lanes, outcome, raiseUsd } = view;
  if (outcome === 'question') return [];
  const missing = lanes.filter((lane) => (laneEnd(lane) ?? 'done') !== 'done' && lane.code !== 'lane_dropped');
  const tried = raiseUsd === null ? missing : missing.filter(({ code }) => code !== 'over_budget');
  const failed = tried.length > 0 && tried.every(({ status }) => status === 'failed' || status === 'timedOut');
  return [
    ...(raiseUsd === null ? [] : [{ wish: 'raise', words: `Raise the cap to ${toUsd(raiseUsd)}`, tone: 'primary' } as const]),
    ...(tried.length === 0 ? [] : [{ wish: 'retry', words: retryWords(view, failed), tone: 'plain' } as const]),
  ];
}

/** Of a plan that nobody said yes to there is nothing to do again: this is the yes. */
function retryWords(view: RunView, failed: boolean): string {
  if (isUnbegun(view)) return 'Run it after all';
  return failed ? 'Retry failed' : 'Retry missing';
}

/** More lanes than a sample has: else it would be all of them. */
const LEAST_FOR_SAMPLE = 4;

function toAsking({ card, lanes }: RunView): Offer[] {
  const cancel: Offer = { wish: 'stop', words: 'Cancel', tone: 'plain' };
  if (card?.kind === 'sample') {
    return [
      { wish: 'yes', words: 'Run the rest', tone: 'primary' },
      { wish: 'correct', words: 'Correct…', tone: 'plain' },
      { ...cancel, words: 'Stop' },
    ];
  }
  if (card?.kind === 'more')
    return [
      { wish: 'yes', words: 'Go on', tone: 'primary' },
      { ...cancel, words: 'Stop' },
    ];
  return [
    { wish: 'yes', words: 'Run', tone: 'primary' },
    ...(lanes.length >= LEAST_FOR_SAMPLE ? [{ wish: 'sample', words: 'Sample first', tone: 'plain' } as const] : []),
    { wish: 'edit', words: 'Edit lanes…', tone: 'plain' },
    ...(card?.usd == null || !card.cheaper ? [] : [{ wish: 'cheaper', words: 'Cheaper', tone: 'plain' } as const]),
    cancel,
  ];
}

const WANTED: readonly (readonly LaneView['status'][])[] = [
  ['failed', 'timedOut'],
  ['skipped', 'cancelled'],
  ['running'],
  ['done'],
  ['waiting'],
];

/** Lanes for a menu: all in the order asked while there is room, else what is missing first; none before any could have begun. */
export function toOfferedLanes({ lanes, phase, outcome }: RunView, most: number): readonly LaneView[] {
  if (outcome === null && phase !== 'running' && phase !== 'merging' && phase !== 'ended') return [];
  if (lanes.length <= most) return lanes;
  return WANTED.flatMap((statuses) => lanes.filter(({ status }) => statuses.includes(status))).slice(0, most);
}

/** A lane in a menu: its name of at most `nameChars`, and how it ended where it is missing. Neutral. */
export function toOptionText(lane: LaneView, nameChars: number): string {
  const end = laneEnd(lane);
  const name = laneName(lane, nameChars);
  return end === null || end === 'done' ? name : `${name} · ${statusWord(lane)}`;
}

/** How what can be wished of one lane is called. */
export const WISH_WORDS = { retry: 'Retry', edit: 'Edit and retry', skip: 'Skip', show: 'Show' } as const;
export type OfferedWish = keyof typeof WISH_WORDS;

/** What can be wished of one lane, the likeliest first. */
export const toLaneWishes = (lane: LaneView): readonly OfferedWish[] =>
  laneEnd(lane) === null ? ['skip', 'show'] : ['retry', 'edit', 'show'];
