import { InteractionResponseType as Answer, InteractionType as Kind } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import { refuse } from './refusal.ts';
import type { Message, World } from './world.ts';

export const ACK_MS = 3_000;
const TOKEN_MS = 15 * 60_000;

/** An open modal in front of a person. */
export interface OpenModal {
  readonly id: string;
  readonly userId: string;
  readonly channelId: string;
  readonly data: Fields;
  /** The message whose component opened it. */
  readonly message: Message | null;
}

/**
 * One thing a person did that the app must answer.
 *   waiting -> answered (once, within 3 s; its token then lives 15 min) | failed
 */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: Kind;
  readonly userId: string;
  readonly guildId: string | null;
  readonly channelId: string;
  readonly createdMs: number;
  /** What the person sees above the answer: the command's name. */
  readonly commandName: string | null;
  /** The message with the component, or from whose component the modal came. */
  readonly message: Message | null;
  state: 'waiting' | 'answered' | 'failed';
  answer: Answer | null;
  /** What `@original` is. */
  original: Message | null;
  modal: OpenModal | null;
  choices: readonly Fields[] | null;
  followUps: number;
  /** Called when it leaves `waiting`. */
  settled(): void;
}

const ANSWERS: Readonly<Record<number, readonly Answer[]>> = {
  [Kind.ApplicationCommand]: [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource, Answer.Modal],
  [Kind.MessageComponent]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.DeferredMessageUpdate,
    Answer.UpdateMessage,
    Answer.Modal,
  ],
  [Kind.ApplicationCommandAutocomplete]: [Answer.ApplicationCommandAutocompleteResult],
  [Kind.ModalSubmit]: [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource],
};

/** A modal opened from a message may also change that message. */
export const answersTo = (interaction: Interaction): readonly Answer[] => [
  ...(ANSWERS[interaction.kind] ?? []),
  ...(interaction.kind === Kind.ModalSubmit && interaction.message !== null ? [Answer.DeferredMessageUpdate, Answer.UpdateMessage] : []),
];

/** For the callback: there, in time, and not answered yet. */
export function waitingInteraction(world: World, id: string, token: string): Interaction {
  const found = world.interactions.get(token);
  if (found === undefined || found.id !== id || found.state === 'failed') throw refuse(10062);
  if (found.state === 'answered') throw refuse(40060);
  if (world.nowMs() - found.createdMs > world.ackMs) throw refuse(10062);
  return found;
}

/** For follow-ups and edits: answered, and its token still alive. */
export function answeredInteraction(world: World, applicationId: string, token: string): Interaction {
  const found = world.interactions.get(token);
  if (applicationId !== world.applicationId || found === undefined) throw refuse(50027);
  if (world.nowMs() - found.createdMs > TOKEN_MS) throw refuse(50027);
  if (found.state !== 'answered') throw refuse(10015);
  return found;
}
