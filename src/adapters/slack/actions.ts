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

/** The board's menu of lanes: an option's value is a `LaneValue`; choosing one opens that lane. */
export const LANES_MENU = 'fanout_lanes';

/** The menu of a lane's own message: an option's value is a `LaneValue` with what is wished. */
export const LANE_MENU = 'fanout_lane';

/** Buttons inside an opened lane; their value is a `LaneValue`. */
export const LANE_BUTTONS = { retry: 'fanout_lane_retry', skip: 'fanout_lane_skip' } as const;

export const LANE_WISHES = ['open', 'retry', 'edit', 'skip', 'show'] as const;
export type LaneWish = (typeof LANE_WISHES)[number];

/** `k7m2qx4d/3/retry`: at most 75 characters, as options allow 150. */
export function toLaneValue(runId: string, lane: number, wish: LaneWish): string {
  return `${runId}/${lane}/${wish}`;
}

/** Null for what this Fanout never wrote. */
export function parseLaneValue(value: string): { readonly runId: string; readonly lane: number; readonly wish: LaneWish } | null {
  const match = /^([a-z0-9]{4,16})\/([1-9]\d{0,5})\/([a-z]+)$/.exec(value);
  const wish = LANE_WISHES.find((it) => it === match?.[3]);
  if (match?.[1] === undefined || wish === undefined) return null;
  return { runId: match[1], lane: Number(match[2]), wish };
}
