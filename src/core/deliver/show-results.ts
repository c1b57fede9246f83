import type { LaneView, RunView } from '../view/run-view.ts';
import type { Bringer } from './bring.ts';
import { type OutFile, readLaneFiles, readTableFile, toAnswerFile, toZip } from './out-file.ts';
import { URGENCY } from './pace.ts';
import type { ShowDeps, Showing } from './show-run.ts';
import { toVersion } from './version.ts';

/** Up to so many lanes each have a message of their own; the results of more go out in one file. */
const FEW_LANES = 12;

/** So long an answer lets the results of its own lanes go first. In milliseconds. */
const PATIENCE_MS = 5_000;

/** Posts each lane's result as it comes, then the answer and the files; resolves when all of it is there. */
export async function showResults<C>(showing: Showing<C>, deps: ShowDeps<C>, signal: AbortSignal): Promise<void> {
  const { newest, messages, delivery } = showing;
  for (let view = newest.view(); ; view = newest.view()) {
    const ended = view.phase === 'ended';
    const due = toDueLanes(view, messages);
    const [lane] = due;
    const budget = deps.budgets.post({ place: delivery.place, thread: delivery.thread });
    if (ended && (lane === undefined || deps.pace.delayMs(budget, due.length) > PATIENCE_MS)) break;
    if (lane === undefined) await newest.after(view, signal);
    else await showLane(showing, lane, deps, signal);
  }
  const view = newest.view();
  const cut = await showAnswer(showing, view, deps, signal);
  for (const lane of toDueLanes(view, messages)) await showLane(showing, lane, deps, signal);
  for (const file of await toFiles(view, cut, deps)) {
    const key = `file:${view.revision}:${file.name}`;
    if (messages.known(key)?.state === 'posted') continue;
    const content = deps.render.file(view, file);
    await messages.bring(
      key,
      () => ({ version: String(file.bytes.length), content }),
      () => URGENCY.lane,
      signal,
    );
  }
}

const keyOf = (lane: LaneView): string => `lane:${lane.index}`;
const versionOf = (lane: LaneView): string => `${lane.starts}:${lane.status}`;
const isOver = (lane: LaneView): boolean => lane.status !== 'waiting' && lane.status !== 'running';
const isFew = ({ lanes }: RunView): boolean => lanes.length > 1 && lanes.length <= FEW_LANES;

/** Lanes whose message is to be said or changed now. One that nobody wanted to the end gets none, but changes the one it had. */
function toDueLanes<C>(view: RunView, messages: Bringer<C>): readonly LaneView[] {
  if (!isFew(view)) return [];
  return view.lanes.filter((lane) => {
    const known = messages.known(keyOf(lane));
    const wanted = known !== undefined || (lane.status !== 'skipped' && lane.status !== 'cancelled');
    return isOver(lane) && wanted && known?.state !== 'gone' && !(known?.state === 'posted' && known.version === versionOf(lane));
  });
}

async function showLane<C>(
  { messages, newest }: Showing<C>,
  lane: LaneView,
  { render, watch }: ShowDeps<C>,
  signal: AbortSignal,
): Promise<void> {
  const view = newest.view();
  const text = lane.status === 'done' ? await watch.lane(view.runId, lane.index) : null;
  const { content } = render.lane(view, lane, text);
  const version = versionOf(lane);
  // An answer that waits behind this is why it hurries.
  const urgency = () => (newest.view().phase === 'ended' ? URGENCY.answer : URGENCY.lane);
  await messages.bring(keyOf(lane), () => ({ version, content }), urgency, signal);
}

/** True: the answer's messages show only its beginning. */
async function showAnswer<C>({ messages }: Showing<C>, view: RunView, { render }: ShowDeps<C>, signal: AbortSignal): Promise<boolean> {
  const { parts, whole } = render.answer(view);
  for (const [index, content] of parts.entries()) {
    const version = toVersion(content);
    await messages.bring(
      `answer:${index + 1}`,
      () => ({ version, content }),
      () => URGENCY.answer,
      signal,
    );
  }
  // A shorter revision leaves no tail of the one before.
  const surplus = messages.keys().filter((key) => key.startsWith('answer:') && Number(key.slice('answer:'.length)) > parts.length);
  for (const key of surplus) await messages.remove(key, signal);
  return !whole;
}

async function toFiles<C>(view: RunView, cut: boolean, { render, watch }: ShowDeps<C>): Promise<OutFile[]> {
  if (view.answer === null) return [];
  const table = await readTableFile(view.runId, watch);
  const lanes = view.lanes.length > 1 && (!isFew(view) || (await anyCut(view, { render, watch }))) ? await readLaneFiles(view, watch) : [];
  return [
    ...(cut ? [toAnswerFile(view.answer)] : []),
    ...(table === null ? [] : [table]),
    ...(lanes.length === 0 ? [] : [toZip('lanes.zip', lanes)]),
  ];
}

async function anyCut<C>(view: RunView, { render, watch }: Pick<ShowDeps<C>, 'render' | 'watch'>): Promise<boolean> {
  for (const lane of view.lanes) {
    const text = lane.status === 'done' ? await watch.lane(view.runId, lane.index) : null;
    if (text !== null && !render.lane(view, lane, text).whole) return true;
  }
  return false;
}
