import { InteractionResponseType as Answer, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { checkModal } from '../components/modal.ts';
import { type Fields, isFields, toFields } from '../fields.ts';
import { createForm, refuseField } from '../form.ts';
import { answeredInteraction, answersTo, type Interaction, waitingInteraction } from '../interaction.ts';
import { channelOf, newest } from '../lookup.ts';
import { pingedBy } from '../mentions.ts';
import { checkMessageBody } from '../message-body.ts';
import { toMessageObject } from '../message-object.ts';
import { refuse } from '../refusal.ts';
import { type Call, nothing, ok, type Reply, type Route } from '../route.ts';
import { addMessage, changeMessage, removeMessage, written } from '../store-message.ts';
import { needOpenThread, setArchived, settleThread } from '../threads.ts';
import type { Channel, Message, World } from '../world.ts';

/** Its own answers are the app's to read, so content is never hidden here. */
const read = (world: World, message: Message): Fields =>
  toMessageObject(world, channelOf(world, message.channelId), message, { seesContent: true });

const isEphemeral = (flags: unknown): boolean => (Number(flags ?? 0) & MessageFlags.Ephemeral) !== 0;

function typeOf({ kind, message }: Interaction): number {
  if (kind === InteractionType.ApplicationCommand) return message === null ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
  return kind === InteractionType.MessageComponent ? MessageType.Reply : MessageType.Default;
}

/** Answers don't ask for the bot's rights in the channel, but a locked thread takes none; one that is only archived opens. */
function placeOf(world: World, { channelId }: Interaction): Channel {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw refuse(10003);
  settleThread(world, channel);
  if (channel.thread?.isLocked === true) throw refuse(50083);
  setArchived(world, channel, false);
  return channel;
}

function say(call: Call, interaction: Interaction, body: Fields, isFollowUp: boolean): Message {
  const { world } = call;
  const channel = placeOf(world, interaction);
  const onlyFor = isEphemeral(body.flags) ? interaction.userId : null;
  const rules = { authorId: world.botUserId, old: null, isAnswer: true, isEphemeral: onlyFor !== null };
  const { content } = checkMessageBody(world, channel, { body, parts: call.parts }, rules);
  const target = interaction.kind === InteractionType.MessageComponent ? interaction.message : null;
  const answers = isFollowUp ? interaction.original : target;
  return addMessage(world, channel, {
    authorId: world.botUserId,
    content,
    onlyFor,
    interaction,
    type: isFollowUp ? MessageType.Reply : typeOf(interaction),
    reference: answers === null ? null : { channelId: channel.id, messageId: answers.id },
    pings: onlyFor === null ? pingedBy(world, channel, world.botUserId, content.mentions, content.flags) : [],
  });
}

function edit(call: Call, interaction: Interaction, message: Message, body: Fields): Message {
  const { world } = call;
  const channel = world.channels.get(message.channelId);
  if (channel === undefined) throw refuse(10003);
  needOpenThread(world, channel);
  const old = newest(message);
  const rules = { authorId: world.botUserId, old: message.isLoading ? { ...old, flags: 0 } : old, isAnswer: true };
  const { content } = checkMessageBody(world, channel, { body, parts: call.parts }, { ...rules, isEphemeral: message.onlyFor !== null });
  // To fill what was put off is an edit too: it notifies nobody.
  changeMessage(world, channel, message, content, message.isLoading);
  if (interaction.original === null) interaction.original = message;
  return message;
}

function think(call: Call, interaction: Interaction, data: Fields): Message {
  const { world } = call;
  const wrong = Object.keys(data).filter((key) => key !== 'flags');
  if (wrong.length > 0) throw refuseField(`data.${wrong[0]}`, 'INTERACTION_DEFER_FIELD_UNSUPPORTED', 'A deferred answer takes flags alone');
  if ((Number(data.flags ?? 0) & ~MessageFlags.Ephemeral) !== 0)
    throw refuseField('data.flags', 'INTERACTION_DEFER_FLAGS_UNSUPPORTED', 'A deferred answer takes the flag EPHEMERAL alone');
  const channel = placeOf(world, interaction);
  return addMessage(world, channel, {
    authorId: world.botUserId,
    content: written(world.nowMs(), ''),
    onlyFor: isEphemeral(data.flags) ? interaction.userId : null,
    interaction,
    type: typeOf(interaction),
    reference: interaction.message === null ? null : { channelId: channel.id, messageId: interaction.message.id },
    isLoading: true,
  });
}

function checkChoices(data: Fields): readonly Fields[] {
  const form = createForm();
  const choices = form.list('data.choices', data.choices ?? [], 0, 25);
  choices.forEach((choice, index) => {
    form.text(`data.choices.${index}.name`, choice.name, { min: 1, max: 100, isRequired: true });
    if (typeof choice.value === 'string') form.text(`data.choices.${index}.value`, choice.value, { min: 1, max: 100, isRequired: true });
    else if (typeof choice.value !== 'number') form.required(`data.choices.${index}.value`);
  });
  form.done();
  return choices;
}

function apply(call: Call, interaction: Interaction, type: Answer, data: Fields): void {
  switch (type) {
    case Answer.ChannelMessageWithSource:
      interaction.original = say(call, interaction, data, false);
      return;
    case Answer.DeferredChannelMessageWithSource:
      interaction.original = think(call, interaction, data);
      return;
    case Answer.DeferredMessageUpdate:
      interaction.original = interaction.message;
      return;
    case Answer.UpdateMessage:
      if (interaction.message !== null) edit(call, interaction, interaction.message, data);
      return;
    case Answer.ApplicationCommandAutocompleteResult:
      interaction.choices = checkChoices(data);
      return;
    case Answer.Modal: {
      const form = createForm();
      const modal = checkModal(form, data);
      form.done();
      const { userId, channelId, message } = interaction;
      const from = interaction.kind === InteractionType.MessageComponent ? message : null;
      interaction.modal = { id: call.world.nextId(), userId, channelId, data: modal, message: from };
      return;
    }
    default:
      throw refuseField('type', 'BASE_TYPE_CHOICES', 'This fake knows no such answer');
  }
}

function callback(call: Call): Reply {
  const { world, params, body, query } = call;
  const interaction = waitingInteraction(world, params.interaction ?? '', params.token ?? '');
  const type = answersTo(interaction).find((answer) => answer === body.type);
  if (type === undefined) throw refuseField('type', 'BASE_TYPE_CHOICES', `Value must be one of {${answersTo(interaction).join(', ')}}.`);
  if (type === Answer.ChannelMessageWithSource && !isFields(body.data))
    throw refuseField('data', 'BASE_TYPE_REQUIRED', 'This field is required');
  apply(call, interaction, type, toFields(body.data));
  interaction.answer = type;
  interaction.state = 'answered';
  interaction.settled();
  world.changed();
  if (query.get('with_response') !== 'true') return nothing;
  const message = interaction.original;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.kind,
      ...(message !== null && {
        response_message_id: message.id,
        response_message_loading: message.isLoading,
        response_message_ephemeral: message.onlyFor !== null,
      }),
    },
    resource: { type, ...(message !== null && { message: read(world, message) }) },
  });
}

const answered = ({ world, params }: Call): Interaction => answeredInteraction(world, params.application ?? '', params.token ?? '');

/** `@original`, or a follow-up of the same interaction. */
function messageOf({ world, params }: Call, interaction: Interaction): Message {
  if (params.message === '@original') {
    if (interaction.original === null || interaction.original.deletedMs !== null) throw refuse(10008);
    return interaction.original;
  }
  const all = world.channels.get(interaction.channelId)?.messages ?? [];
  const found = all.find((message) => message.id === params.message && message.deletedMs === null);
  const isOwn = found !== undefined && (found.interaction === interaction || found === interaction.original);
  if (!isOwn) throw refuse(10008);
  return found;
}

/** The first follow-up of an answer put off fills that answer. */
function followUp(call: Call): Reply {
  const interaction = answered(call);
  const { original } = interaction;
  if (original?.isLoading === true && original.deletedMs === null)
    return ok(read(call.world, edit(call, interaction, original, call.body)));
  interaction.followUps += 1;
  return ok(read(call.world, say(call, interaction, call.body, true)));
}

const RATE = { limit: 5, windowMs: 2_000 };
const AT = '/webhooks/:application/:token/messages/:message';

export const INTERACTION_ROUTES: readonly Route[] = [
  { name: 'POST /interactions/:interaction/:token/callback', auth: 'token', rate: { limit: 1_000, windowMs: 1_000 }, handle: callback },
  { name: 'POST /webhooks/:application/:token', auth: 'token', rate: RATE, handle: followUp },
  { name: `GET ${AT}`, auth: 'token', rate: RATE, handle: (call) => ok(read(call.world, messageOf(call, answered(call)))) },
  {
    name: `PATCH ${AT}`,
    auth: 'token',
    rate: RATE,
    handle: (call) => {
      const interaction = answered(call);
      return ok(read(call.world, edit(call, interaction, messageOf(call, interaction), call.body)));
    },
  },
  {
    name: `DELETE ${AT}`,
    auth: 'token',
    rate: RATE,
    handle: (call) => {
      const message = messageOf(call, answered(call));
      removeMessage(call.world, channelOf(call.world, message.channelId), message);
      return nothing;
    },
  },
];
