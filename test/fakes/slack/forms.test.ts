import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { toFields } from './arguments.ts';
import type { FakeSlack, FakeSlackOptions } from './fake-slack.ts';
import { startBoth } from './test-app.ts';
import { clientOf, post, refusal } from './test-workspace.ts';

const AT_C1 = { team: 'T1', user: 'U1', channel: 'C1' };
const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (value: string) => ({ text: plain(value), value });

const input = (block_id: string, element: Record<string, unknown>, rest = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: 'value', ...element },
  ...rest,
});

const PROMPT = input('prompt', { type: 'plain_text_input', max_length: 20 });

const view = (blocks: readonly unknown[] = [PROMPT], rest = {}) => ({
  type: 'modal',
  callback_id: 'new',
  title: plain('New fan-out'),
  submit: plain('Start'),
  blocks,
  ...rest,
});

interface Desk {
  readonly slack: FakeSlack;
  readonly app: App;
  readonly client: WebClient;
  /** What opening such a form is refused with, or `ok`. */
  open(view: unknown): Promise<string>;
  /** The id of the form on top. */
  top(): string;
}

async function startDesk(options: Partial<FakeSlackOptions> = {}): Promise<Desk> {
  const { slack, app } = await startBoth(options);
  const client = clientOf(slack, 'xoxb-1');
  app.shortcut('new', ({ ack }) => ack());
  return {
    slack,
    app,
    client,
    open: async (form) => {
      const { triggerId } = await slack.globalShortcut({ team: 'T1', user: 'U1', callbackId: 'new' });
      return refusal(client.apiCall('views.open', { trigger_id: triggerId, view: form }));
    },
    top: () => slack.modals('U1').at(-1)?.id ?? '',
  };
}

describe('opening a form', () => {
  it.each<[string, unknown]>([
    ['a title that is too long', view([PROMPT], { title: plain('x'.repeat(25)) })],
    ['a submit that is too long', view([PROMPT], { submit: plain('x'.repeat(25)) })],
    ['a close that is too long', view([PROMPT], { close: plain('x'.repeat(25)) })],
    ['inputs without submit', view([PROMPT], { submit: undefined })],
    ['private metadata that are too long', view([PROMPT], { private_metadata: 'x'.repeat(3001) })],
    ['a callback id that is too long', view([PROMPT], { callback_id: 'x'.repeat(256) })],
    ['101 blocks', view(Array.from({ length: 101 }, () => ({ type: 'divider' })))],
    ['one block_id twice', view([PROMPT, PROMPT])],
    ['a plan', view([{ type: 'plan', title: 'x' }])],
    ['a max_length that is too long', view([input('a', { type: 'plain_text_input', max_length: 3001 })])],
    ['an initial value over max_length', view([input('a', { type: 'plain_text_input', max_length: 2, initial_value: 'abc' })])],
    [
      'an initial number out of bounds',
      view([input('a', { type: 'number_input', is_decimal_allowed: false, max_value: '2', initial_value: '3' })]),
    ],
    [
      'an initial option that is not offered',
      view([input('a', { type: 'static_select', options: [option('x')], initial_option: option('y') })]),
    ],
    ['eleven checkboxes', view([input('a', { type: 'checkboxes', options: Array.from({ length: 11 }, (_, n) => option(`${n}`)) })])],
    ['eleven files', view([input('a', { type: 'file_input', max_files: 11 })])],
    ['no view', undefined],
  ])('refuses %s', async (_, form) => {
    const { open } = await startDesk();
    expect(await open(form)).toBe('invalid_arguments');
  });

  it('takes a trigger once, for three seconds, and only a known one', async () => {
    const clock = createFakeClock();
    const { slack, client, app } = await startDesk({ clock });
    const heard: unknown[] = [];
    app.shortcut('message', async ({ ack, shortcut }) => {
      heard.push(shortcut);
      await ack();
    });
    const open = (trigger_id: string) => refusal(client.apiCall('views.open', { trigger_id, view: view() }));
    const ts = await post(client);
    const { triggerId } = await slack.shortcut({ ...AT_C1, ts, callbackId: 'message' });
    expect(heard).toMatchObject([{ type: 'message_action', message_ts: ts, message: { text: 'hi' }, channel: { id: 'C1' } }]);
    expect([await open(triggerId), await open(triggerId), await open('none')]).toEqual([
      'ok',
      'exchanged_trigger_id',
      'invalid_trigger_id',
    ]);
    const late = await slack.shortcut({ ...AT_C1, ts, callbackId: 'message' });
    await clock.advance(3_001);
    expect(await open(late.triggerId)).toBe('expired_trigger_id');
    const select = { type: 'conversations_select', default_to_current_conversation: true };
    const here = await slack.shortcut({ ...AT_C1, ts, callbackId: 'message' });
    await client.apiCall('views.open', { trigger_id: here.triggerId, view: view([input('where', select)]) });
    const where: unknown[] = [];
    app.view('new', async ({ ack, view: { state } }) => {
      where.push(state.values.where?.value?.selected_conversation);
      await ack();
    });
    await slack.submit({ viewId: slack.modals('U1').at(-1)?.id ?? '', values: {} });
    expect(where).toEqual(['C1']);
    await expect(slack.shortcut({ ...AT_C1, ts: '1.1', callbackId: 'message' })).rejects.toThrow('sees no message');
  });

  it('changes it for whom knows its newest state', async () => {
    const { slack, client, open, top } = await startDesk();
    await open(view());
    const update = (rest: Record<string, unknown>) => refusal(client.apiCall('views.update', { view: view(), ...rest }));
    const hash = slack.modals('U1')[0]?.hash;
    expect(await update({ view_id: top(), hash })).toBe('ok');
    expect(await update({ view_id: top(), hash })).toBe('hash_conflict');
    expect(await update({ view_id: 'V404' })).toBe('not_found');
    expect(await update({})).toBe('invalid_arguments');
  });
});

describe('sending a form', () => {
  it('lets nothing out that Slack itself would hold back', async () => {
    const { slack, open, top } = await startDesk();
    const lanes = input('lanes', { type: 'number_input', is_decimal_allowed: false, initial_value: '3', max_value: '9' });
    await open(view([PROMPT, lanes]));
    const submit = (values: Record<string, string>) => slack.submit({ viewId: top(), values });
    await expect(submit({})).rejects.toThrow('needs prompt');
    await expect(submit({ prompt: 'x', other: 'y' })).rejects.toThrow('no input other');
    await expect(submit({ prompt: 'x'.repeat(21) })).rejects.toThrow('characters');
    await expect(submit({ prompt: 'x', lanes: '10' })).rejects.toThrow('the number 10');
    await expect(submit({ prompt: 'x', lanes: '1.5' })).rejects.toThrow('whole numbers');
  });

  it('carries every kind of value, files with their bytes, and a response_url for the conversation', async () => {
    const { slack, app, open, top } = await startDesk();
    const groups = [{ label: plain('group'), options: [option('fast'), option('slow')] }];
    const blocks = [
      PROMPT,
      input('speed', { type: 'static_select', option_groups: groups, initial_option: option('slow') }),
      input('boxes', { type: 'checkboxes', options: [option('a'), option('b')] }, { optional: true }),
      input('where', { type: 'conversations_select', response_url_enabled: true, default_to_current_conversation: true }),
      input('files', { type: 'file_input', max_files: 1 }, { optional: true }),
    ];
    const heard: Record<string, unknown>[] = [];
    app.view('new', async ({ ack, body }) => {
      heard.push(toFields(body));
      await ack();
    });
    expect(await open(view(blocks, { private_metadata: 'C1' }))).toBe('ok');
    const values = { prompt: 'go', boxes: ['b'], where: 'C1', files: [{ name: 'a.md', bytes: Buffer.from('abc') }] };
    expect(await slack.submit({ viewId: top(), values })).toMatchObject({ errors: null, isOpen: false, hasTrouble: false });
    expect(heard).toMatchObject([
      {
        response_urls: [{ channel_id: 'C1', block_id: 'where' }],
        view: {
          private_metadata: 'C1',
          state: {
            values: {
              prompt: { value: { value: 'go' } },
              speed: { value: { selected_option: { value: 'slow' } } },
              boxes: { value: { selected_options: [{ value: 'b' }] } },
              where: { value: { selected_conversation: 'C1' } },
              files: { value: { files: [{ name: 'a.md', size: 3 }] } },
            },
          },
        },
      },
    ]);
    const url = `${slack.baseUrl}/files-pri/T1-${slack.files()[0]?.id}/a.md`;
    expect(await (await fetch(url, { headers: { authorization: 'Bearer xoxb-1' } })).text()).toBe('abc');
  });

  it('does what the answer says, and shows trouble where Slack would', async () => {
    const { slack, app, client, open, top } = await startDesk();
    const answers: Record<string, unknown>[] = [
      { response_action: 'errors', errors: { prompt: 'too bad' } },
      { response_action: 'errors', errors: { other: 'no such input' } },
      { response_action: 'update', view: view([PROMPT], { title: plain('x'.repeat(25)) }) },
      { response_action: 'update', view: view([PROMPT], { title: plain('Again') }) },
      { response_action: 'push', view: view([PROMPT], { title: plain('Above') }) },
    ];
    app.view('new', ({ ack }) => ack(answers.shift() as never));
    await open(view());
    const submit = () => slack.submit({ viewId: top(), values: { prompt: 'x' } });
    expect(await submit()).toMatchObject({ errors: { prompt: 'too bad' }, isOpen: true });
    expect(await submit()).toMatchObject({ hasTrouble: true, isOpen: true });
    expect(await submit()).toMatchObject({ hasTrouble: true, isOpen: true });
    expect(await submit()).toMatchObject({ hasTrouble: false, isOpen: true });
    const { triggerId } = await submit();
    expect(slack.modals('U1').map(({ view: { title } }) => title)).toEqual([plain('Again'), plain('Above')]);
    const push = (trigger_id: string) => refusal(client.apiCall('views.push', { trigger_id, view: view() }));
    expect(await push(triggerId)).toBe('ok');
    answers.push({ response_action: 'errors', errors: { prompt: 'x' } });
    const last = await submit();
    expect(await push(last.triggerId)).toBe('push_limit_reached');
    answers.push({ response_action: 'clear' });
    await submit();
    expect(slack.modals('U1')).toEqual([]);
  });

  it('tells of a button inside it, and of its end', async () => {
    const { slack, app, open, top } = await startDesk();
    const button = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More'), value: 'm' }] };
    const heard: string[] = [];
    app.action('more', async ({ ack, body }) => {
      heard.push(String(toFields(toFields(body).container).type));
      await ack();
    });
    app.view({ callback_id: 'new', type: 'view_closed' }, async ({ ack }) => {
      heard.push('closed');
      await ack();
    });
    await open(view([button], { notify_on_close: true }));
    expect((await slack.pressInView({ viewId: top(), actionId: 'more' })).shownError).toBeNull();
    await expect(slack.pressInView({ viewId: top(), actionId: 'less' })).rejects.toThrow('nothing called less');
    await slack.closeView(top());
    expect(heard).toEqual(['view', 'closed']);
    expect(slack.modals('U1')).toEqual([]);
  });
});
