import { toFields, toFieldsList } from './arguments.ts';
import { checkView } from './blocks/check.ts';
import type { Courier } from './delivery.ts';
import { type FormValues, fillIn } from './form-values.ts';
import { shownErrorOf } from './interactions.ts';
import { replaceView, stackView, toViewObject } from './methods/views.ts';
import type { Ack } from './outbound.ts';
import { toViewInteraction } from './payloads.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { makeResponseUrl } from './response-urls.ts';
import { makeTrigger } from './triggers.ts';
import { type OpenView, teamOf, type World } from './world.ts';

export interface FormOutcome {
  readonly ack: Ack;
  /** By `block_id`: what stands in red under an input. */
  readonly errors: Readonly<Record<string, string>> | null;
  readonly isOpen: boolean;
  readonly triggerId: string;
  /** The form says "We had some trouble connecting": the app was late, failed, or answered what Slack refuses. */
  readonly hasTrouble: boolean;
}

export interface Forms {
  /** Throws where Slack's client would not send it: a required input is empty, a value is out of bounds. */
  submit(submission: { readonly viewId: string; readonly values: FormValues }): Promise<FormOutcome>;
  /** The person closes it; the app hears of it only with `notify_on_close`. */
  closeView(viewId: string): Promise<void>;
}

function parse(body: string): Fields {
  try {
    return body.trim() === '' ? {} : toFields(JSON.parse(body));
  } catch {
    return { response_action: 'not JSON' };
  }
}

function responseUrlsOf(world: World, open: OpenView, values: Fields): Fields[] {
  return toFieldsList(open.view.blocks).flatMap((block) => {
    const element = toFields(block.element);
    const action_id = String(element.action_id ?? 'value');
    const { selected_conversation } = toFields(toFields(values[String(block.block_id)])[action_id]);
    if (element.response_url_enabled !== true || typeof selected_conversation !== 'string') return [];
    const place = { team: open.team, user: open.user, channel: selected_conversation };
    return [{ block_id: block.block_id, action_id, channel_id: selected_conversation, response_url: makeResponseUrl(world, place) }];
  });
}

export function createForms(world: World, courier: Courier): Forms {
  function opened(viewId: string): OpenView {
    const open = world.views.get(viewId);
    if (open === undefined || open.kind !== 'modal') throw new Error(`no form ${viewId} is open`);
    return open;
  }

  const dropStack = (open: OpenView): void => {
    for (const each of world.views.values()) if (each.rootId === open.rootId) world.views.delete(each.id);
  };

  /** Slack's docs, `response_action`. Returns the errors to show. */
  function obey(open: OpenView, answer: Fields): Readonly<Record<string, string>> | null {
    switch (answer.response_action) {
      case undefined:
        world.views.delete(open.id);
        return null;
      case 'clear':
        dropStack(open);
        return null;
      case 'update':
        replaceView(world, open, checkView(answer.view, 'modal'));
        return null;
      case 'push':
        stackView(world, open, checkView(answer.view, 'modal'));
        return null;
      case 'errors': {
        const inputs = toFieldsList(open.view.blocks).filter(({ type }) => type === 'input');
        const errors = Object.entries(toFields(answer.errors)).map(([key, value]): [string, string] => [key, String(value)]);
        const isKnown = errors.length > 0 && errors.every(([key]) => inputs.some(({ block_id }) => block_id === key));
        if (!isKnown) throw new SlackRefusal('invalid_errors');
        return Object.fromEntries(errors);
      }
      default:
        throw new SlackRefusal('invalid_response_action');
    }
  }

  return {
    submit: async ({ viewId, values }) => {
      const open = opened(viewId);
      const state = fillIn(world, open, values);
      const triggerId = makeTrigger(world, { ...open, viewId: open.id });
      const payload = toViewInteraction({ team: teamOf(world, open.team), user: open.user }, 'view_submission', {
        trigger_id: triggerId,
        view: { ...toViewObject(world, open), state: { values: state } },
        response_urls: responseUrlsOf(world, open, state),
      });
      const ack = await courier.once({ kind: 'interactive', payload });
      const outcome = (errors: FormOutcome['errors'], hasTrouble: boolean): FormOutcome => ({
        ack,
        errors,
        isOpen: world.views.has(viewId),
        triggerId,
        hasTrouble,
      });
      if (shownErrorOf(ack) !== null) return outcome(null, true);
      try {
        return outcome(obey(open, parse(ack.body)), false);
      } catch (error) {
        if (error instanceof SlackRefusal) return outcome(null, true);
        throw error;
      }
    },
    closeView: async (viewId) => {
      const open = opened(viewId);
      world.views.delete(viewId);
      if (open.view.notify_on_close !== true) return;
      const rest = { view: toViewObject(world, open), is_cleared: false };
      await courier.once({
        kind: 'interactive',
        payload: toViewInteraction({ team: teamOf(world, open.team), user: open.user }, 'view_closed', rest),
      });
    },
  };
}
