/**
 * What buttons and menus say back. An `action_id` names what is wished, the value whose: everything else is looked up, so that a press on an old message means the run as it is now.
 */

import { toVersion } from '#core/deliver/version.ts';
import type { CardView } from '#core/view/card-view.ts';
import type { OfferWish } from '#core/view/offers.ts';

/** Buttons; their value is the run's id, and of `yes` a `toYesValue`. */
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

/** A yes is to what was shown, and to nothing that took its place meanwhile: so the value knows it. */
export const toYesValue = (runId: string, card: CardView | null): string => (card === null ? runId : `${runId}/${toMark(card)}`);

export const parseYesValue = (value: string): { readonly runId: string; readonly mark: string | null } => {
  const [runId = '', mark = null] = value.split('/');
  return { runId, mark };
};

/** The same for as long as a card asks for the same. */
export const toMark = ({ kind, lanes, most, usd, change, models }: CardView): string =>
  toVersion({ kind, lanes, most, usd, change, models });

/** Opens the form for a new run. */
export const NEW_RUN = 'fanout_new_run';

/** The board's menu of lanes: an option's value is a `LaneValue` (`#commands/press.ts`); choosing one opens that lane. */
export const LANES_MENU = 'fanout_lanes';

/** The menu of a lane's own message: an option's value is a `LaneValue` with what is wished. */
export const LANE_MENU = 'fanout_lane';

/** Buttons inside an opened lane; their value is a `LaneValue`. */
export const LANE_BUTTONS = { retry: 'fanout_lane_retry', skip: 'fanout_lane_skip' } as const;
