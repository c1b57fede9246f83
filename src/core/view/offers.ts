import { laneName, statusWord } from './lane-saying.ts';
import { laneEnd } from './lane-words.ts';
import type { LaneView, RunView } from './run-view.ts';

/** A button of the board: what a person can wish of the run as it is now. */
export interface Offer {
  readonly wish: 'yes' | 'stop' | 'merge' | 'retry';
  readonly words: string;
  readonly tone: 'plain' | 'primary' | 'danger';
}

const STOP: Offer = { wish: 'stop', words: 'Stop', tone: 'danger' };

export function toOffers({ phase, ledger, outcome }: RunView): Offer[] {
  switch (phase) {
    case 'reading':
    case 'planning':
    case 'merging':
      return [STOP];
    case 'asking':
      return [
        { wish: 'yes', words: 'Run', tone: 'primary' },
        { wish: 'stop', words: 'Cancel', tone: 'plain' },
      ];
    case 'running':
      return ledger.done > 0 ? [STOP, { wish: 'merge', words: 'Merge now', tone: 'plain' }] : [STOP];
    case 'ended': {
      if (outcome === 'question' || ledger.done >= ledger.asked) return [];
      const failed = ledger.failed + ledger.timedOut > 0;
      return [{ wish: 'retry', words: failed ? 'Retry failed' : 'Retry missing', tone: 'plain' }];
    }
    default:
      throw new Error(`unknown phase ${JSON.stringify(phase satisfies never)}`);
  }
}

const WANTED: readonly (readonly LaneView['status'][])[] = [
  ['failed', 'timedOut'],
  ['skipped', 'cancelled'],
  ['running'],
  ['done'],
  ['waiting'],
];

/** Lanes for a menu: all in the order asked while there is room, else what is missing first; none before any could have begun. */
export function toOfferedLanes({ lanes, phase }: RunView, most: number): readonly LaneView[] {
  if (phase !== 'running' && phase !== 'merging' && phase !== 'ended') return [];
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
