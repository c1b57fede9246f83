import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { BOT_SCOPES } from '#test/fakes/slack/seed.ts';
import { createSlackLab, type SlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, BOB, boards, EVE, forEach, letters, the, whispers } from './seeing.ts';

/** A run of three lanes: the second never ends. */
async function atWork() {
  const model = createScriptedModel((call) => (call.instruction.includes('item 2') ? { hang: true } : 'made'));
  const lab = await createSlackLab({ model });
  const process = await lab.start();
  await lab.slack.command({ ...ADA, text: forEach(3) });
  const board = await lab.until('two lanes done', () => boards(lab).find(({ text }) => text.includes('2 of 3 done')));
  return { lab, model, board, process, runId: the((await lab.runs())[0]) };
}

const formOf = (lab: SlackLab, user: string) => lab.until('a form', () => lab.slack.modals(user).at(-1));
const shownIn = (lab: SlackLab, user: string): string => JSON.stringify(lab.slack.modals(user).at(-1)?.view);

describe('a Slack that does not answer', () => {
  it('keeps no press waiting, and a form is told to be sent again', async () => {
    const { lab, board, process, runId } = await atWork();
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/1/open` });
    const form = await formOf(lab, 'U2');
    // Who is in the channel is known for a minute.
    lab.clock.skip(61_000);
    lab.slack.fail.every('conversations.members', 1, { kind: 'timeout', applied: false });
    const sent = await lab.slack.submit({ viewId: form.id, values: { prompt: 'another one' } });
    expect(sent).toMatchObject({ isOpen: true, errors: { prompt: 'Slack did not answer, send it again.' } });
    const { ack, shownError } = await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_merge' });
    expect({ shownError, isSoon: ack.ms < 1_000 }).toEqual({ shownError: null, isSoon: true });
    const isAsked = () => lab.slack.calls().filter(({ method, status }) => method === 'conversations.members' && status === 0).length === 2;
    await lab.until('both to be asked', isAsked);
    lab.slack.fail.clear();
    lab.slack.fail.next('conversations.members', { kind: '429', retryAfterS: 9 });
    await lab.slack.press({ ...EVE, ts: board.ts, actionId: 'fanout_stop' });
    await lab.until('a word of it', () => whispers(lab, 'U3').find((text) => text.includes('Slack did not answer')));
    expect(process.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('what one person is told', () => {
  it('comes another way where the first is closed, at last directly', async () => {
    const { lab, board, runId } = await atWork();
    lab.slack.fail.next('response_url', { kind: '500', applied: false });
    await lab.slack.press({ ...EVE, ts: board.ts, actionId: 'fanout_stop' });
    await lab.until('a letter', () => letters(lab, 'U3').find(({ text }) => text === 'Only people in this channel may do that.'));
    lab.slack.fail.next('response_url', { kind: '500', applied: false });
    lab.slack.fail.next('views.open', { kind: 'internal_error', applied: false });
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/1/open` });
    await lab.until('a whisper', () => whispers(lab, 'U2').length === 1);
    expect(letters(lab, 'U2')).toEqual([]);
  });

  it('is why a form did not open, and the way out', async () => {
    const { lab, board, runId } = await atWork();
    const late = { kind: 'error', error: 'expired_trigger_id' } as const;
    lab.slack.fail.next('views.open', late);
    await lab.slack.command({ ...BOB, text: '' });
    await lab.until('why', () => whispers(lab, 'U2').find((text) => /three seconds[\s\S]*\/fanout translate/.test(text)));
    lab.slack.fail.next('views.open', late);
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/1/open` });
    await lab.until('why again', () => whispers(lab, 'U2').find((text) => text.includes('@Fanout show 1')));
    lab.slack.fail.next('views.open', { kind: 'internal_error', applied: false });
    await lab.slack.globalShortcut({ team: 'T1', user: 'U2', callbackId: 'fanout_new' });
    await lab.until('why at last', () => letters(lab, 'U2').find(({ text }) => text.includes('Slack did not open the form')));
    expect(lab.slack.modals('U2')).toEqual([]);
  });

  it('is that only people there may, or that Fanout may not look', async () => {
    const { lab, board, runId } = await atWork();
    await lab.slack.press({ ...EVE, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/1/open` });
    await lab.until('a no', () => whispers(lab, 'U3').includes('Only people in this channel may do that.'));
    expect((await lab.slack.command({ ...EVE, channel: 'C3', text: `show ${runId}` })).ack.body).toContain('There is no run');
    lab.slack.setScopes(
      'T1',
      BOT_SCOPES.filter((scope) => scope !== 'channels:read'),
    );
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_stop' });
    await lab.until('the scope', () => whispers(lab, 'U2').find((text) => /may not read who is in this channel.*channels:read/.test(text)));
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    expect(boards(lab)[0]?.text).toContain('Stopped');
  });
});

describe('in an opened lane', () => {
  it('a press shows what became of it, with the lane as it is', async () => {
    const { lab, model, board, runId } = await atWork();
    const openLane = async (lane: number) => {
      const known = lab.slack.modals('U2').length;
      await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/${lane}/open` });
      return await lab.until('the lane', () => lab.slack.modals('U2')[known]);
    };
    const atIt = await openLane(2);
    expect(shownIn(lab, 'U2')).not.toContain('Retry as it is');
    await lab.slack.pressInView({ viewId: atIt.id, actionId: 'fanout_lane_skip' });
    await lab.until('it left out', () => /It is left out\.[\s\S]*skipped[\s\S]*Retry as it is/.test(shownIn(lab, 'U2')));
    await lab.slack.pressInView({ viewId: atIt.id, actionId: 'fanout_lane_retry' });
    await lab.until('it at work', () => /It is done again[\s\S]*(at work|waiting)[\s\S]*Skip/.test(shownIn(lab, 'U2')));
    const calls = model.calls.length;
    const done = await openLane(1);
    lab.slack.kick('T1', 'C1', 'U2');
    lab.clock.skip(61_000);
    await lab.slack.pressInView({ viewId: done.id, actionId: 'fanout_lane_retry' });
    await lab.until('a no', () => shownIn(lab, 'U2').includes('Only people in this channel may do that.'));
    expect(shownIn(lab, 'U2')).not.toContain('made');
    expect(model.calls).toHaveLength(calls);
  });
});

describe('a bug, or a store that fails', () => {
  it('is told in a sentence for what Slack tells once, and leaves events to be told again', async () => {
    const { lab, board, process } = await atWork();
    const gone = async (): Promise<never> => {
      throw new Error('the disk is gone');
    };
    Object.assign(lab.deliveries, { claim: gone, find: gone });
    const said = 'Fanout met an error of its own; look into its log.';
    const { ack, shownError } = await lab.slack.command({ ...ADA, text: forEach(2, 'write a song') });
    expect({ shownError, isSaid: ack.body.includes(said) }).toEqual({ shownError: null, isSaid: true });
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.until('a word of it', () => whispers(lab).filter((text) => text === said).length === 2);
    await lab.slack.globalShortcut({ team: 'T1', user: 'U1', callbackId: 'fanout_new' });
    const form = await formOf(lab, 'U1');
    const sent = await lab.slack.submit({ viewId: form.id, values: { request: 'write a haiku', channel: 'C1' } });
    expect(sent).toMatchObject({ isOpen: true, errors: { request: said } });
    expect((await lab.slack.mention({ ...ADA, text: 'write a haiku' })).deliveries[0]?.isAcked).toBe(false);
    const failed = process.log.lines.filter(({ level, message }) => level === 'error' && message.endsWith('could not be carried out'));
    expect(failed.map(({ message, fields }) => `${message}: ${String(fields.err)}`)).toEqual(
      ['a command', 'a press', 'a form'].map((what) => `${what} could not be carried out: Error: the disk is gone`),
    );
  });
});
