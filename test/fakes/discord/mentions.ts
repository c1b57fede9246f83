import { PermissionFlagsBits as Can, ChannelType, MessageFlags } from 'discord-api-types/v10';
import { type Fields, isSnowflake, toFields, toFieldsList, toText, toTexts } from './fields.ts';
import type { Form } from './form.ts';
import { guildOf } from './lookup.ts';
import { canSee, may } from './permissions.ts';
import type { Channel, Mentions, World } from './world.ts';

export const noMentions: Mentions = { users: [], roles: [], everyone: false };

/** All text people read in components. */
export const textsIn = (components: readonly Fields[]): string[] =>
  components.flatMap((component) => [
    ...(component.type === 10 ? [toText(component.content)] : []),
    ...textsIn(toFieldsList(component.components)),
    ...(component.component === undefined ? [] : textsIn([toFields(component.component)])),
  ]);

/** Mentions in code are only text. */
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, ' ');

const unique = (ids: Iterable<string>): string[] => [...new Set(ids)];

/** What a text calls by name, whether or not it may. */
function parseMentions(text: string): Mentions {
  const plain = withoutCode(text);
  return {
    users: unique([...plain.matchAll(/<@!?(\d{17,20})>/g)].map((match) => match[1] ?? '')),
    roles: unique([...plain.matchAll(/<@&(\d{17,20})>/g)].map((match) => match[1] ?? '')),
    everyone: /@(everyone|here)\b/.test(plain),
  };
}

/** `allowed_mentions` of a body: null where there is none, so all is allowed. */
export function checkAllowed(form: Form, value: unknown): Fields | null {
  if (value === undefined || value === null) return null;
  const allowed = toFields(value);
  const parse = toTexts(allowed.parse);
  parse.forEach((each, index) => {
    form.choice(`allowed_mentions.parse.${index}`, each, ['users', 'roles', 'everyone']);
  });
  for (const kind of ['users', 'roles'] as const) {
    const ids = allowed[kind];
    if (ids === undefined || ids === null) continue;
    if (!Array.isArray(ids) || ids.some((id) => !isSnowflake(id)))
      form.fault(`allowed_mentions.${kind}`, 'NUMBER_TYPE_COERCE', 'Value is not snowflake.');
    else if (ids.length > 100) form.fault(`allowed_mentions.${kind}`, 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
    if (parse.includes(kind) && toTexts(ids).length > 0)
      form.fault(
        'allowed_mentions',
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
  }
  return allowed;
}

/** What of the text becomes a mention, `allowed_mentions` and the author's rights considered. Without `allowed` an answer to a person calls users alone. */
export function resolveMentions(
  world: World,
  channel: Channel,
  authorId: string,
  text: string,
  allowed: Fields | null,
  usersOnly = false,
): Mentions {
  const found = parseMentions(text);
  const guild = guildOf(world, channel);
  const parse = allowed === null ? (usersOnly ? ['users'] : ['users', 'roles', 'everyone']) : toTexts(allowed.parse);
  const mayAll = may(world, channel, authorId, Can.MentionEveryone);
  const pick = (kind: 'users' | 'roles'): string[] => {
    const named = toTexts(allowed?.[kind]);
    return found[kind].filter((id) => parse.includes(kind) || named.includes(id));
  };
  return {
    users: pick('users').filter((id) => world.users.has(id)),
    roles: pick('roles').filter((id) => guild !== null && (guild.roles.get(id)?.isMentionable === true || mayAll)),
    everyone: found.everyone && guild !== null && mayAll && parse.includes('everyone'),
  };
}

/** Whom mentions notify: those who see the channel, but never the author. */
export function pingedBy(world: World, channel: Channel, authorId: string, mentions: Mentions, flags: number): string[] {
  if ((flags & MessageFlags.SuppressNotifications) !== 0) return [];
  const guild = guildOf(world, channel);
  const members = guild === null ? [] : [...guild.members];
  const byRole = members.filter(([, roles]) => mentions.roles.some((id) => roles.has(id))).map(([id]) => id);
  const all = mentions.everyone ? members.map(([id]) => id) : [];
  // Every message in a direct channel notifies.
  const direct = channel.type === ChannelType.DM ? channel.recipients : [];
  return unique([...mentions.users, ...byRole, ...all, ...direct]).filter((id) => id !== authorId && canSee(world, channel, id));
}
