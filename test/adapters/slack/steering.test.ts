import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import type { TeamSeed } from '#test/fakes/slack/seed.ts';
import { createSlackLab, LAB_TEAM } from '#test/fakes/slack-lab.ts';
import { ADA, BOB, boards, EVE, expectCalm, forEach, replies, the, whispers, wishOf } from './seeing.ts';

const OTHER: TeamSeed = {
  ...LAB_TEAM,
  id: 'T2',
  botToken: 'xoxb-2',
  botUserId: 'UBOT2',
  botId: 'B2',
  users: [{ id: 'W1', name: 'mallory' }],
  channels: [{ id: 'C7', name: 'elsewhere', members: ['W1', 'UBOT2'] }],
};

/** What each item comes to, as the test says; without a word of it, its name. */
function createWorks() {
  const steps = new Map<string, ScriptStep | Promise<ScriptStep>>();
  const model = createScriptedModel((call) => {
    const name = /item \d+/.exec(call.instruction)?.[0] ?? 'it';
    return steps.get(name) ?? `made of: ${call.instruction}`;
  });
  return { steps, model };
}

describe('who is there', () => {
  it('steers a run lane by lane, and what changes changes where it stands', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', new FanoutError('bad_request', 'it is down'));
    steps.set('item 3', { hang: true });
    steps.set('item 4', { hang: true });
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(4) });
    const board = await lab.until('two lanes over', () => boards(lab, 'U2').find(({ text }) => text.includes('1 of 4 done · 1 failed')));
    const runId = the((await lab.runs())[0]);
    const openLane = async (lane: number) => {
      const known = lab.slack.modals('U2').length;
      await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/${lane}/open` });
      return await lab.until('the lane to open', () => lab.slack.modals('U2')[known]);
    };
    const third = await openLane(3);
    expect(JSON.stringify(third.view)).toMatch(/Lane 3: item 3 · at work[\s\S]*For item 3: write a slogan/);
    await lab.slack.pressInView({ viewId: third.id, actionId: 'fanout_lane_skip' });
    await lab.until('a lane that was left out', () => boards(lab)[0]?.text.includes('1 skipped'));
    expect(lab.slack.session('T1', 'C1', board.ts)).toBe('processing');
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_merge' });
    await lab.delivered();
    const answer = the(replies(lab, board.ts).at(-1));
    expect(answer.text).toMatch(
      /made of: For item 1[\s\S]*4 lanes = 1 done \+ 1 failed \+ 2 skipped[\s\S]*2 item 2: failed \(it is down\)/,
    );
    await lab.until('the session to rest', () => lab.slack.session('T1', 'C1', board.ts) === 'active');
    const reply = the(replies(lab, board.ts).find(({ text }) => text.startsWith('2 item 2: failed')));

    steps.clear();
    await lab.slack.press({ ...BOB, ts: reply.ts, actionId: 'fanout_lane', value: wishOf(reply, 'edit') });
    const edit = await lab.until('the second lane', () =>
      lab.slack.modals('U2').find(({ view }) => JSON.stringify(view).includes('Lane 2')),
    );
    expect(await lab.slack.submit({ viewId: edit.id, values: { prompt: '  ' } })).toMatchObject({ errors: { prompt: expect.any(String) } });
    await lab.slack.submit({ viewId: edit.id, values: { prompt: 'name item 2 in <!channel> Latin' } });
    await lab.delivered();
    const seen = (ts: string): string => the(replies(lab, board.ts).find((message) => message.ts === ts)).text;
    expect(seen(reply.ts)).toContain('made of: name item 2 in');
    expect(seen(answer.ts)).toMatch(/^Revision 2[\s\S]*made of: name item 2 in[\s\S]*4 lanes = 2 done \+ 2 skipped/);
    expect(the(boards(lab)[0]).text).toMatch(/2 of 4 done · 2 skipped[\s\S]*revision 2 of the answer/);

    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_retry' });
    await lab.delivered();
    expect(seen(answer.ts)).toMatch(/^Revision 3[\s\S]*4 lanes = 4 done/);
    const calls = model.calls.length;
    const first = the(replies(lab, board.ts).find(({ text }) => text.startsWith('1 item 1')));
    await lab.slack.press({ ...BOB, ts: first.ts, actionId: 'fanout_lane', value: wishOf(first, 'show') });
    await lab.until('its text', () => whispers(lab, 'U2').find((text) => text.includes('made of: For item 1')));
    expect(whispers(lab, 'U1')).toEqual([]);
    await lab.slack.press({ ...BOB, ts: first.ts, actionId: 'fanout_lane', value: wishOf(first, 'retry') });
    await lab.delivered();
    expect(model.calls).toHaveLength(calls + 1);
    expect(seen(answer.ts)).toMatch(/^Revision 4/);
    const ended = the(boards(lab)[0]);
    expect(ended.ts).toBe(board.ts);
    expect(ended.text).toContain('<@U1> asked: for each of item 1');
    expect(ended.controls.map(({ label }) => label)).toEqual(['Open a lane']);
    expect(replies(lab, board.ts)).toHaveLength(1 + 4);
    expectCalm(lab);
  });

  it('sees by typing what runs here, and what ran', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', { hang: true });
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...BOB, text: 'status' });
    await lab.slack.command({ ...ADA, text: forEach(2) });
    await lab.until('a lane done', () => boards(lab).find(({ text }) => text.includes('1 of 2 done')));
    const [runId] = await lab.runs();
    for (const text of ['status', 'show', `show ${runId} 1`, `show ${runId} 9`, 'skip', 'history slogan', 'history nothing', 'help'])
      await lab.slack.command({ ...BOB, text });
    const told = whispers(lab, 'U2');
    expect(told).toEqual([
      expect.stringContaining('Nothing is running here.'),
      expect.stringContaining('1 of 2 done'),
      expect.stringContaining('1 of 2 done'),
      expect.stringContaining('made of: For item 1'),
      expect.stringContaining('its lanes are 1 to 2'),
      expect.stringContaining('Say it like this: skip [run] <lane>'),
      expect.stringContaining(`${runId} · unfinished`),
      expect.stringContaining('No run here has “nothing”'),
      expect.stringContaining('Commands ('),
    ]);
    await lab.slack.command({ ...BOB, text: 'skip 2' });
    await lab.delivered();
    expect(replies(lab, the(boards(lab)[0]).ts).at(-1)?.text).toContain('2 lanes = 1 done + 1 skipped');
    expect(whispers(lab, 'U2')).toHaveLength(told.length);
    expect(whispers(lab, 'U1')).toEqual([]);
    expectCalm(lab);
  });
});

describe('who asked', () => {
  it('and left a private channel sees and steers nothing of it any more, but for what Fanout can not look into itself', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', { hang: true });
    const lab = await createSlackLab({ model });
    await lab.start();
    for (const channel of ['G1', 'C3']) await lab.slack.command({ ...ADA, channel, text: forEach(2) });
    await lab.until('both at work', () => ['G1', 'C3'].every((channel) => boards(lab, 'U1', channel)[0]?.text.includes('1 of 2 done')));
    const [inPublic, inPrivate] = await lab.runs();
    const show = async (runId: string | undefined) => (await lab.slack.command({ ...ADA, text: `show ${runId}` })).ack.body;
    for (const channel of ['G1', 'C3']) lab.slack.kick('T1', channel, 'U1');
    expect(await show(inPrivate)).toContain('There is no run');
    expect((await lab.slack.command({ ...ADA, text: `stop ${inPrivate}` })).ack.body).toContain('There is no run');
    expect(await show(inPublic)).toContain('1 of 2 done');
    lab.slack.kickBot('T1', 'G1');
    expect(await show(inPrivate)).toContain('1 of 2 done');
    for (const runId of [inPrivate, inPublic]) await lab.slack.command({ ...ADA, text: `stop ${runId}` });
    await lab.delivered();
  });
});

describe('who is not there', () => {
  it('sees and steers nothing, by ids, buttons, files or threads, from another channel or another workspace', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', { hang: true });
    const lab = await createSlackLab({ model, teams: [LAB_TEAM, OTHER] });
    await lab.start();
    const secret = { name: 'salaries.txt', bytes: Buffer.from('Ada earns a million.') };
    const inSecret = await lab.slack.write({ ...ADA, channel: 'G1', text: 'the secret thread', files: [secret] });
    await lab.slack.command({ ...ADA, channel: 'G1', text: forEach(2, 'write a secret') });
    await lab.slack.command({ ...ADA, text: forEach(2, 'write an open letter') });
    await lab.until(
      'both at work',
      () => boards(lab, 'U1', 'G1')[0]?.text.includes('1 of 2 done') && boards(lab)[0]?.text.includes('1 of 2 done'),
    );
    const board = the(boards(lab)[0]);
    const reply = await lab.until('a result', () => replies(lab, board.ts)[0]);
    const headings = await lab.runs();
    const [openId, secretId] = [the(headings[0]), the(headings[1])];
    const calls = model.calls.length;

    const verbs = (id: string) =>
      ['stop', 'merge', 'retry', 'show', 'yes'].map((verb) => `${verb} ${id}`).concat(`skip ${id} 2`, `show ${id} 1`, `retry ${id} 1`);
    const typed = [
      ...verbs(secretId).map((text) => ({ ...BOB, text })),
      ...verbs(openId).map((text) => ({ ...EVE, channel: 'C3', text })),
      ...[...verbs(secretId), ...verbs(openId)].map((text) => ({ team: 'T2', user: 'W1', channel: 'C7', text })),
    ];
    for (const command of typed) {
      const { ack } = await lab.slack.command(command);
      expect(ack.body).toContain('There is no run');
    }
    for (const who of [{ ...BOB }, { ...EVE, channel: 'C3' }, { team: 'T2', user: 'W1', channel: 'C7' }])
      for (const text of ['history', 'history secret', 'status', 'show'])
        expect((await lab.slack.command({ ...who, text })).ack.body).not.toMatch(/write a secret|made of/);

    for (const actionId of ['fanout_stop', 'fanout_merge']) await lab.slack.press({ ...EVE, ts: board.ts, actionId });
    await lab.slack.press({ ...EVE, ts: board.ts, actionId: 'fanout_lanes', value: `${openId}/1/open` });
    const lanePresses = ['retry', 'edit', 'show'];
    for (const wish of lanePresses) await lab.slack.press({ ...EVE, ts: reply.ts, actionId: 'fanout_lane', value: wishOf(reply, wish) });
    const noes = await lab.until('six noes', () => (whispers(lab, 'U3').length === 6 ? whispers(lab, 'U3') : null));
    expect(noes).toEqual(noes.map(() => 'Only people in this channel may do that.'));
    expect(lab.slack.modals('U3')).toEqual([]);

    const file = the(lab.slack.files().find(({ name }) => name === 'salaries.txt'));
    const ref = JSON.stringify({
      kind: 'file',
      team: 'T1',
      fileId: file.id,
      name: file.name,
      size: 1,
      mediaType: null,
      urlPrivate: null,
      access: 'look_up',
    });
    const thread = JSON.stringify({ kind: 'thread', team: 'T1', channel: 'G1', ts: inSecret.ts, before: '9999999999.000000', as: 'whole' });
    for (const text of [`summarize slack:${ref}`, `summarize this thread: slack:${thread}`])
      await lab.slack.mention({ ...EVE, channel: 'C3', text });
    const { ts } = await lab.slack.write({ ...EVE, channel: 'C3', text: 'my own thread' });
    await lab.slack.mention({ ...EVE, channel: 'C3', threadTs: ts, text: 'summarize this thread' });
    await lab.until('her own thread to be read', () => replies(lab, ts, 'U3', 'C3').at(-1)?.text.includes('1 lane = 1 done'));
    const given = model.calls.slice(calls);
    expect(JSON.stringify(given)).toContain('my own thread');
    expect(JSON.stringify(given)).not.toMatch(/a million|the secret thread/);

    expect((await lab.slack.command({ ...ADA, text: `show ${secretId}` })).ack.body).toContain('1 of 2 done');
    for (const id of [openId, secretId]) await lab.slack.command({ ...ADA, text: `stop ${id}` });
    await lab.delivered();
    expect(replies(lab, the(boards(lab, 'U1', 'G1')[0]).ts, 'U1', 'G1').at(-1)?.text).toContain('2 lanes = 1 done + 1 cancelled');
    expect(lab.slack.seenBy('T1', 'U2', 'G1')).toEqual([]);
    expect(lab.slack.seenBy('T2', 'W1', 'C7').every(({ isEphemeral }) => isEphemeral)).toBe(true);
    steps.clear();
    await lab.slack.command({ team: 'T2', user: 'W1', channel: 'C7', text: forEach(2, 'write elsewhere') });
    await lab.delivered();
    const theirs = the(lab.slack.seenBy('T2', 'W1', 'C7').find(({ isEphemeral }) => !isEphemeral));
    expect(theirs).toMatchObject({ from: 'UBOT2', pings: ['<@W1>'], text: expect.stringContaining('2 of 2 done') });
    expectCalm(lab);
  });
});
