import type { ModalView } from '@slack/types';
import type { Reply } from '#commands/dispatch.ts';
import type { LaneValue } from '#commands/press.ts';
import { toLaneForm, toNote } from '../forms/lane-form.ts';
import type { Desk, Speaker } from './desk.ts';
import { closedDoor } from './door.ts';
import { openForm } from './open-form.ts';
import type { Pressed } from './presses.ts';

/** The lane as it is now, for who may see it; null where there is none. `said`: what became of a press in it. */
async function toForm({ runId, lane: number }: LaneValue, said: string | null, { watch }: Desk): Promise<ModalView | null> {
  const view = await watch.now(runId);
  const lane = view.lanes[number - 1];
  if (lane === undefined) return null;
  return toLaneForm({ view, lane, prompt: await watch.prompt(runId, number), text: await watch.lane(runId, number), said });
}

/** Opens a lane for one who may see it. */
export async function openLane(it: LaneValue, { speaker, triggerId, responseUrl, thread }: Pressed, desk: Desk): Promise<void> {
  const form = (await toForm(it, null, desk)) ?? toNote(`Lane ${it.lane}`, `Run ${it.runId} has no lane ${it.lane}.`);
  const wayOut = `Choose it again, or say it in the thread: @Fanout show ${it.lane}, or retry ${it.lane}.`;
  openForm({ speaker, triggerId, responseUrl, thread, wayOut }, form, desk);
}

const DONE: Readonly<Partial<Record<LaneValue['wish'], string>>> = {
  retry: 'It is done again; its message and the answer will change.',
  skip: 'It is left out.',
};

/** How long a lane may take to be as it was wished, and how often it is looked at. In milliseconds. */
const MOST_WAIT_MS = 1_000;
const LOOK_MS = 50;

/** Waits until a wish that was taken can be seen. */
async function takesHold({ runId, lane, wish }: LaneValue, { watch, clock }: Desk): Promise<void> {
  for (let waitedMs = 0; waitedMs < MOST_WAIT_MS; waitedMs += LOOK_MS) {
    const status = (await watch.now(runId)).lanes[lane - 1]?.status;
    const isOpen = status === 'waiting' || status === 'running';
    if (isOpen === (wish === 'retry')) return;
    await clock.sleep(LOOK_MS, new AbortController().signal);
  }
}

/** Shows an opened lane as it is after a press in it, with what became of that. */
export async function updateLane(viewId: string, it: LaneValue, reply: Reply, speaker: Speaker, desk: Desk): Promise<void> {
  const said = 'text' in reply ? reply.text : (DONE[it.wish] ?? '');
  if (reply.kind === 'going') await takesHold(it, desk);
  // Who may not see it any more keeps nothing of it.
  const closed = await closedDoor(it.runId, speaker, desk).catch(() => said);
  const form = closed === null ? await toForm(it, said, desk).catch(() => null) : null;
  const theirs = await desk.clients.of(speaker.team);
  await theirs?.calls.views.update({ view_id: viewId, view: form ?? toNote(`Lane ${it.lane}`, closed ?? said) });
}
