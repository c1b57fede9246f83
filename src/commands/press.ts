import { FanoutError } from '#core/errors.ts';
import type { OfferWish } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import type { Command } from './command.ts';
import type { Caller } from './dispatch.ts';

/** What can be wished of one lane by a menu. */
export const LANE_WISHES = ['open', 'retry', 'edit', 'skip', 'show'] as const;
export type LaneWish = (typeof LANE_WISHES)[number];

/** `k7m2qx4d/3/retry/2`: at most 75 characters. `opened`: of the lane, as the person sees it, where a press on the same result must be the same wish. */
export function toLaneValue(runId: string, lane: number, wish: LaneWish, opened: number | null = null): string {
  return `${runId}/${lane}/${wish}${opened === null ? '' : `/${opened}`}`;
}

export interface LaneValue {
  readonly runId: string;
  readonly lane: number;
  readonly wish: LaneWish;
  readonly opened: number | null;
}

/** Null for what this Fanout never wrote. */
export function parseLaneValue(value: string): LaneValue | null {
  const match = /^([a-z0-9]{4,16})\/([1-9]\d{0,5})\/([a-z]+)(?:\/(\d{1,6}))?$/.exec(value);
  const wish = LANE_WISHES.find((it) => it === match?.[3]);
  if (match?.[1] === undefined || wish === undefined) return null;
  return { runId: match[1], lane: Number(match[2]), wish, opened: match[4] === undefined ? null : Number(match[4]) };
}

/** What is said with these is said of what a card shows, and of nothing that took its place meanwhile. */
export const CARD_WISHES = ['yes', 'decline', 'sample', 'cheaper'] as const satisfies readonly OfferWish[];
type CardWish = (typeof CARD_WISHES)[number];

/** A button that was pressed on something of a run's. */
export type Press =
  | { readonly wish: Exclude<OfferWish, 'edit' | 'correct' | CardWish>; readonly runId: string }
  /** `mark`: `toCardMark` of the card that was pressed on; null where that is not known. */
  | { readonly wish: CardWish; readonly runId: string; readonly mark: string | null }
  | { readonly wish: 'skip lane' | 'show lane'; readonly runId: string; readonly lane: number }
  /** `seen`: the lane's `opened` with the result that was pressed on; null where that is not known. */
  | { readonly wish: 'retry lane'; readonly runId: string; readonly lane: number; readonly seen: number | null };

/** The run as it is, for this person; null for one that they may not see, as for one that never was. */
export async function lookAt(runId: string, watch: Pick<Watching, 'now' | 'origin'>, maySee: Caller['maySee']): Promise<RunView | null> {
  const origin = await watch.origin(runId).catch(toNull);
  return origin !== null && (await maySee(origin.place, origin.asker)) ? await watch.now(runId) : null;
}

/**
 * What a press asks for, and its name; or a sentence where there is nothing to ask for: the lane is at work already, or was opened again since the person saw it. A retry is named by how often its lane, or for what is
 * missing all lanes, were opened: two clicks on one result are one wish and nothing is paid for twice, and since every retry opens a lane, the next one has another name. `name` is the press's own, for all others; `look`
 * gives the run as this person may see it.
 */
export async function toPressed(
  press: Press,
  name: string,
  look: (runId: string) => Promise<RunView | null>,
): Promise<{ readonly command: Command; readonly name: string } | string> {
  const { runId } = press;
  switch (press.wish) {
    case 'yes':
    case 'decline':
    case 'sample':
    case 'cheaper':
      return { command: { verb: press.wish, runId, mark: press.mark }, name };
    case 'stop':
    case 'merge':
      return { command: { verb: press.wish, runId }, name };
    case 'raise':
      return { command: { verb: 'raise', runId, budgetUsd: null }, name: await nameMissing('raise', runId, look) };
    case 'retry': {
      return { command: toRetry(runId, []), name: await nameMissing('retry', runId, look) };
    }
    case 'retry lane': {
      const lane = (await look(runId))?.lanes[press.lane - 1];
      if (lane?.status === 'running' || lane?.status === 'waiting') return `Lane ${press.lane} is at work already.`;
      const opened = lane?.opened ?? 0;
      if (press.seen !== null && press.seen < opened) return 'That was taken already.';
      return { command: toRetry(runId, [press.lane]), name: `retry:${runId}:${press.lane}:${opened}` };
    }
    case 'skip lane':
      return { command: { verb: 'skip', runId, lane: press.lane }, name };
    case 'show lane':
      return { command: { verb: 'show', runId, lane: press.lane }, name };
    default:
      throw new Error(`unknown press ${JSON.stringify(press satisfies never)}`);
  }
}

/** By how often all lanes were opened: two clicks are one wish, and the next one after it another. */
async function nameMissing(wish: 'retry' | 'raise', runId: string, look: (runId: string) => Promise<RunView | null>): Promise<string> {
  const view = await look(runId);
  return `${wish}:${runId}:missing:${view?.lanes.reduce((sum, { opened }) => sum + opened, 0) ?? 0}`;
}

const toRetry = (runId: string, lanes: readonly number[]): Command => ({ verb: 'retry', runId, lanes, prompt: null, budgetUsd: null });

function toNull(error: unknown): null {
  if (error instanceof FanoutError && error.code === 'unknown_run') return null;
  throw error;
}
