import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Reply } from '#commands/dispatch.ts';
import { CARD_WISHES, type LaneValue, type LaneWish, type Press, parseLaneValue, toPressed } from '#commands/press.ts';
import { BUTTONS, LANE_BUTTONS, LANE_MENU, LANES_MENU, NEW_RUN, parseCardValue } from '../actions.ts';
import { toRunForm } from '../forms/run-form.ts';
import { type Desk, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { closedDoor } from './door.ts';
import { openLane, updateLane } from './lanes.ts';
import { openForm } from './open-form.ts';
import { openCorrect, openEdit } from './plan-forms.ts';
import { answer } from './say.ts';
import { toTrouble } from './trouble.ts';

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

export interface Pressed {
  readonly speaker: Speaker;
  /** Names the press: the same one told again is one. */
  readonly name: string;
  readonly value: string;
  readonly triggerId: string;
  readonly responseUrl: string | null;
  readonly thread: string | null;
  /** The opened lane that it was pressed in; null: it was pressed on a message. */
  readonly viewId: string | null;
}

/** Buttons that need no words. */
const PRESSES = ['stop', 'merge', 'retry', 'raise'] as const;

/** Buttons and menus of boards, lane messages and opened lanes. Slack tells of a press once, whatever becomes of it, so it is told at once that it arrived. */
export function listenToPresses(app: App, desk: Desk): void {
  const on = (actionId: string, act: (pressed: Pressed) => Promise<void>): void => {
    app.action(actionId, async ({ body, action, ack, context }) => {
      await ack();
      const pressed = readPress(body, action, context.teamId);
      if (pressed === null) return;
      desk.background.run('a press', () =>
        act(pressed).catch((error: unknown) => tell({ kind: 'refused', text: toTrouble(error, 'a press', desk.log) }, pressed, desk)),
      );
    });
  };
  for (const wish of PRESSES) on(BUTTONS[wish], (it) => press({ wish, runId: it.value }, it, desk));
  for (const wish of CARD_WISHES) on(BUTTONS[wish], (it) => press({ wish, ...parseCardValue(it.value) }, it, desk));
  on(BUTTONS.edit, (it) => openEdit(it, desk));
  on(BUTTONS.correct, (it) => openCorrect(it, desk));
  on(NEW_RUN, async (it) => openNewRun(it, desk));
  for (const menu of [LANES_MENU, LANE_MENU, LANE_BUTTONS.retry, LANE_BUTTONS.skip]) on(menu, (it) => pressLane(it, desk));
}

function readPress(body: unknown, action: unknown, contextTeam: string | undefined): Pressed | null {
  const press = PRESS.safeParse(body).data;
  const act = ACTION.safeParse(action).data;
  const team = contextTeam ?? press?.team?.id;
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
    viewId: press.view?.id ?? null,
  };
}

/** Says it where it was pressed; in an opened lane that is the lane, as it is now. */
async function tell(reply: Reply, pressed: Pressed, desk: Desk): Promise<void> {
  const { speaker, responseUrl, thread, viewId, value } = pressed;
  const it = viewId === null ? null : parseLaneValue(value);
  if (viewId === null || it === null) return answer(speaker, reply, { thread, responseUrl }, desk);
  await updateLane(viewId, it, reply, speaker, desk);
}

function openNewRun({ speaker, triggerId, responseUrl, thread }: Pressed, desk: Desk): void {
  const about = { channel: speaker.channel, thread: null, draft: null, back: toBack(responseUrl ?? undefined, desk.clock.now()) };
  const form = toRunForm(about, { request: '', text: '', why: null, material: [] });
  const wayOut = 'Press again, or type /fanout and what you want.';
  openForm({ speaker, triggerId, responseUrl, thread, wayOut }, form, desk);
}

async function pressLane(pressed: Pressed, desk: Desk): Promise<void> {
  const it = parseLaneValue(pressed.value);
  if (it === null) return;
  const { runId, lane, opened } = it;
  const wishes: Readonly<Record<LaneWish, () => Promise<void>>> = {
    open: () => open(it, pressed, desk),
    edit: () => open(it, pressed, desk),
    show: () => press({ wish: 'show lane', runId, lane }, pressed, desk),
    skip: () => press({ wish: 'skip lane', runId, lane }, pressed, desk),
    retry: () => press({ wish: 'retry lane', runId, lane, seen: opened }, pressed, desk),
  };
  await wishes[it.wish]();
}

async function open(it: LaneValue, pressed: Pressed, desk: Desk): Promise<void> {
  const closed = await closedDoor(it.runId, pressed.speaker, desk);
  if (closed !== null) await tell({ kind: 'refused', text: closed }, pressed, desk);
  else await openLane(it, pressed, desk);
}

async function press(wished: Press, pressed: Pressed, desk: Desk): Promise<void> {
  const { speaker, thread } = pressed;
  const closed = await closedDoor(wished.runId, speaker, desk);
  if (closed !== null) return await tell({ kind: 'refused', text: closed }, pressed, desk);
  const it = await toPressed(wished, pressed.name, desk.watch.now);
  if (typeof it === 'string') return await tell({ kind: 'refused', text: it }, pressed, desk);
  const reply = await desk.hear({
    command: it.command,
    claims: [it.name],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread,
    back: null,
    // Of this very run it was asked above.
    maySee: async () => true,
  });
  await tell(reply, pressed, desk);
}
