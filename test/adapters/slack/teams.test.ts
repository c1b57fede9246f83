import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import type { TeamSeed } from '#test/fakes/slack/seed.ts';
import { createSlackLab, LAB_TEAM } from '#test/fakes/slack-lab.ts';
import { ADA, boards, forEach, replies, the, whispers } from './seeing.ts';

/** #general is shared with T9, whose Zoe is in it. */
const SHARED: TeamSeed = {
  ...LAB_TEAM,
  users: [...LAB_TEAM.users, { id: 'U9', name: 'zoe', homeTeam: 'T9' }],
  channels: LAB_TEAM.channels.map((it) => (it.id === 'C1' ? { ...it, members: [...it.members, 'U9'] } : it)),
};
const ZOE = { ...ADA, user: 'U9' };
const ORG: TeamSeed = { ...LAB_TEAM, org: 'E1' };
const OTHER: TeamSeed = { ...LAB_TEAM, id: 'T2', botToken: 'xoxb-2', botUserId: 'UBOT2', botId: 'B2' };

const says = () => createScriptedModel((call) => `made of: ${call.instruction}`);
const isHeard = async (lab: Awaited<ReturnType<typeof createSlackLab>>): Promise<boolean> => {
  const before = whispers(lab).length;
  await lab.slack.command({ ...ADA, text: 'status' });
  return whispers(lab).length > before;
};

describe('a channel that is shared with another workspace', () => {
  it('lets who is in it steer there, in forms too, whatever workspace they are of', async () => {
    const lab = await createSlackLab({ model: says(), teams: [SHARED] });
    await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(2) });
    await lab.delivered();
    const board = the(boards(lab)[0]);
    const runId = the((await lab.runs())[0]);
    await lab.slack.press({ ...ZOE, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/2/open` });
    const form = await lab.until('the lane', () => lab.slack.modals('U9').at(-1));
    expect(await lab.slack.submit({ viewId: form.id, values: { prompt: 'name it in Latin' } })).toMatchObject({
      errors: null,
      hasTrouble: false,
    });
    await lab.delivered();
    expect(
      replies(lab, board.ts)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('made of: name it in Latin');
    await lab.slack.press({ ...ZOE, ts: board.ts, actionId: 'fanout_lanes', value: `${runId}/1/open` });
    const other = await lab.until('the other', () => lab.slack.modals('U9').at(-1));
    await lab.slack.pressInView({ viewId: other.id, actionId: 'fanout_lane_retry' });
    await lab.until('what became of it', () => JSON.stringify(lab.slack.modals('U9').at(-1)?.view).includes('It is done again'));
    await lab.delivered();
    expect(boards(lab)[0]?.text).toContain('revision 3 of the answer');
  });
});

describe('an installation that ends', () => {
  it('of one workspace by its token: neither another’s, nor an old one, nor one that Slack does not confirm is believed', async () => {
    const lab = await createSlackLab({ model: says(), mayLog: /^Fanout was removed/ });
    const process = await lab.start();
    const body = (team_id: string, event_time: number, type: string) => ({
      type: 'event_callback',
      api_app_id: 'A1',
      team_id,
      event_id: `Ev${team_id}${event_time}${type}`,
      event_time,
      event: type === 'tokens_revoked' ? { type, tokens: { bot: ['UBOT'] } } : { type },
    });
    const nowS = Math.floor(lab.clock.now() / 1_000);
    for (const type of ['app_uninstalled', 'tokens_revoked'])
      for (const [team, at] of [
        ['T7', nowS + 5],
        ['T1', nowS - 3_600],
        ['T1', nowS + 5],
      ] as const)
        expect((await lab.slack.deliver(body(team, at, type))).isAcked).toBe(true);
    expect(await isHeard(lab)).toBe(true);
    expect(lab.slack.calls().filter(({ method }) => method === 'auth.test')).toHaveLength(1 + 2);
    expect(process.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    await lab.slack.uninstall('T1');
    expect(process.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it.each(['uninstall', 'revokeTokens'] as const)('of an organization is forgotten (%s), and no other', async (how) => {
    const lab = await createSlackLab({ model: says(), teams: [ORG, OTHER] });
    await lab.start();
    expect(await isHeard(lab)).toBe(true);
    expect((await lab.installed()).map(({ id }) => id)).toEqual(['E1', 'T1', 'T2']);
    const installedMs = lab.clock.now();
    await lab.until('the second to pass, which is all that events tell', () => lab.clock.now() > installedMs + 1_000);
    await lab.slack[how]('T1');
    expect((await lab.installed()).map(({ id }) => id)).toEqual(['T1', 'T2']);
    expect(await isHeard(lab)).toBe(false);
    expect((await lab.slack.command({ team: 'T2', user: 'U1', channel: 'C1', text: 'status' })).ack.body).toContain(
      'Nothing is running here',
    );
  });
});
