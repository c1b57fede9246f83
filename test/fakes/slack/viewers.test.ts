import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { post, refusal, start } from './test-workspace.ts';

const task = (title: string) => ({ task_id: 't', title, status: 'pending' });
const plan = (title: string, ...tasks: unknown[]) => [{ type: 'plan', title, tasks }];
const markdown = (text: string) => [{ type: 'markdown', text }];
const mrkdwn = (text: string, verbatim = false) => [{ type: 'section', text: { type: 'mrkdwn', text, verbatim } }];
const rich = (...elements: unknown[]) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];

describe('who would be pinged', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a sequence in text', { text: '<!channel> and <@U1|ada>' }, ['<!channel>', '<@U1>']],
    ['an escaped one', { text: '&lt;!channel&gt;' }, []],
    ['a bare name', { text: 'hey @here' }, []],
    ['a bare name that is linked', { text: 'hey @here', link_names: true }, ['@here']],
    ['a bare name where all is parsed', { text: 'hey @here', parse: 'full' }, ['@here']],
    ['a name with a break in it', { text: 'hey @\u200bhere', parse: 'full' }, []],
    ['an address', { text: 'mail me@here.example', parse: 'full' }, []],
    ['markdown', { blocks: markdown('<!everyone> <!subteam^S1> <#C1>') }, ['<!everyone>', '<!subteam^S1>', '<#C1>']],
    ['a bare name in mrkdwn', { blocks: mrkdwn('@channel') }, ['@channel']],
    ['a bare name in verbatim mrkdwn', { blocks: mrkdwn('@channel <!here>', true) }, ['<!here>']],
    ['text in rich text', { blocks: rich({ type: 'text', text: '<!channel> @here' }) }, []],
    [
      'a mention in rich text',
      { blocks: rich({ type: 'user', user_id: 'U1' }, { type: 'broadcast', range: 'here' }) },
      ['<@U1>', '<!here>'],
    ],
    ['a title in a plan', { blocks: plan('Plan <!here>', task('<@U1>')) }, ['<!here>', '<@U1>']],
  ])('%s', async (_, content, pings) => {
    const { slack, client } = await start();
    await post(client, { text: 'hi', parse: 'none', ...content });
    expect(slack.seenBy('T1', 'U1', 'C1')[0]?.pings).toEqual(pings);
  });

  it('an edit parses names unless it says no', async () => {
    const { slack, client } = await start();
    const ts = await post(client, { text: 'quiet' });
    await client.chat.update({ channel: 'C1', ts, text: '@here', parse: 'none', link_names: false });
    expect(slack.seenBy('T1', 'U1', 'C1')[0]?.pings).toEqual([]);
    await client.chat.update({ channel: 'C1', ts, text: '@here' });
    expect(slack.seenBy('T1', 'U1', 'C1')[0]?.pings).toEqual(['@here']);
  });
});

describe('what people see', () => {
  it('unfurls links unless both kinds are off', async () => {
    const { slack, client } = await start();
    await post(client, { text: 'https://a.example' });
    await post(client, { text: 'https://a.example', unfurl_links: false });
    await post(client, { text: 'https://a.example', unfurl_links: false, unfurl_media: false });
    await post(client, { text: 'no link' });
    expect(slack.seenBy('T1', 'U1', 'C1').map(({ unfurls }) => unfurls)).toEqual([true, true, false, false]);
  });

  it('keeps threads out of the channel, and private channels from others', async () => {
    const { slack, client } = await start();
    const root = await post(client, { text: 'root' });
    await post(client, { text: 'reply', thread_ts: root });
    await post(client, { text: 'both', thread_ts: root, reply_broadcast: true });
    expect(slack.seenBy('T1', 'U1', 'C1').map(({ text, replies }) => [text, replies])).toEqual([
      ['root', 2],
      ['both', 0],
    ]);
    expect(slack.seenBy('T1', 'U1', 'C1', { threadTs: root }).map(({ text }) => text)).toEqual(['root', 'reply', 'both']);
    const { ts } = await slack.write({ team: 'T1', user: 'U1', channel: 'G1', text: 'secret' });
    expect(slack.seenBy('T1', 'U1', 'G1')).toMatchObject([{ ts, text: 'secret' }]);
    expect(slack.seenBy('T1', 'U2', 'G1')).toEqual([]);
    slack.deleteMessage('T1', 'C1', root);
    expect(slack.seenBy('T1', 'U1', 'C1').map(({ text }) => text)).toEqual(['both']);
    expect(await refusal(post(client, { thread_ts: root }))).toBe('thread_not_found');
    expect((await client.conversations.replies({ channel: 'C1', ts: root })).messages?.[0]).toMatchObject({
      subtype: 'tombstone',
      ts: root,
    });
  });

  it('folds a plan up at each edit, unless its block_id stays', async () => {
    const { slack, client } = await start();
    const ids = async (block_id?: string): Promise<unknown[]> => {
      const blocks = [{ ...plan('Plan')[0], ...(block_id !== undefined && { block_id }) }];
      const ts = await post(client, { blocks });
      await client.apiCall('chat.update', { channel: 'C1', ts, blocks, text: 'hi' });
      return (
        slack
          .messages('T1', 'C1')
          .at(-1)
          ?.revisions.map((revision) => revision.blocks[0]?.block_id) ?? []
      );
    };
    expect(await ids('plan')).toEqual(['plan', 'plan']);
    expect(new Set(await ids()).size).toBe(2);
  });

  it('keeps the blocks of an edit that has neither blocks nor text', async () => {
    const { slack, client } = await start();
    const ts = await post(client, { text: 'fallback', blocks: mrkdwn('shown') });
    await client.apiCall('chat.update', { channel: 'C1', ts, attachments: [{ text: 'added' }] });
    expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ text: 'shown\nadded' }]);
    await client.apiCall('chat.update', { channel: 'C1', ts, text: 'only text', attachments: [] });
    expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ text: 'only text' }]);
    const conflict = client.apiCall('chat.postMessage', { channel: 'C1', markdown_text: '**a**', text: 'a' });
    expect(await refusal(conflict)).toBe('markdown_text_conflict');
  });

  it('reads history and members page by page', async () => {
    const { client } = await start();
    const root = await post(client, { text: '0' });
    for (const text of ['1', '2']) await post(client, { text, thread_ts: root });
    const first = await client.conversations.replies({ channel: 'C1', ts: root, limit: 2 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.replies({ channel: 'C1', ts: root, limit: 2, cursor });
    expect([first, second].map(({ messages, has_more }) => [messages?.map(({ text }) => text), has_more])).toEqual([
      [['0', '1'], true],
      [['2'], false],
    ]);
    expect((await client.conversations.history({ channel: 'C1' })).messages).toMatchObject([{ text: '0', reply_count: 2 }]);
    expect(await refusal(client.conversations.history({ channel: 'C1', cursor: 'x' }))).toBe('invalid_cursor');
    expect(await refusal(client.conversations.replies({ channel: 'C1', ts: '1700000000.000001' }))).toBe('thread_not_found');
    const some = await client.conversations.members({ channel: 'C1', limit: 1 });
    expect(some.members).toEqual(['U1']);
    expect(some.response_metadata?.next_cursor).not.toBe('');
    expect(await refusal(client.conversations.members({ channel: 'G1' }))).toBe('channel_not_found');
  });

  it('opens a direct channel, also for a post to a person', async () => {
    const { slack, client } = await start();
    const { channel } = await client.conversations.open({ users: 'U1' });
    await post(client, { channel: 'U1', text: 'hello' });
    expect(slack.seenBy('T1', 'U1', channel?.id ?? '')).toMatchObject([{ text: 'hello' }]);
    expect(slack.seenBy('T1', 'U2', channel?.id ?? '')).toEqual([]);
    expect(await refusal(client.conversations.open({ users: 'U404' }))).toBe('user_not_found');
  });

  it('shows a status until the app posts, or two minutes have gone', async () => {
    const clock = createFakeClock();
    const { slack, client } = await start({ clock });
    const thread_ts = await post(client);
    const set = (rest = {}) =>
      refusal(client.apiCall('assistant.threads.setStatus', { channel_id: 'C1', thread_ts, status: 'works', ...rest }));
    expect(await set({ loading_messages: Array.from({ length: 11 }, () => 'x') })).toBe('invalid_arguments');
    expect(await set({ channel_id: 'C2' })).toBe('not_in_channel');
    await set();
    expect(slack.status('T1', 'C1', thread_ts)).toBe('works');
    await clock.advance(120_000);
    expect(slack.status('T1', 'C1', thread_ts)).toBeNull();
    await set();
    await post(client, { thread_ts });
    expect(slack.status('T1', 'C1', thread_ts)).toBeNull();
    expect(await refusal(client.apiCall('agents.sessions.setStatus', { channel_id: 'C1', thread_ts, status: 'busy' }))).toBe(
      'invalid_arguments',
    );
    const prompts = Array.from({ length: 5 }, () => ({ title: 't', message: 'm' }));
    const { channel } = await client.conversations.open({ users: 'U1' });
    expect(await refusal(client.apiCall('assistant.threads.setSuggestedPrompts', { channel_id: channel?.id, prompts }))).toBe(
      'invalid_arguments',
    );
  });
});

describe('files', () => {
  it('takes a file in three steps, each checked', async () => {
    const { slack, client } = await start();
    const thread_ts = await post(client);
    await client.filesUploadV2({ channel_id: 'C1', thread_ts, filename: 'all.md', content: 'Guten Tag', initial_comment: 'all of it' });
    expect(slack.seenBy('T1', 'U1', 'C1', { threadTs: thread_ts })[1]).toMatchObject({
      text: 'all of it\n(file: all.md)',
      files: ['all.md'],
    });
    expect(slack.files()).toMatchObject([{ name: 'all.md', channel: 'C1', threadTs: thread_ts }]);
    expect(Buffer.from(slack.files()[0]?.bytes ?? []).toString()).toBe('Guten Tag');

    expect(await refusal(client.files.getUploadURLExternal({ filename: 'a', length: 0 }))).toBe('missing_argument');
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a', length: 3 });
    const complete = (channel_id: string) => refusal(client.files.completeUploadExternal({ files: [{ id: file_id }], channel_id }));
    expect(await complete('C1')).toBe('file_not_found');
    expect((await fetch(upload_url, { method: 'POST', body: 'four' })).status).toBe(400);
    expect((await fetch(upload_url, { method: 'POST', body: 'abc' })).status).toBe(200);
    expect((await fetch(upload_url, { method: 'POST', body: 'abc' })).status).toBe(404);
    expect(await complete('C2')).toBe('not_in_channel');
    expect(await complete('C1')).toBe('ok');
    expect(await complete('C1')).toBe('file_not_found');
    expect(await client.files.info({ file: file_id })).toMatchObject({ file: { shares: { public: { C1: [{}] } } } });
  });

  it('gives the bytes to a token with the scope, and a sign-in page to others', async () => {
    const { slack } = await start();
    const bytes = Buffer.from('a,b\n');
    await slack.write({ team: 'T1', user: 'U1', channel: 'C1', text: '', files: [{ name: 'a.csv', bytes, mimetype: 'text/csv' }] });
    const file = slack.files()[0];
    const get = async (token: string): Promise<string | null> => {
      const url = `${slack.baseUrl}/files-pri/T1-${file?.id}/download/a.csv`;
      return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).headers.get('content-type');
    };
    expect(await get('xoxb-1')).toBe('text/csv');
    expect(await get('xoxb-2')).toContain('text/html');
    slack.setScopes('T1', ['chat:write']);
    expect(await get('xoxb-1')).toContain('text/html');
  });
});
