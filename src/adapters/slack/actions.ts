/**
 * What buttons and menus say back. An `action_id` names what is wished, the value whose: everything else is looked up, so that a press on an old message means the run as it is now.
 */

/** Buttons; their value is the run's id. */
export const BUTTONS = {
  yes: 'fanout_yes',
  stop: 'fanout_stop',
  merge: 'fanout_merge',
  retry: 'fanout_retry',
} as const;

/** Opens the form for a new run. */
export const NEW_RUN = 'fanout_new_run';

/** The board's menu of lanes: an option's value is a `LaneValue` (`#commands/press.ts`); choosing one opens that lane. */
export const LANES_MENU = 'fanout_lanes';

/** The menu of a lane's own message: an option's value is a `LaneValue` with what is wished. */
export const LANE_MENU = 'fanout_lane';

/** Buttons inside an opened lane; their value is a `LaneValue`. */
export const LANE_BUTTONS = { retry: 'fanout_lane_retry', skip: 'fanout_lane_skip' } as const;
