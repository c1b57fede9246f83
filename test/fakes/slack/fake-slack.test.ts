import { describe, expect, it } from 'vitest';
import { BOT_SCOPES } from './seed.ts';
import { clientOf, post, refusal, section, start } from './test-workspace.ts';

describe('who may call', () => {
  it('knows its own tokens, and which workspace each belongs to', async () => {
    const { slack, client } = await start();
    expect(await refusal(clientOf(slack).auth.test())).toBe('not_authed');
    expect(await refusal(clientOf(slack, 'xoxb-none').auth.test())).toBe('invalid_auth');
    expect(await client.auth.test()).toMatchObject({ team_id: 'T1', bot_id: 'B1' });
    expect(await clientOf(slack, 'xoxb-2').auth.test()).toMatchObject({ team_id: 'T2', bot_id: 'B2' });
    expect(await refusal(client.apiCall('chat.postMassage'))).toBe('unknown_method');
  });

  it('refuses a token whose app was removed or revoked', async () => {
    const { slack, client } = await start();
    await slack.uninstall('T1');
    await slack.revokeTokens('T2');
    expect(await refusal(client.auth.test())).toBe('account_inactive');
    expect(await refusal(clientOf(slack, 'xoxb-2').auth.test())).toBe('token_revoked');
  });

  it('names the scope that is missing, and tells those that there are', async () => {
    const { slack, client } = await start();
    slack.setScopes('T1', ['commands']);
    const error = await post(client).catch((caught) => caught);
    expect(error.data).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'commands' });
    expect((await client.auth.test()).response_metadata?.scopes).toEqual(['commands']);
    expect(await refusal(client.conversations.info({ channel: 'C1' }))).toBe('missing_scope');
  });
});

describe('where it may post', () => {
  it('needs membership, and an open channel', async () => {
    const { slack, client } = await start();
    expect(await refusal(post(client, { channel: 'C2' }))).toBe('not_in_channel');
    expect(await refusal(post(client, { channel: 'G1' }))).toBe('channel_not_found');
    expect(await refusal(post(client, { channel: 'C404' }))).toBe('channel_not_found');
    expect(await refusal(post(client, { channel: 'C9' }))).toBe('is_archived');
    expect(await refusal(client.conversations.replies({ channel: 'C2', ts: '1700000000.000100' }))).toBe('not_in_channel');
    slack.setScopes('T1', [...BOT_SCOPES, 'chat:write.public']);
    expect(await refusal(post(client, { channel: 'C2' }))).toBe('ok');
    expect(await refusal(post(client, { channel: 'G1' }))).toBe('channel_not_found');
    slack.kickBot('T1', 'C1');
    expect(await client.conversations.info({ channel: 'C1' })).toMatchObject({ channel: { is_member: false } });
  });

  it('hangs replies on roots alone', async () => {
    const { client } = await start();
    const root = await post(client);
    const reply = await post(client, { thread_ts: root });
    expect(await refusal(post(client, { thread_ts: 'soon' }))).toBe('invalid_thread_ts');
    expect(await refusal(post(client, { thread_ts: '1700000000.000001' }))).toBe('thread_not_found');
    expect(await refusal(post(client, { thread_ts: reply }))).toBe('cannot_reply_to_message');
    expect(root).toMatch(/^\d{10}\.\d{6}$/);
    expect(reply > root).toBe(true);
  });

  it('edits and deletes only what is its own and still there', async () => {
    const { slack, client } = await start();
    const { ts: theirs } = await slack.write({ team: 'T1', user: 'U1', channel: 'C1', text: 'mine' });
    const own = await post(client);
    const update = (ts: string, text: string) => refusal(client.chat.update({ channel: 'C1', ts, text }));
    expect(await update(theirs, 'x')).toBe('cant_update_message');
    expect(await refusal(client.chat.delete({ channel: 'C1', ts: theirs }))).toBe('cant_delete_message');
    expect(await update('1700000000.000001', 'x')).toBe('message_not_found');
    expect(await update(own, 'x'.repeat(4001))).toBe('msg_too_long');
    expect(await update(own, 'new')).toBe('ok');
    expect(await refusal(client.chat.delete({ channel: 'C1', ts: own }))).toBe('ok');
    expect(await update(own, 'newer')).toBe('message_not_found');
    expect(
      slack
        .messages('T1', 'C1')
        .at(-1)
        ?.revisions.map(({ text }) => text),
    ).toEqual(['hi', 'new']);
  });

  it('shows an ephemeral message to its one person, who must be there', async () => {
    const { slack, client } = await start();
    const whisper = (user: string) => refusal(client.chat.postEphemeral({ channel: 'C1', user, text: 'psst' }));
    expect(await whisper('U2')).toBe('user_not_in_channel');
    expect(await whisper('U1')).toBe('ok');
    expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ text: 'psst', isEphemeral: true }]);
    expect(slack.seenBy('T1', 'U2', 'C1')).toEqual([]);
  });
});

describe('what it may say', () => {
  const task = (n: number, rest: Record<string, unknown> = {}) => ({ task_id: `t${n}`, title: `Lane ${n}`, status: 'pending', ...rest });
  const plan = (tasks: unknown[], rest: Record<string, unknown> = {}) => ({ type: 'plan', title: 'Plan', tasks, ...rest });
  const button = (rest: Record<string, unknown> = {}) => ({
    type: 'button',
    action_id: 'a',
    text: { type: 'plain_text', text: 'Stop' },
    ...rest,
  });
  const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
  const option = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value });
  const options = (count: number) => Array.from({ length: count }, (_, n) => option(`o${n}`, `v${n}`));
  const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
  const range = (count: number) => Array.from({ length: count }, (_, n) => n);

  it.each<[string, unknown[], string]>([
    ['51 blocks', range(51).map(() => ({ type: 'divider' })), '/blocks]'],
    ['a section that is too long', [section('x'.repeat(3001))], '/blocks/0/text/text]'],
    ['an empty section', [{ type: 'section' }], '/blocks/0]'],
    ['a header that is too long', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], '/blocks/0/text/text]'],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type]'],
    ['an unknown block', [{ type: 'sektion' }], '/blocks/0/type]'],
    ['a field that it does not know', [{ ...section('x'), colour: 'red' }], 'colour [json-pointer:/blocks/0]'],
    [
      'one block_id twice',
      [
        { ...section('a'), block_id: 'b' },
        { ...section('b'), block_id: 'b' },
      ],
      'block_id must be unique',
    ],
    ['51 tasks', [plan(range(51).map((n) => task(n)))], '/blocks/0/tasks]'],
    ['one task_id twice', [plan([task(1), task(1)])], '/blocks/0/tasks]'],
    ['a task without a title', [plan([{ task_id: 't', status: 'pending' }])], '/blocks/0/tasks/0/title]'],
    ['a status that is close', [plan([task(1, { status: 'completed' })])], '/blocks/0/tasks/0/status]'],
    ['a task whose output is text', [plan([task(1, { output: 'done' })])], '/blocks/0/tasks/0/output]'],
    ['a plan without a title', [plan([task(1)], { title: undefined })], '/blocks/0/title]'],
    ['a plan beside a task card', [plan([task(1)]), { type: 'task_card', ...task(2) }], 'can not be combined'],
    ['an empty text in rich text', [rich({ type: 'text', text: '' })], '/blocks/0/elements/0/elements/0/text]'],
    ['a rich text with a bare text', [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }], '/blocks/0/elements/0/type]'],
    ['26 buttons', [actions(...range(26).map((n) => button({ action_id: `a${n}` })))], '/blocks/0/elements]'],
    ['a button text that is too long', [actions(button({ text: { type: 'plain_text', text: 'x'.repeat(76) } }))], 'elements/0/text/text]'],
    ['a button value that is too long', [actions(button({ value: 'x'.repeat(2001) }))], '/blocks/0/elements/0/value]'],
    ['101 options', [actions({ type: 'static_select', action_id: 'a', options: options(101) })], '/blocks/0/elements/0/options]'],
    [
      'an option text that is too long',
      [actions({ type: 'static_select', options: [option('x'.repeat(76), 'v')] })],
      'options/0/text/text]',
    ],
    ['an option value that is too long', [actions({ type: 'static_select', options: [option('o', 'v'.repeat(151))] })], 'options/0/value]'],
    ['a menu with no options', [actions({ type: 'static_select', action_id: 'a' })], '/blocks/0/elements/0]'],
    ['six overflow options', [actions({ type: 'overflow', action_id: 'a', options: options(6) })], '/blocks/0/elements/0/options]'],
    ['11 context elements', [{ type: 'context', elements: range(11).map(() => ({ type: 'mrkdwn', text: 'x' })) }], '/blocks/0/elements]'],
    ['a markdown block that is too long', [{ type: 'markdown', text: 'x'.repeat(12_001) }], '/blocks/0/text]'],
    ['an empty table cell', [{ type: 'table', rows: [[{ type: 'raw_text', text: '' }]] }], '/blocks/0/rows/0/0/text]'],
  ])('refuses %s', async (_, blocks, pointer) => {
    const { client } = await start();
    const error = await post(client, { blocks }).catch((caught) => caught);
    expect(error.data?.error).toBe('invalid_blocks');
    expect(error.data.response_metadata.messages.join('\n')).toContain(pointer);
  });

  it('refuses a message that is too long in all, though every block is good', async () => {
    const { client } = await start();
    expect(await refusal(post(client, { blocks: range(4).map(() => section('x'.repeat(2900))) }))).toBe('msg_blocks_too_long');
    expect(await refusal(post(client, { blocks: range(4).map(() => section('x'.repeat(2500))) }))).toBe('ok');
    expect(await refusal(post(client, { blocks: range(4).map(() => section('ß'.repeat(1500))) }))).toBe('msg_blocks_too_long');
  });

  it('refuses an empty message, and blocks that are no JSON; cuts a text that is too long', async () => {
    const { slack, client } = await start();
    expect(await refusal(post(client, { text: '' }))).toBe('no_text');
    expect(await refusal(post(client, { blocks: '[{' }))).toBe('invalid_blocks_format');
    expect(await refusal(client.apiCall('chat.postMessage', { text: 'x' }))).toBe('invalid_arguments');
    await post(client, { text: 'x'.repeat(40_001) });
    expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ text: 'x'.repeat(40_000) }]);
  });

  it('keeps metadata over edits, small and flat, and gives it to whom asks', async () => {
    const { client } = await start();
    const metadata = { event_type: 'run', event_payload: { run: 'r1', part: 0 } };
    const withPayload = (event_payload: unknown) => refusal(post(client, { metadata: { event_type: 'run', event_payload } }));
    expect(await withPayload({ a: { b: { c: 1 } } })).toBe('invalid_metadata_format');
    expect(await withPayload({ a: 'x'.repeat(1100) })).toBe('metadata_too_large');
    const ts = await post(client, { metadata });
    await client.chat.update({ channel: 'C1', ts, text: 'new' });
    const read = (include_all_metadata: boolean) => client.conversations.replies({ channel: 'C1', ts, include_all_metadata });
    expect((await read(true)).messages).toMatchObject([{ text: 'new', metadata }]);
    expect((await read(false)).messages?.[0]).not.toHaveProperty('metadata');
  });

  it('shows a plan with its tasks as people read it', async () => {
    const { slack, client } = await start();
    const done = task(1, { status: 'complete', output: rich({ type: 'text', text: 'Guten Tag' }) });
    await post(client, { text: '1 of 2', blocks: [plan([done, task(2)]), actions(button({ value: 'r1' }))] });
    expect(slack.seenBy('T1', 'U2', 'C1')).toMatchObject([
      { text: 'Plan\n✔ Lane 1 — Guten Tag\n○ Lane 2\n[Stop]', fallback: '1 of 2', controls: [{ actionId: 'a', value: 'r1' }] },
    ]);
  });
});
