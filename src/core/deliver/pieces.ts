import type { LaneView, RunView } from '../view/run-view.ts';
import type { Bringer } from './bring.ts';
import { type OutFile, readLaneFiles, readTableFiles, toAnswerFile, toZip } from './out-file.ts';
import { URGENCY, type Urgency } from './pace.ts';
import type { ShowDeps } from './show-run.ts';
import { toVersion } from './version.ts';

/** Up to so many lanes each have a message of their own; the results of more go out in one file. */
const FEW_LANES = 12;

/** One message that a run is to have; null content: it is to be taken away. */
export interface Piece<C> {
  readonly key: string;
  readonly version: string;
  readonly urgency: Urgency;
  content(): Promise<C | null>;
}

const isOver = (lane: LaneView): boolean => lane.status !== 'waiting' && lane.status !== 'running';
const isFew = ({ lanes }: RunView): boolean => lanes.length > 1 && lanes.length <= FEW_LANES;

/**
 * A message for each lane that is over, while they are few. One that nobody wanted to the end gets none, but changes
 * the one it had.
 */
export function toLanePieces<C>(view: RunView, messages: Bringer<C>, { render, watch }: ShowDeps<C>): Piece<C>[] {
  const isKnown = ({ index }: LaneView): boolean => messages.known(`lane:${index}`) !== undefined;
  // Of many lanes those of a sample: they are there to be seen. And those that have one since they were few: it says
  // what the lane gave last.
  const shown = isFew(view) ? view.lanes : view.lanes.filter((lane) => view.sample.includes(lane.index) || isKnown(lane));
  const wanted = shown.filter((lane) => isOver(lane) && (isKnown(lane) || (lane.status !== 'skipped' && lane.status !== 'cancelled')));
  return wanted.map((lane) => ({
    key: `lane:${lane.index}`,
    version: `${lane.starts}:${lane.status}:${lane.opened}`,
    urgency: URGENCY.lane,
    content: async () => render.lane(view, lane, await readText(view, lane, watch)).content,
  }));
}

/** A message for each answer to what somebody said about the run; it never changes. */
export function toReplyPieces<C>(view: RunView, { render }: ShowDeps<C>): Piece<C>[] {
  return view.replies.map((reply) => ({
    key: `said:${reply.id}`,
    version: '1',
    urgency: URGENCY.answer,
    content: async () => render.reply(view, reply),
  }));
}

/** The answer's messages, and what an earlier, longer revision left behind them. `whole`: they show all of it. */
export function toAnswerPieces<C>(
  view: RunView,
  messages: Bringer<C>,
  { render }: ShowDeps<C>,
): { readonly pieces: readonly Piece<C>[]; readonly whole: boolean } {
  const { parts, whole } = render.answer(view);
  const said = parts.map(
    (content, index): Piece<C> => ({
      key: `answer:${index + 1}`,
      version: toVersion(content),
      urgency: URGENCY.answer,
      content: async () => content,
    }),
  );
  const surplus = messages.keys().filter((key) => {
    const state = messages.known(key)?.state;
    return key.startsWith('answer:') && Number(key.slice('answer:'.length)) > parts.length && (state === 'posted' || state === 'sending');
  });
  return {
    pieces: [...said, ...surplus.map((key): Piece<C> => ({ key, version: 'away', urgency: URGENCY.lane, content: async () => null }))],
    whole,
  };
}

/** `cut`: the answer's messages show only its beginning. */
export async function toFiles<C>(view: RunView, cut: boolean, { render, watch }: ShowDeps<C>): Promise<OutFile[]> {
  if (view.answer === null) return [];
  const tables = await readTableFiles(view.runId, watch);
  const lanes = view.lanes.length > 1 && (!isFew(view) || (await anyCut(view, { render, watch }))) ? await readLaneFiles(view, watch) : [];
  return [...(cut ? [toAnswerFile(view.answer)] : []), ...tables, ...(lanes.length === 0 ? [] : [toZip('lanes.zip', lanes)])];
}

/** What the lane gave in the start that the view shows: a retry since has not given anything yet. */
const readText = async (view: RunView, lane: LaneView, watch: ShowDeps<unknown>['watch']): Promise<string | null> =>
  lane.status === 'done' ? await watch.lane(view.runId, lane.index, lane.starts) : null;

async function anyCut<C>(view: RunView, { render, watch }: Pick<ShowDeps<C>, 'render' | 'watch'>): Promise<boolean> {
  for (const lane of view.lanes) {
    const text = await readText(view, lane, watch);
    if (text !== null && !render.lane(view, lane, text).whole) return true;
  }
  return false;
}
