/**
 * What buttons and menus say back. An `action_id` names what is wished, the value whose: everything else is looked up, so that a press on an old message means the run as it is now.
 */

import { CARD_WISHES } from '#commands/press.ts';
import { toCardMark } from '#core/deliver/card-mark.ts';
import type { OfferWish } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';

/** Buttons; their value is the run's id, and of those of a card a `toCardValue`. */
export const BUTTONS = {
  yes: 'fanout_yes',
  stop: 'fanout_stop',
  merge: 'fanout_merge',
  retry: 'fanout_retry',
  sample: 'fanout_sample',
  edit: 'fanout_edit',
  cheaper: 'fanout_cheaper',
  correct: 'fanout_correct',
  decline: 'fanout_decline',
  raise: 'fanout_raise',
} as const satisfies Record<OfferWish, string>;

/** `k7m2qx4d`, or of an answer to a card `k7m2qx4d/…` with the mark of what it asked. */
export function toCardValue(wish: OfferWish, view: Pick<RunView, 'runId' | 'card' | 'lanes'>): string {
  const mark = CARD_WISHES.some((it) => it === wish) ? toCardMark(view) : null;
  return mark === null ? view.runId : `${view.runId}/${mark}`;
}

/** A null mark: the press is to whatever the run asks. */
export const parseCardValue = (value: string): { readonly runId: string; readonly mark: string | null } => {
  const [runId = '', mark = null] = value.split('/');
  return { runId, mark };
};

/** Opens the form for a new run. */
export const NEW_RUN = 'fanout_new_run';

/** The board's menu of lanes: an option's value is a `LaneValue` (`#commands/press.ts`); choosing one opens that lane. */
export const LANES_MENU = 'fanout_lanes';

/** The menu of a lane's own message: an option's value is a `LaneValue` with what is wished. */
export const LANE_MENU = 'fanout_lane';

/** Buttons inside an opened lane; their value is a `LaneValue`. */
export const LANE_BUTTONS = { retry: 'fanout_lane_retry', skip: 'fanout_lane_skip' } as const;
