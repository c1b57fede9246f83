import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Command } from '#commands/command.ts';
import type { Reply } from '#commands/dispatch.ts';
import { type LaneWish, lookAt, type Press, parseLaneValue, toPressed } from '#commands/press.ts';
import type { RunView } from '#core/view/run-view.ts';
import { BUTTONS, LANE_BUTTONS, LANE_MENU, LANES_MENU, NEW_RUN } from '../actions.ts';
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
      const pressed = readPress(body, action, context.teamId);
      if (pressed !== null) await act(pressed);
      await ack();
    });
  };
  for (const wish of ['yes', 'stop', 'merge', 'retry'] as const) on(BUTTONS[wish], (it) => press({ wish, runId: it.value }, it, desk));
  on(NEW_RUN, async (it) => openNewRun(it, desk));
  for (const menu of [LANES_MENU, LANE_MENU, LANE_BUTTONS.retry, LANE_BUTTONS.skip]) on(menu, (it) => pressLane(it, desk));
}

function readPress(body: unknown, action: unknown, contextTeam: string | undefined): Pressed | null {
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
  const { runId, lane, start } = it;
  const wishes: Readonly<Record<LaneWish, () => Promise<void>>> = {
    open: () => openLane(runId, lane, pressed, desk),
    edit: () => openLane(runId, lane, pressed, desk),
    show: () => press({ wish: 'show lane', runId, lane }, pressed, desk),
    skip: () => press({ wish: 'skip lane', runId, lane }, pressed, desk),
    retry: () => press({ wish: 'retry lane', runId, lane, seen: start }, pressed, desk),
  };
  await wishes[it.wish]();
}

async function press(wished: Press, pressed: Pressed, desk: Desk): Promise<void> {
  const it = await toPressed(wished, pressed.name, (runId) => look(runId, pressed, desk));
  if (typeof it === 'string') tell({ kind: 'refused', text: it }, pressed, desk);
  else await steer(it.command, { ...pressed, name: it.name }, desk);
}

const look = (runId: string, { speaker }: Pressed, desk: Desk): Promise<RunView | null> =>
  lookAt(runId, desk.watch, maySeeAs(speaker, false, desk));

async function openLane(runId: string, number: number, pressed: Pressed, desk: Desk): Promise<void> {
  const { watch, background, clients } = desk;
  const view = await look(runId, pressed, desk);
  const lane = view?.lanes[number - 1];
  if (view === null || lane === undefined) return tell({ kind: 'refused', text: `There is no run ${runId} here.` }, pressed, desk);
  const form = toLaneForm({ view, lane, prompt: await watch.prompt(runId, number), text: await watch.lane(runId, number) });
  background.run('opening a lane', async () => {
    const theirs = await clients.of(pressed.speaker.team);
    await theirs?.calls.views.open({ trigger_id: pressed.triggerId, view: form });
  });
}
