import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Command } from '#commands/command.ts';
import type { Reply } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import { BUTTONS, LANE_BUTTONS, LANE_MENU, LANES_MENU, type LaneWish, NEW_RUN, parseLaneValue } from '../actions.ts';
import { toLaneForm } from '../forms/lane-form.ts';
import { toRunForm } from '../forms/run-form.ts';
import { openForm } from './commands.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { answer } from './say.ts';

const PRESS = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  view: z.object({ id: z.string() }).nullish(),
});
const ACTION = z.object({
  action_id: z.string(),
  action_ts: z.string().default(''),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

interface Pressed {
  readonly speaker: Speaker;
  /** Names the press: the same one told again is one. */
  readonly name: string;
  readonly value: string;
  readonly triggerId: string;
  readonly responseUrl: string | null;
  readonly thread: string | null;
}

/** Buttons and menus of boards, lane messages and opened lanes. */
export function listenToPresses(app: App, desk: Desk): void {
  const on = (actionId: string, act: (pressed: Pressed) => Promise<void>): void => {
    app.action(actionId, async ({ body, action, ack, context }) => {
      const pressed = toPressed(body, action, context.teamId);
      if (pressed !== null) await act(pressed);
      await ack();
    });
  };
  on(BUTTONS.yes, (it) => steer({ verb: 'yes', runId: it.value }, it, desk));
  on(BUTTONS.stop, (it) => steer({ verb: 'stop', runId: it.value }, it, desk));
  on(BUTTONS.merge, (it) => steer({ verb: 'merge', runId: it.value }, it, desk));
  on(BUTTONS.retry, (it) => retryMissing(it, desk));
  on(NEW_RUN, async (it) => openNewRun(it, desk));
  for (const menu of [LANES_MENU, LANE_MENU, LANE_BUTTONS.retry, LANE_BUTTONS.skip]) on(menu, (it) => pressLane(it, desk));
}

function toPressed(body: unknown, action: unknown, contextTeam: string | undefined): Pressed | null {
  const press = PRESS.safeParse(body).data;
  const act = ACTION.safeParse(action).data;
  const team = press?.team?.id ?? contextTeam;
  const value = act?.selected_option?.value ?? act?.value;
  if (press === undefined || act === undefined || team === undefined || value === undefined) return null;
  const on = press.message?.ts ?? press.view?.id ?? '';
  return {
    speaker: { team, channel: press.channel?.id ?? '', user: press.user.id },
    name: `slack:${team}:press:${on}:${act.action_id}:${act.action_ts}`,
    value,
    triggerId: press.trigger_id,
    responseUrl: press.response_url ?? null,
    thread: press.message?.thread_ts ?? press.message?.ts ?? null,
  };
}

async function steer(command: Command, pressed: Pressed, desk: Desk): Promise<void> {
  const { speaker } = pressed;
  const reply = await desk.hear({
    command,
    claims: [pressed.name],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread: pressed.thread,
    back: null,
    maySee: maySeeAs(speaker, false, desk),
  });
  tell(reply, pressed, desk);
}

function tell(reply: Reply, { speaker, responseUrl, thread }: Pressed, desk: Desk): void {
  // Inside an opened form there is no conversation to say it in; the form is still there.
  if (responseUrl !== null || speaker.channel !== '') answer(speaker, reply, { thread, responseUrl }, desk);
}

function openNewRun({ speaker, triggerId, responseUrl }: Pressed, desk: Desk): void {
  const about = { channel: speaker.channel, thread: null, draft: null, back: toBack(responseUrl ?? undefined, desk.clock.now()) };
  const form = toRunForm(about, { request: '', text: '', why: null, material: [] });
  desk.background.run('opening the form', () => openForm(desk, speaker.team, triggerId, form));
}

async function pressLane(pressed: Pressed, desk: Desk): Promise<void> {
  const it = parseLaneValue(pressed.value);
  if (it === null) return;
  const { runId, lane } = it;
  const wishes: Readonly<Record<LaneWish, () => Promise<void>>> = {
    open: () => openLane(runId, lane, pressed, desk),
    edit: () => openLane(runId, lane, pressed, desk),
    show: () => steer({ verb: 'show', runId, lane }, pressed, desk),
    skip: () => steer({ verb: 'skip', runId, lane }, pressed, desk),
    retry: () => retryLane(runId, lane, pressed, desk),
  };
  await wishes[it.wish]();
}

/** Two clicks on the same answer are one wish: what is missing is not paid for twice. */
async function retryMissing(pressed: Pressed, desk: Desk): Promise<void> {
  const runId = pressed.value;
  const view = await desk.watch.now(runId).catch(toNull);
  const name = `slack:retry:${runId}:${view?.revision ?? 0}:${view?.endedAtMs ?? 0}`;
  await steer({ verb: 'retry', runId, lanes: [], prompt: null, budgetUsd: null }, { ...pressed, name }, desk);
}

/** The same of one lane: a wish is named by the start whose result was seen, and one that is at work already is left at it. */
async function retryLane(runId: string, lane: number, pressed: Pressed, desk: Desk): Promise<void> {
  const view = await desk.watch.now(runId).catch(toNull);
  const it = view?.lanes[lane - 1];
  if (it?.status === 'running' || it?.status === 'waiting')
    return tell({ kind: 'refused', text: `Lane ${lane} is at work already.` }, pressed, desk);
  const name = `slack:retry:${runId}:${lane}:${it?.starts ?? 0}`;
  await steer({ verb: 'retry', runId, lanes: [lane], prompt: null, budgetUsd: null }, { ...pressed, name }, desk);
}

async function openLane(runId: string, number: number, pressed: Pressed, desk: Desk): Promise<void> {
  const { watch, background, clients } = desk;
  const origin = await watch.origin(runId).catch(toNull);
  const view =
    origin !== null && (await maySeeAs(pressed.speaker, false, desk)(origin.place, origin.asker)) ? await watch.now(runId) : null;
  const lane = view?.lanes[number - 1];
  if (view === null || lane === undefined) return tell({ kind: 'refused', text: `There is no run ${runId} here.` }, pressed, desk);
  const form = toLaneForm({ view, lane, prompt: await watch.prompt(runId, number), text: await watch.lane(runId, number) });
  background.run('opening a lane', async () => {
    const theirs = await clients.of(pressed.speaker.team);
    await theirs?.calls.views.open({ trigger_id: pressed.triggerId, view: form });
  });
}

function toNull(error: unknown): null {
  if (error instanceof FanoutError) return null;
  throw error;
}
