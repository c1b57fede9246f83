import type { SlackFile, Team } from './world.ts';

/** The app reads its own files, those of its channels, and those that came in through its forms. */
export function mayReadFile(team: Team, file: SlackFile): boolean {
  const channel = file.channel === null ? undefined : team.channels.get(file.channel);
  return file.isGiven || file.owner === team.seed.botUserId || channel?.members.has(team.seed.botUserId) === true;
}
