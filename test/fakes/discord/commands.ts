import {
  ApplicationCommandType,
  PermissionFlagsBits as Can,
  InteractionType,
  ApplicationCommandOptionType as Kind,
} from 'discord-api-types/v10';
import { type Fields, toFieldsList, toText } from './fields.ts';
import { lengthOf } from './form.ts';
import { type InteractionOutcome, isDirect, type Sender, type Spot, seenMessage } from './interaction-payload.ts';
import { guildOf, userOf } from './lookup.ts';
import { toMessageObject } from './message-object.ts';
import { toAttachmentObject, toMemberFields, toUserObject } from './objects.ts';
import { may } from './permissions.ts';
import { storeFile } from './uploads.ts';
import type { Channel, World } from './world.ts';

export interface TypedFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly contentType?: string;
}

export type OptionValue = string | number | boolean | TypedFile;

export interface SlashCommand extends Spot {
  readonly name: string;
  /** `sub`, or `group sub`. */
  readonly subcommand?: string;
  /** By name. A user, role or channel is an id. */
  readonly options?: Readonly<Record<string, OptionValue>>;
}

export interface Commands {
  /** Throws where a person could not: no such command, a required option missing, a value that its limits refuse. */
  slashCommand(command: SlashCommand): Promise<InteractionOutcome>;
  /** While the person types in the option `focused`. */
  autocomplete(command: SlashCommand & { readonly focused: string }): Promise<InteractionOutcome>;
  /** From a message's menu. */
  messageCommand(command: Spot & { readonly name: string; readonly messageId: string }): Promise<InteractionOutcome>;
}

export const bytesOf = (file: TypedFile): Uint8Array => (typeof file.bytes === 'string' ? Buffer.from(file.bytes) : file.bytes);

function checkText(path: string, option: Fields, value: OptionValue): void {
  const text = String(value);
  if (typeof value !== 'string' || /[\r\n]/.test(value)) throw new Error(`${path} takes one line of text`);
  if (lengthOf(text) > Number(option.max_length ?? 6000) || lengthOf(text) < Number(option.min_length ?? 0))
    throw new Error(`${path} takes another length`);
}

function checkNumber(path: string, option: Fields, value: OptionValue): void {
  const wantsWhole = option.type === Kind.Integer;
  if (typeof value !== 'number' || (wantsWhole && !Number.isInteger(value))) throw new Error(`${path} takes a number`);
  if (value < Number(option.min_value ?? -Infinity) || value > Number(option.max_value ?? Infinity))
    throw new Error(`${path} is out of range`);
}

export function createCommands(world: World, sender: Sender): Commands {
  /** Those of the guild come before those for everywhere; in a direct channel only the latter are there. */
  function commandFor(channel: Channel, user: string, type: number, name: string): Fields {
    const context = isDirect(channel) ? 1 : 0;
    const global = (world.commands.get('global') ?? []).filter(({ contexts }) => !Array.isArray(contexts) || contexts.includes(context));
    const all = [...(world.commands.get(channel.guildId ?? '') ?? []), ...global];
    const found = all.find((command) => command.type === type && command.name === name);
    if (found === undefined) throw new Error(`no command ${name} is registered here`);
    if (!isDirect(channel) && !may(world, channel, user, Can.UseApplicationCommands)) throw new Error(`${user} may not use commands here`);
    const needed = found.default_member_permissions;
    if (typeof needed === 'string' && !isDirect(channel) && !may(world, channel, user, BigInt(needed)))
      throw new Error(`${name} is hidden from ${user}`);
    return found;
  }

  const resolvedOf = () => {
    const resolved: Record<string, Record<string, Fields>> = {};
    const add = (kind: string, id: string, value: Fields): void => {
      resolved[kind] = { ...resolved[kind], [id]: value };
    };
    return { resolved, add };
  };

  function toOption(channel: Channel, option: Fields, value: OptionValue, add: (kind: string, id: string, value: Fields) => void): Fields {
    const path = toText(option.name);
    const sent = { name: option.name, type: option.type, value };
    const choices = toFieldsList(option.choices);
    if (choices.length > 0 && !choices.some((choice) => choice.value === value)) throw new Error(`${path} has no choice ${String(value)}`);
    if (option.type === Kind.Attachment) {
      if (typeof value !== 'object') throw new Error(`${path} takes a file`);
      const file = storeFile(world, { ...value, bytes: bytesOf(value), channelId: channel.id, isEphemeral: true });
      add('attachments', file.id, toAttachmentObject(world, file));
      return { ...sent, value: file.id };
    }
    if (option.type === Kind.String) checkText(path, option, value);
    if (option.type === Kind.Integer || option.type === Kind.Number) checkNumber(path, option, value);
    if (option.type === Kind.Boolean && typeof value !== 'boolean') throw new Error(`${path} takes true or false`);
    if (option.type === Kind.User || option.type === Kind.Mentionable) {
      const guild = guildOf(world, channel);
      add('users', String(value), toUserObject(userOf(world, String(value))));
      if (guild?.members.has(String(value)) === true) add('members', String(value), toMemberFields(guild, String(value)));
    }
    return sent;
  }

  function toData(channel: Channel, command: Fields, { subcommand, options = {} }: SlashCommand, focused: string | null): Fields {
    const { resolved, add } = resolvedOf();
    const path = subcommand?.split(' ') ?? [];
    const chain: Fields[] = [];
    let level = toFieldsList(command.options);
    for (const name of path) {
      const next = level.find((option) => option.name === name);
      if (next === undefined) throw new Error(`${command.name} has no ${name}`);
      chain.push(next);
      level = toFieldsList(next.options);
    }
    if (level.some(({ type }) => type === Kind.Subcommand || type === Kind.SubcommandGroup))
      throw new Error(`${command.name} needs a subcommand`);
    const unknown = Object.keys(options).filter((name) => !level.some((option) => option.name === name));
    if (unknown.length > 0) throw new Error(`${command.name} has no option ${unknown.join(', ')}`);
    const sent = level.flatMap((option) => {
      const value = options[toText(option.name)];
      if (option.name === focused) return [{ name: option.name, type: option.type, value: value ?? '', focused: true }];
      if (value !== undefined) return [toOption(channel, option, value, add)];
      if (option.required === true && focused === null) throw new Error(`${option.name} is required`);
      return [];
    });
    const nested = chain.reduceRight<Fields[]>((inner, each) => [{ name: each.name, type: each.type, options: inner }], sent);
    return {
      id: command.id,
      name: command.name,
      type: ApplicationCommandType.ChatInput,
      ...(command.guild_id !== undefined && { guild_id: command.guild_id }),
      options: nested,
      ...(Object.keys(resolved).length > 0 && { resolved }),
    };
  }

  return {
    slashCommand: async (command) => {
      const channel = sender.stand(command);
      const found = commandFor(channel, command.user, ApplicationCommandType.ChatInput, command.name);
      const data = toData(channel, found, command, null);
      return sender.send({ kind: InteractionType.ApplicationCommand, spot: command, data, commandName: command.name });
    },
    autocomplete: async (command) => {
      const channel = sender.stand(command);
      const found = commandFor(channel, command.user, ApplicationCommandType.ChatInput, command.name);
      const data = toData(channel, found, command, command.focused);
      return sender.send({ kind: InteractionType.ApplicationCommandAutocomplete, spot: command, data, commandName: command.name });
    },
    messageCommand: async ({ name, messageId, ...spot }) => {
      const channel = sender.stand(spot);
      const found = commandFor(channel, spot.user, ApplicationCommandType.Message, name);
      const message = seenMessage(channel, spot.user, messageId);
      // The target comes whole, whatever intents there are.
      const target = toMessageObject(world, channel, message, { seesContent: true });
      const data = {
        id: found.id,
        name,
        type: ApplicationCommandType.Message,
        target_id: messageId,
        resolved: { messages: { [messageId]: target } },
      };
      return sender.send({ kind: InteractionType.ApplicationCommand, spot, data, commandName: name, message });
    },
  };
}
