import { toArguments, toFields, toFieldsList } from './arguments.ts';
import type { Courier } from './delivery.ts';
import { findMessage, toMessageObject } from './messages.ts';
import { toViewObject } from './methods/views.ts';
import type { Ack } from './outbound.ts';
import { toChannelField, toCommand, toInteraction, toViewInteraction } from './payloads.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { applyResponse, makeResponseUrl } from './response-urls.ts';
import { canSee, elementsOf, optionsOf } from './seen.ts';
import { makeTrigger } from './triggers.ts';
import { type Channel, channelOf, type Message, newest, teamOf, type World } from './world.ts';

export interface Spot {
  readonly team: string;
  readonly user: string;
  readonly channel: string;
}

export interface SlashCommand extends Spot {
  readonly text: string;
  /** Default `/fanout`. */
  readonly command?: string;
}

/** `value`: of the option that is chosen, for a menu. */
export interface Press extends Spot {
  readonly ts: string;
  readonly actionId: string;
  readonly value?: string;
}

/** How one interaction went. */
export interface InteractionOutcome {
  readonly ack: Ack;
  readonly triggerId: string;
  /** Null for a global shortcut, and in a view. */
  readonly responseUrl: string | null;
  /** What Slack tells the person when the app failed; null: it did not. */
  readonly shownError: 'operation_timeout' | 'dispatch_failed' | null;
}

export function shownErrorOf({ status, failure }: Ack): InteractionOutcome['shownError'] {
  if (failure === 'timeout') return 'operation_timeout';
  return status === 200 ? null : 'dispatch_failed';
}

export interface Interactions {
  command(command: SlashCommand): Promise<InteractionOutcome>;
  /** On a message: its menu, "Fan out this message". */
  shortcut(shortcut: Spot & { readonly ts: string; readonly callbackId: string }): Promise<InteractionOutcome>;
  globalShortcut(shortcut: { readonly team: string; readonly user: string; readonly callbackId: string }): Promise<InteractionOutcome>;
  /** A button, or a choice from a menu. Throws when that person has no such thing to press. */
  press(press: Press): Promise<InteractionOutcome>;
  /** The same in an open form or on the Home tab. */
  pressInView(press: { readonly viewId: string; readonly actionId: string; readonly value?: string }): Promise<InteractionOutcome>;
}

function parseAnswer(body: string): Fields | null {
  if (body.trim() === '') return null;
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'string' ? { text: json } : toFields(json);
  } catch {
    return { text: body };
  }
}

function toAction(element: Fields, block: Fields, value: string | undefined, actionTs: string): Fields {
  const { type, action_id, text } = element;
  const action = { type, action_id, block_id: block.block_id, action_ts: actionTs };
  if (type === 'button' || type === 'icon_button') return { ...action, text, ...(element.value !== undefined && { value: element.value }) };
  if (type === 'feedback_buttons') return { ...action, value };
  const selected = optionsOf(element).find((option) => option.value === value);
  if (selected === undefined) throw new Error(`${String(action_id)} has no option ${value}`);
  return type === 'checkboxes' ? { ...action, selected_options: [selected] } : { ...action, selected_option: selected };
}

export function createInteractions(world: World, courier: Courier): Interactions {
  /** Where a person may start something from: a public channel of the workspace, or one they are in. */
  function stand({ team, user, channel }: Spot): Channel {
    const found = channelOf(world, team, channel);
    if (!teamOf(world, team).users.has(user)) throw new Error(`no user ${user} in team ${team}`);
    if (!canSee(found, user)) throw new Error(`${user} can't see ${channel}`);
    return found;
  }

  function seenMessage(spot: Spot, ts: string): Message {
    const message = findMessage(stand(spot), ts);
    if (message === null || (message.onlyFor !== null && message.onlyFor !== spot.user))
      throw new Error(`${spot.user} sees no message ${ts}`);
    return message;
  }

  async function interact(payload: Fields, triggerId: string, responseUrl: string | null): Promise<InteractionOutcome> {
    const ack = await courier.once({ kind: 'interactive', payload });
    return { ack, triggerId, responseUrl, shownError: shownErrorOf(ack) };
  }

  return {
    command: async ({ command = '/fanout', text, ...spot }) => {
      const channel = stand(spot);
      const team = teamOf(world, spot.team);
      if (!team.scopes.has('commands')) throw new Error('the app has no commands: its scopes lack `commands`');
      const triggerId = makeTrigger(world, spot);
      const responseUrl = makeResponseUrl(world, spot);
      const payload = toCommand({ team, user: spot.user }, channel, command, text, { trigger_id: triggerId, response_url: responseUrl });
      const ack = await courier.once({ kind: 'command', payload });
      const shownError = shownErrorOf(ack);
      const answer = shownError === null ? parseAnswer(ack.body) : null;
      if (answer === null) return { ack, triggerId, responseUrl, shownError };
      try {
        applyResponse(world, { ...spot, atMs: world.nowMs(), uses: 0, original: null }, toArguments(answer));
        return { ack, triggerId, responseUrl, shownError };
      } catch (error) {
        if (error instanceof SlackRefusal) return { ack, triggerId, responseUrl, shownError: 'dispatch_failed' };
        throw error;
      }
    },
    shortcut: async ({ ts, callbackId, ...spot }) => {
      const message = seenMessage(spot, ts);
      const channel = stand(spot);
      const team = teamOf(world, spot.team);
      const triggerId = makeTrigger(world, spot);
      const responseUrl = makeResponseUrl(world, spot);
      const payload = toInteraction({ team, user: spot.user }, 'message_action', {
        callback_id: callbackId,
        trigger_id: triggerId,
        response_url: responseUrl,
        action_ts: world.nextTs(),
        message_ts: ts,
        channel: toChannelField(channel),
        message: toMessageObject(world, team, channel, message),
      });
      return interact(payload, triggerId, responseUrl);
    },
    globalShortcut: async ({ team, user, callbackId }) => {
      const triggerId = makeTrigger(world, { team, user });
      const rest = { callback_id: callbackId, trigger_id: triggerId, action_ts: world.nextTs() };
      return interact(toInteraction({ team: teamOf(world, team), user }, 'shortcut', rest), triggerId, null);
    },
    pressInView: async ({ viewId, actionId, value }) => {
      const open = world.views.get(viewId);
      const found =
        open === undefined ? undefined : elementsOf(toFieldsList(open.view.blocks)).find(({ element }) => element.action_id === actionId);
      if (open === undefined || found === undefined) throw new Error(`view ${viewId} has nothing called ${actionId}`);
      const triggerId = makeTrigger(world, { ...open, viewId: open.kind === 'modal' ? open.id : null });
      const payload = toViewInteraction({ team: teamOf(world, open.team), user: open.user }, 'block_actions', {
        container: { type: 'view', view_id: viewId },
        trigger_id: triggerId,
        view: toViewObject(world, open),
        actions: [toAction(found.element, found.block, value, world.nextTs())],
      });
      return interact(payload, triggerId, null);
    },
    press: async ({ ts, actionId, value, ...spot }) => {
      const message = seenMessage(spot, ts);
      const channel = stand(spot);
      const found = elementsOf(newest(message).blocks).find(({ element }) => element.action_id === actionId);
      if (found === undefined) throw new Error(`message ${ts} has nothing called ${actionId}`);
      const only = found.element.visible_to_user_ids;
      if (Array.isArray(only) && !only.includes(spot.user)) throw new Error(`${actionId} is hidden from ${spot.user}`);
      const team = teamOf(world, spot.team);
      const triggerId = makeTrigger(world, spot);
      const responseUrl = makeResponseUrl(world, { ...spot, original: message });
      const isEphemeral = message.onlyFor !== null;
      const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
      const payload = toInteraction({ team, user: spot.user }, 'block_actions', {
        container: { type: 'message', message_ts: ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread },
        trigger_id: triggerId,
        channel: toChannelField(channel),
        ...(!isEphemeral && { message: toMessageObject(world, team, channel, message) }),
        state: { values: {} },
        response_url: responseUrl,
        actions: [toAction(found.element, found.block, value, world.nextTs())],
      });
      return interact(payload, triggerId, responseUrl);
    },
  };
}
