import { InteractionType } from 'discord-api-types/v10';
import { type Fields, toFields, toFieldsList } from './fields.ts';
import { componentsOf, type InteractionOutcome, type Sender, type Spot, seenMessage } from './interaction-payload.ts';
import { guildOf } from './lookup.ts';
import { toMemberFields, toUserObject } from './objects.ts';
import type { Channel, World } from './world.ts';

export interface Pressing {
  /** A button. Throws when that person has no such button, or it is disabled. */
  press(press: Spot & { readonly messageId: string; readonly customId: string }): Promise<InteractionOutcome>;
  /** A choice from a menu; for a menu of users or roles their ids. */
  select(
    choice: Spot & { readonly messageId: string; readonly customId: string; readonly values: readonly string[] },
  ): Promise<InteractionOutcome>;
}

/** Everything with a custom id, however deep. */
export const controlsIn = (components: readonly Fields[]): Fields[] =>
  components.flatMap((component) => [
    ...(typeof component.custom_id === 'string' ? [component] : []),
    ...controlsIn(toFieldsList(component.components)),
    ...(component.accessory === undefined ? [] : controlsIn([toFields(component.accessory)])),
    ...(component.component === undefined ? [] : controlsIn([toFields(component.component)])),
  ]);

const SELECT_KINDS = new Set<unknown>([3, 5, 6, 7, 8]);

/** A person can only choose what the menu has, and as many as it takes. */
export function checkChoice(select: Fields, values: readonly string[], isOptional = false): void {
  const least = Number(select.min_values ?? 1);
  const most = Number(select.max_values ?? 1);
  const isLeftOut = isOptional && values.length === 0;
  if (!isLeftOut && (values.length < least || values.length > most))
    throw new Error(`${select.custom_id} takes ${least} to ${most} values`);
  const options = toFieldsList(select.options).map((option) => option.value);
  const unknown = select.options === undefined ? undefined : values.find((value) => !options.includes(value));
  if (unknown !== undefined) throw new Error(`${select.custom_id} has no option ${unknown}`);
}

/** What stands behind the ids of a menu of people. */
export function resolvedUsers(world: World, channel: Channel, ids: readonly string[]): Fields {
  const guild = guildOf(world, channel);
  const users = ids.flatMap((id) => world.users.get(id) ?? []);
  return {
    users: Object.fromEntries(users.map((user) => [user.id, toUserObject(user)])),
    ...(guild !== null && {
      members: Object.fromEntries(users.filter(({ id }) => guild.members.has(id)).map(({ id }) => [id, toMemberFields(guild, id)])),
    }),
  };
}

export function createPressing(world: World, sender: Sender): Pressing {
  function control(spot: Spot, messageId: string, customId: string) {
    const channel = sender.stand(spot);
    const message = seenMessage(channel, spot.user, messageId);
    const found = controlsIn(componentsOf(message)).find((each) => each.custom_id === customId);
    if (found === undefined) throw new Error(`message ${messageId} has nothing called ${customId}`);
    if (found.disabled === true) throw new Error(`${customId} is disabled`);
    return { channel, message, found };
  }

  return {
    press: async ({ messageId, customId, ...spot }) => {
      const { message, found } = control(spot, messageId, customId);
      if (found.type !== 2) throw new Error(`${customId} is no button`);
      const data = { custom_id: customId, component_type: 2, id: found.id };
      return sender.send({ kind: InteractionType.MessageComponent, spot, data, message, showsMessage: true });
    },
    select: async ({ messageId, customId, values, ...spot }) => {
      const { channel, message, found } = control(spot, messageId, customId);
      if (!SELECT_KINDS.has(found.type)) throw new Error(`${customId} is no menu`);
      checkChoice(found, values);
      const resolved = found.type === 5 || found.type === 7 ? { resolved: resolvedUsers(world, channel, values) } : {};
      const data = { custom_id: customId, component_type: found.type, id: found.id, values, ...resolved };
      return sender.send({ kind: InteractionType.MessageComponent, spot, data, message, showsMessage: true });
    },
  };
}
