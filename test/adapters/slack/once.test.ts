import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PATHS } from '#adapters/slack/manifest.ts';
import { FanoutError } from '#core/errors.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { createSlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, boards, expectCalm, forEach, replies, the, whispers, wishOf } from './seeing.ts';

/** Posts the same signed form again: what Slack itself never does, but who stands between may. */
async function postTwice(url: string, fields: Readonly<Record<string, string>>): Promise<readonly number[]> {
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', 'test-signing-secret').update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  const post = async (): Promise<number> => (await fetch(`${url}${PATHS.events}`, { method: 'POST', body, headers })).status;
  return await Promise.all([post(), post()]);
}

describe('what is told again', () => {
  it('is one request: eleven times, in any order, under another name, by mention or by command', async () => {
    const model = createScriptedModel(() => 'said');
    const lab = await createSlackLab({ model });
    const { url } = await lab.start();
    lab.slack.hold();
    const first = await lab.slack.mention({ ...ADA, text: forEach(2) });
    const second = await lab.slack.mention({ ...ADA, text: forEach(3, 'write a song') });
    await lab.slack.release('newest first');
    const bodies = lab.slack.deliveries().map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    const again = Array.from({ length: 11 }, (_, at) =>
      bodies.map((body) => ({ ...body, event_id: at % 2 === 0 ? body.event_id : `Ev-again-${at}` })),
    );
    await Promise.all(again.flat().map((body) => lab.slack.deliver(body, { num: 1, reason: 'http_timeout' })));
    const command = {
      token: 't',
      team_id: 'T1',
      channel_id: 'C1',
      user_id: 'U1',
      command: '/fanout',
      text: forEach(4, 'write a poem'),
      api_app_id: 'A1',
      trigger_id: 'trigger.once',
      response_url: `${lab.slack.baseUrl}/actions/T1/none`,
    };
    expect(await postTwice(url, command)).toEqual([200, 200]);
    await lab.delivered();
    for (const body of bodies) await lab.slack.deliver(body, { num: 3, reason: 'http_timeout' });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(3);
    expect(model.calls).toHaveLength(2 + 3 + 4);
    expect(replies(lab, first.ts)).toHaveLength(1 + 2 + 1);
    expect(replies(lab, second.ts)).toHaveLength(1 + 3 + 1);
    expect(boards(lab)).toHaveLength(1);
    expectCalm(lab);
  });

  it('steers once: a retry that was asked for in a thread and is told under another name is not paid again', async () => {
    const model = createScriptedModel((_, n) => `said ${n}`);
    const lab = await createSlackLab({ model });
    await lab.start();
    const { ts } = await lab.slack.mention({ ...ADA, text: forEach(2) });
    await lab.delivered();
    const asked = await lab.slack.mention({ ...ADA, threadTs: ts, text: 'retry 2' });
    await lab.delivered();
    expect(model.calls).toHaveLength(3);
    const { body } = the(asked.deliveries[0]);
    for (const name of [body.event_id, 'EvOther', 'EvThird']) await lab.slack.deliver({ ...body, event_id: name });
    await lab.delivered();
    expect(model.calls).toHaveLength(3);
    expect(replies(lab, ts).at(-1)?.text).toContain('said 3');
    expect(whispers(lab)).toEqual([]);
    const status = await lab.slack.mention({ ...ADA, threadTs: ts, text: 'status' });
    await lab.until('what runs here', () => whispers(lab).length === 1);
    for (const name of ['EvAgain', 'EvOnceMore']) await lab.slack.deliver({ ...the(status.deliveries[0]).body, event_id: name });
    await lab.slack.mention({ ...ADA, threadTs: ts, text: 'status' });
    await lab.until('what runs here, asked again', () => whispers(lab).length > 1);
    expect(whispers(lab)).toHaveLength(2);
  });
});

describe('two clicks', () => {
  it('on any button are one wish', async () => {
    const isDown = new Set(['item 1', 'item 3']);
    const hold = Promise.withResolvers<string>();
    let before = async (): Promise<void> => undefined;
    const model = createScriptedModel(async (call) => {
      await before();
      const name = /item \d+/.exec(call.instruction)?.[0] ?? '';
      if (name === 'item 4') return hold.promise;
      return isDown.has(name) ? new FanoutError('bad_request', 'it is down') : `said ${name}`;
    });
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(4) });
    const board = await lab.until('Merge now', () =>
      boards(lab).find(({ controls }) => controls.some(({ label }) => label === 'Merge now')),
    );
    const twice = (actionId: string, value?: string) => {
      const press = { ...ADA, ts: board.ts, actionId, ...(value === undefined ? {} : { value }) };
      return Promise.all([lab.slack.press(press), lab.slack.press(press)]);
    };
    await lab.until('three lanes over', () => boards(lab)[0]?.text.includes('1 of 4 done · 2 failed'));
    await twice('fanout_merge');
    await lab.delivered();
    expect(replies(lab, board.ts).at(-1)?.text).toMatch(/4 lanes = 1 done \+ 2 failed \+ 1 skipped/);
    expect(model.calls).toHaveLength(4);
    hold.resolve('said item 4');
    isDown.clear();
    await twice('fanout_retry');
    await lab.delivered();
    expect(model.calls).toHaveLength(7);
    const answer = (): string =>
      replies(lab, board.ts)
        .map(({ text }) => text)
        .find((text) => text.includes('4 lanes =')) ?? '';
    expect(answer()).toMatch(/Revision 2[\s\S]*4 lanes = 4 done/);
    const reply = () => the(replies(lab, board.ts).find(({ text }) => text.startsWith('2 item 2')));
    const pressLane = (wish: string) => lab.slack.press({ ...ADA, ts: reply().ts, actionId: 'fanout_lane', value: wishOf(reply(), wish) });
    await Promise.all([pressLane('retry'), pressLane('retry')]);
    await lab.delivered();
    expect(model.calls).toHaveLength(8);
    expect(answer()).toContain('Revision 3');
    const slowly = Promise.withResolvers<void>();
    before = () => slowly.promise;
    await pressLane('retry');
    await pressLane('retry');
    await lab.until('a no to the second', () => whispers(lab).find((text) => text.includes('Lane 2 is at work already.')));
    slowly.resolve();
    await lab.delivered();
    expect(model.calls).toHaveLength(9);
    await pressLane('edit');
    const form = await lab.until('the lane', () => lab.slack.modals('U1').at(-1));
    const submit = () => lab.slack.submit({ viewId: form.id, values: { prompt: 'write a slogan for item 2 in capitals' } });
    await Promise.all([submit(), submit()]);
    await lab.delivered();
    expect(model.calls).toHaveLength(10);
    expect(model.calls.at(-1)?.instruction).toContain('in capitals');
    expectCalm(lab);
  });

  it('on Stop stop once, and the second is told that it is over', async () => {
    const model = createScriptedModel(() => ({ hang: true }));
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(3) });
    const board = await lab.until('a board', () => boards(lab).find(({ text }) => text.includes('◔ 3')));
    const press = { ...ADA, ts: board.ts, actionId: 'fanout_stop' };
    await Promise.all([lab.slack.press(press), lab.slack.press(press)]);
    await lab.delivered();
    expect(boards(lab)[0]?.text).toMatch(/Stopped, no answer · 0 of 3 done · 3 cancelled/);
    expect(replies(lab, board.ts)).toHaveLength(1);
    expect(model.calls).toHaveLength(3);
    expectCalm(lab);
  });
});
