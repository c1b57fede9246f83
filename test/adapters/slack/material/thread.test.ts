import { describe, expect, it } from 'vitest';
import type { SlackThreadRef } from '#adapters/slack/material/ref.ts';
import type { ReadEntry } from '#core/ports/source-reader.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import type { FakeSlack } from '#test/fakes/slack/fake-slack.ts';
import { BOT_SCOPES, type TeamSeed } from '#test/fakes/slack/seed.ts';
import { post, start } from '#test/fakes/slack/test-workspace.ts';
import { eventually } from '#test/fakes/until.ts';
import { openReading, type ReadingOptions } from './reading.ts';

const TEAM: TeamSeed = {
  id: 'T1',
  botToken: 'xoxb-1',
  botUserId: 'UBOT',
  botId: 'B1',
  appId: 'A1',
  users: [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  channels: [
    { id: 'C1', name: 'general', members: ['U1', 'U2', 'UBOT'] },
    { id: 'G1', name: 'secret', isPrivate: true, members: ['U1', 'UBOT'] },
  ],
};
const TEAMS = [TEAM, { ...TEAM, id: 'T2', botToken: 'xoxb-2', botId: 'B2' }];
/** 2026-01-05 10:21 UTC, and a second later at each look. */
const AT = Date.UTC(2026, 0, 5, 10, 21);

interface Line {
  readonly user?: 'U1' | 'U2';
  readonly text: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });

/** Writes the lines as a thread, mentions the bot in it, and says how to read what stood before. */
async function talk(slack: FakeSlack, lines: readonly Line[], spot = { team: 'T1', channel: 'C1' }): Promise<SlackThreadRef> {
  let root: string | undefined;
  for (const { user = 'U1', ...line } of lines) {
    const { ts } = await slack.write({ ...spot, user, ...line, ...(root !== undefined && { threadTs: root }) });
    root ??= ts;
  }
  if (root === undefined) throw new Error('a thread needs a root');
  const { ts: before } = await slack.mention({ ...spot, user: 'U1', text: 'summarize this thread', threadTs: root });
  await slack.write({ ...spot, user: 'U1', text: 'written later', threadTs: root });
  return { kind: 'thread', ...spot, ts: root, before, as: 'whole' };
}

async function setUp(options: Partial<ReadingOptions> & { readonly isCommercial?: boolean } = {}) {
  const { isCommercial = false, ...rest } = options;
  const { slack, client } = await start({ teams: TEAMS, clock: createFakeClock(AT), isCommercial });
  const { read, ...reading } = openReading({ origin: slack.baseUrl, ...rest });
  const entriesOf = async (ref: SlackThreadRef): Promise<readonly ReadEntry[]> => {
    const source = await read(ref, 'the thread');
    if (source.kind === 'document') throw new Error('a thread is an archive');
    return source.entries;
  };
  return { slack, client, read, entriesOf, ...reading };
}

const textOf = (entry: ReadEntry | undefined): string => (entry !== undefined && 'text' in entry ? entry.text : '');
const repliesAsked = (slack: FakeSlack): number => slack.calls().filter(({ method }) => method === 'conversations.replies').length;

describe('a whole thread', () => {
  it('is a transcript of what people wrote before the mention', async () => {
    const { slack, client, entriesOf } = await setUp();
    const ref = await talk(slack, [
      { text: 'Is &lt;b&gt; &amp; c ok, <@U2>? <@UBOT>' },
      { user: 'U2', text: 'Yes:\n<https://x.example|see here>' },
    ]);
    await post(client, { thread_ts: ref.ts, text: 'an answer of Fanout' });
    expect(await entriesOf(ref)).toEqual([
      {
        title: 'the thread',
        text: '**ada**, 2026-01-05 10:21 UTC:\nIs <b> & c ok, @bob? @Fanout\n\n**bob**, 2026-01-05 10:21 UTC:\nYes:\nsee here (https://x.example)',
        table: null,
        picture: null,
      },
    ]);
  });

  it('leaves out the answers of Fanout itself', async () => {
    const { slack, client, entriesOf } = await setUp();
    const { ts: root } = await slack.write({ team: 'T1', channel: 'C1', user: 'U1', text: 'first' });
    await post(client, { thread_ts: root, text: 'an answer of Fanout' });
    const { ts: before } = await slack.mention({ team: 'T1', channel: 'C1', user: 'U1', text: 'again', threadTs: root });
    const [entry] = await entriesOf({ kind: 'thread', team: 'T1', channel: 'C1', ts: root, before, as: 'whole' });
    expect(textOf(entry)).toBe('**ada**, 2026-01-05 10:21 UTC:\nfirst');
  });

  it('calls people by numbers where it may not know their names', async () => {
    const { slack, entriesOf } = await setUp();
    slack.setScopes(
      'T1',
      BOT_SCOPES.filter((scope) => scope !== 'users:read'),
    );
    const ref = await talk(slack, [{ text: 'a' }, { user: 'U2', text: 'b, <@U1>' }, { text: 'c' }]);
    expect(textOf((await entriesOf(ref))[0]).match(/\*\*.+\*\*|@person \d/g)).toEqual([
      '**person 1**',
      '**person 2**',
      '@person 1',
      '**person 1**',
    ]);
  });

  it('comes with its files, and tells of one that fails: it is no reason to fail the whole', async () => {
    const { slack, entriesOf, leftovers } = await setUp();
    const ref = await talk(slack, [
      { text: 'look', files: [file('a.txt', 'alpha'), file('b.txt', 'broken')] },
      { text: '', files: [file('c.txt', 'gamma')] },
    ]);
    const entries = await entriesOf(ref);
    expect(textOf(entries[0])).toContain('look\n(attached: a.txt, b.txt)');
    expect(textOf(entries[0])).toContain('b.txt is not among the material: b.txt is no text');
    expect(entries.slice(1)).toMatchObject([
      { title: 'a.txt', text: 'alpha' },
      { title: 'c.txt', text: 'gamma' },
    ]);
    expect(leftovers()).toEqual([]);
  });

  it('is empty where nobody wrote before', async () => {
    const { slack, fails } = await setUp();
    const { ts } = await slack.mention({ team: 'T1', channel: 'C1', user: 'U1', text: 'summarize the above' });
    expect(await fails({ kind: 'thread', team: 'T1', channel: 'C1', ts, before: ts, as: 'whole' }, 'the thread')).toMatchObject({
      code: 'source_empty',
    });
  });

  it('is read from the workspace it stands in', async () => {
    const { slack, entriesOf } = await setUp();
    const one = await talk(slack, [{ text: 'of one' }]);
    const two = await talk(slack, [{ text: 'of two', files: [file('two.txt', 'beta')] }], { team: 'T2', channel: 'C1' });
    const [first, second] = await Promise.all([entriesOf(one), entriesOf(two)]);
    expect(textOf(first[0])).toContain('of one');
    expect(second.map(textOf)).toEqual([expect.stringContaining('of two'), 'beta']);
  });
});

describe('parts of a thread', () => {
  it('are its messages, each known by its first words', async () => {
    const { slack, entriesOf } = await setUp();
    const long = 'The invoice of May is wrong because the tax was counted twice on each line of it';
    const ref = await talk(slack, [{ text: long }, { user: 'U2', text: 'ok' }, { text: '', files: [file('a.txt', 'alpha')] }]);
    expect(await entriesOf({ ...ref, as: 'messages' })).toMatchObject([
      { title: 'The invoice of May is wrong because the tax was counted…', text: long },
      { title: 'ok', text: 'ok' },
      { title: 'a.txt', text: 'alpha' },
    ]);
  });

  it('are its files, each once', async () => {
    const { slack, entriesOf, fails } = await setUp();
    const ref = await talk(slack, [
      { text: 'look', files: [file('a.txt', 'alpha')] },
      { text: 'b', files: [file('b.txt', 'beta')] },
    ]);
    expect((await entriesOf({ ...ref, as: 'files' })).map(({ title }) => title)).toEqual(['a.txt', 'b.txt']);
    const bare = await talk(slack, [{ text: 'no files here' }]);
    expect(await fails({ ...bare, as: 'files' }, 'the thread')).toMatchObject({ code: 'source_empty' });
  });
});

describe('a long thread', () => {
  const lines = Array.from({ length: 40 }, (_, index) => ({ text: `message ${index + 1}.` }));

  it('is read page by page, also where a page is small', async () => {
    const { slack, entriesOf } = await setUp({ isCommercial: true });
    const ref = await talk(slack, lines);
    const entries = await entriesOf({ ...ref, as: 'messages' });
    expect(entries.map(({ title }) => title)).toEqual(lines.map(({ text }) => text));
    expect(repliesAsked(slack)).toBeGreaterThan(2);
  });

  it('asks for less where Slack finds a page too large', async () => {
    const { slack, entriesOf } = await setUp();
    const ref = await talk(slack, lines);
    slack.fail.next('conversations.replies', { kind: 'error', error: 'invalid_limit' });
    expect(await entriesOf({ ...ref, as: 'messages' })).toHaveLength(40);
  });

  it.each([
    ['messages', { maxMessages: 10 }, 10],
    ['characters', { maxThreadChars: 95 }, 9],
  ])('is cut by its %s, and says so', async (_, limits, kept) => {
    const { slack, entriesOf } = await setUp({ limits });
    const ref = await talk(slack, lines);
    const said = `the thread is longer: only its first ${kept} messages were read`;
    const [whole] = await entriesOf(ref);
    expect(textOf(whole)).toMatch(new RegExp(`^\\(${said}\\)\n\n`));
    expect(textOf(whole)).not.toContain(`message ${kept + 1}.`);
    const entries = await entriesOf({ ...ref, as: 'messages' });
    expect(entries).toHaveLength(kept + 1);
    expect(entries.at(-1)).toEqual({ title: 'the rest of the thread', failure: { code: 'source_too_large', reason: said } });
  });

  it('waits as long as Slack asks between pages', async () => {
    const { slack, entriesOf, clock } = await setUp({ isCommercial: true });
    const ref = await talk(slack, lines);
    slack.fail.next('conversations.replies', { kind: '429', retryAfterS: 60 });
    slack.fail.next('conversations.replies', { kind: '429', retryAfterS: 55 });
    const reading = entriesOf({ ...ref, as: 'messages' });
    // Both limits of time are 60 s: what is slept besides the wait is the one of the call, which has ended by then.
    await eventually(() => expect(clock.slept.filter((ms) => ms === 60_000)).toHaveLength(2));
    await clock.advance(60_000);
    await eventually(() => expect(clock.slept).toContain(55_000));
    await clock.advance(55_000);
    expect(await reading).toHaveLength(40);
  });

  it('is given up where that would take more than a few minutes', async () => {
    const { slack, fails } = await setUp();
    const ref = await talk(slack, lines);
    slack.fail.next('conversations.replies', { kind: '429', retryAfterS: 301 });
    expect(await fails(ref, 'the thread')).toMatchObject({
      code: 'source_unreadable',
      userMessage: expect.stringMatching(/^the thread takes too long to read: Slack lets this app read only a little at a time/),
    });
  });

  it('is let go of at once when the run is stopped', async () => {
    const { slack, read, clock } = await setUp();
    const ref = await talk(slack, lines);
    slack.fail.next('conversations.replies', { kind: '429', retryAfterS: 50 });
    const stop = new AbortController();
    const reading = read(ref, 'the thread', stop.signal).catch((error: unknown) => error);
    await eventually(() => expect(clock.slept).toContain(50_000));
    stop.abort('stopped');
    expect(await reading).toBe('stopped');
    expect(clock.pending).toBe(0);
  });
});

describe('a thread that may not be read', () => {
  it.each([
    ['C1', 'channels:history'],
    ['G1', 'groups:history'],
  ])('says which scope is missing in %s', async (channel, scope) => {
    const { slack, fails } = await setUp();
    const ref = await talk(slack, [{ text: 'a' }], { team: 'T1', channel });
    slack.setScopes('T1', ['chat:write']);
    expect(await fails(ref, 'the thread')).toMatchObject({
      code: 'source_unreadable',
      userMessage: `Fanout may not read the thread: add the scope ${scope} to the Slack app and install it in this workspace again`,
    });
  });

  it('says who must be invited, and what is gone', async () => {
    const { slack, fails } = await setUp();
    const ref = await talk(slack, [{ text: 'a' }]);
    expect(await fails({ ...ref, ts: '1700000000.000100' }, 'the thread')).toMatchObject({ code: 'source_missing' });
    slack.kickBot('T1', 'C1');
    expect((await fails(ref, 'the thread')).userMessage).toMatch(/no member of this channel.+invite it/);
    await slack.uninstall('T1');
    expect((await fails(ref, 'the thread')).userMessage).toMatch(/not installed in this workspace any more/);
  });
});
