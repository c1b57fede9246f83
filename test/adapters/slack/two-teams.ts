import type { TeamSeed } from '#test/fakes/slack/seed.ts';

const toTeam = (n: 1 | 2): TeamSeed => ({
  id: `T${n}`,
  name: `Team ${n}`,
  botToken: `xoxb-${n}`,
  botUserId: `UBOT${n}`,
  botId: `B${n}`,
  appId: 'A1',
  users: [{ id: `U${n}`, name: `user${n}` }],
  channels: [{ id: `C${n}`, name: 'general', members: [`U${n}`, `UBOT${n}`] }],
});

export const TWO_TEAMS: readonly TeamSeed[] = [toTeam(1), toTeam(2)];

/** What the workspace's installation gives. */
export const tokensOf = async (teamId: string) => {
  const team = TWO_TEAMS.find(({ id }) => id === teamId);
  return team === undefined ? null : { botToken: team.botToken, botUserId: team.botUserId, botId: team.botId, appId: team.appId };
};
