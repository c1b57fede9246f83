import { type Method, needScope } from '../call.ts';
import { SlackRefusal } from '../refusal.ts';

const authTest: Method = ({ world, team: { seed } }) => ({
  url: `${world.baseUrl}/`,
  team: seed.name ?? seed.id,
  user: 'fanout',
  team_id: seed.id,
  user_id: seed.botUserId,
  bot_id: seed.botId,
  is_enterprise_install: false,
});

const userInfo: Method = (call) => {
  needScope(call, 'users:read');
  const user = call.team.users.get(call.args.required('user'));
  if (user === undefined) throw new SlackRefusal('user_not_found');
  const { id, name, isBot = false } = user;
  const profile = { real_name: name, display_name: name };
  return { user: { id, team_id: call.team.seed.id, name, real_name: name, deleted: false, is_bot: isBot, tz: 'Europe/Berlin', profile } };
};

const teamInfo: Method = (call) => {
  needScope(call, 'team:read');
  const { id, name = id } = call.team.seed;
  return { team: { id, name, domain: name.toLowerCase() } };
};

export const IDENTITY: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'users.info': userInfo,
  'team.info': teamInfo,
};
