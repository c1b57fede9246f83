import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toFileRef } from '#adapters/slack/material/file-object.ts';
import { toMessageText } from '#adapters/slack/material/message-text.ts';
import { parseRef, type SlackRef, toRef } from '#adapters/slack/material/ref.ts';

const nameOf = (id: string): string | null => (id === 'U1' ? 'ana' : null);
const mrkdwn = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

const RICH = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'user', user_id: 'U1' },
        { type: 'text', text: ' says 1 < 2 ' },
        { type: 'link', url: 'https://x.example', text: 'here' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: ['one', 'two'].map((text) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] })),
    },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'let x = 1' }] },
  ],
};

it.each([
  ['its text', { text: 'a &lt; b', blocks: [mrkdwn('other')] }, 'a < b'],
  ['the blocks of an app', { bot_id: 'B1', text: 'a notification', blocks: [mrkdwn('*all* of it')] }, '*all* of it'],
  ['the text of an app whose blocks say nothing', { bot_id: 'B1', text: 'all of it', blocks: [{ type: 'divider' }] }, 'all of it'],
  [
    'a plan',
    {
      bot_id: 'B1',
      text: 'x',
      blocks: [
        {
          type: 'plan',
          title: '1 of 2',
          tasks: [
            {
              type: 'task_card',
              title: 'one',
              output: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'said' }] }] },
            },
            { type: 'task_card', title: 'two' },
          ],
        },
      ],
    },
    '1 of 2\none: said\ntwo',
  ],
  ['sections where it has no text', { text: '', blocks: [mrkdwn('*a* <@U1>'), { type: 'divider' }, mrkdwn('b')] }, '*a* @ana\nb'],
  ['rich text', { blocks: [RICH] }, '@ana says 1 < 2 here (https://x.example)\n1. one\n2. two\n```\nlet x = 1\n```'],
  [
    'what an app attached',
    { attachments: [{ title: 'Build', text: 'failed &amp; red', fields: [{ title: 'By', value: 'CI' }], fallback: 'x' }] },
    'Build\nfailed & red\nBy: CI',
  ],
  ['what only old clients see', { attachments: [{ fallback: 'Build failed' }] }, 'Build failed'],
  ['its text without what a link shows', { text: 'see', attachments: [{ text: 'a page' }] }, 'see'],
  ['a message passed on', { text: 'see', attachments: [{ is_share: true, text: 'of May' }] }, 'see\nof May'],
  ['nothing', {}, ''],
])('a message is read as %s', (_, message, text) => expect(toMessageText(message, nameOf)).toBe(text));

it('takes any blocks, and never more than a message may hold', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), fc.array(fc.object()), (blocks, attachments) => {
      expect(typeof toMessageText({ blocks, attachments }, nameOf)).toBe('string');
    }),
  );
  let nested: object = { type: 'text', text: 'x' };
  for (let depth = 0; depth < 5_000; depth++) nested = { type: 'rich_text', elements: [nested] };
  expect(toMessageText({ blocks: [nested, mrkdwn('y'.repeat(100_000))] }, nameOf)).toHaveLength(40_000);
});

it('a ref is given back as it was made', () => {
  const thread: SlackRef = { kind: 'thread', team: 'T1', channel: 'C1', ts: '1.2', before: '3.4', as: 'files' };
  const file = toFileRef('T1', {
    id: 'F1',
    name: 'a “b”.pdf',
    size: 3,
    mimetype: 'application/pdf',
    url_private: 'https://files.slack.com/a',
  });
  if (file === null) throw new Error('it is a file');
  for (const ref of [thread, file]) {
    expect(toRef(ref)).toMatch(/^slack:/);
    expect(parseRef(toRef(ref))).toEqual(ref);
  }
  expect(parseRef('C:\\slack:')).toBeNull();
});

it.each([
  [
    { id: 'F1', url_private: 'https://a', url_private_download: 'https://b' },
    { access: 'open', urlPrivate: 'https://b' },
  ],
  [
    { id: 'F1', file_access: 'check_file_info' },
    { access: 'look_up', urlPrivate: null },
  ],
  [{ id: 'F1' }, { access: 'look_up', urlPrivate: null, name: 'a file without a name' }],
  [{ id: 'F1', mode: 'tombstone' }, { access: 'deleted' }],
  [{ id: 'F1', mode: 'hidden_by_limit' }, { access: 'hidden' }],
  [{ id: 'F1', mode: 'external', is_external: true, url_private: 'https://drive.example' }, { access: 'elsewhere' }],
  [{ name: 'no id' }, null],
  [null, null],
])('a file object says whether it can be had: %j', (object, ref) => {
  if (ref === null) expect(toFileRef('T1', object)).toBeNull();
  else expect(toFileRef('T1', object)).toMatchObject(ref);
});
