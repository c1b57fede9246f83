import { DiscordAPIError, type Interaction, MessageFlags, type RepliableInteraction } from 'discord.js';
import type { Command, Usage } from '#commands/command.ts';
import type { Reply } from '#commands/dispatch.ts';
import type { Typed } from '../render/typed-message.ts';
import { type Desk, maySeeAs, type Speaker, toBack, toSpeaker } from './desk.ts';
import { answerInteraction, insist, isRefusal } from './say.ts';

/** The answer is gone, or never was. */
const GONE: readonly unknown[] = [10_008, 10_015];

export const speakerOf = ({ guildId, channelId, channel, user }: Interaction): Speaker =>
  toSpeaker(user.id, guildId, channelId ?? '', channel);

export interface Hearing {
  /** Names what the person did. Default: the interaction. */
  readonly name?: string;
  /** What they wrote in a form, which a no must not lose. Default: nothing. */
  readonly typed?: Typed;
}

/**
 * Carries out what was typed while Discord is told that it arrived, within its three seconds. The two go side by side: a run that is kept goes on, also where the telling failed, since from then on messages go by the bot's
 * own token.
 */
export async function hearDeferred(
  interaction: RepliableInteraction,
  command: Command | Usage,
  desk: Desk,
  { name = `discord:interaction:${interaction.id}`, typed }: Hearing = {},
): Promise<void> {
  const speaker = speakerOf(interaction);
  const deferring = interaction.deferReply({ flags: MessageFlags.Ephemeral }).then(
    () => true,
    (error: unknown) => {
      desk.log.warn({ err: error }, 'Discord was not told in time that something arrived; it is carried out all the same');
      // Where nothing came back it may have heard: then somebody waits for an answer.
      interaction.deferred = !isRefusal(error);
      return interaction.deferred;
    },
  );
  const hearing: Promise<Reply> = desk.hear({
    command,
    claims: [name],
    asker: speaker.person,
    place: speaker.place,
    thread: speaker.thread,
    inThread: speaker.inThread,
    back: toBack(interaction.token, interaction.createdTimestamp),
    maySee: maySeeAs(speaker, desk),
  });
  const reply = await hearing.catch((error: unknown): Reply => {
    desk.log.error({ err: error }, 'what came from Discord could not be carried out');
    return { kind: 'refused', text: 'That did not work: Fanout met an error of its own. Try again.' };
  });
  if (!(await deferring)) return;
  // What goes on is seen by everybody; an answer of its own would only repeat it. Where it can't be, the word to the asker alone has taken its place already.
  if (reply.kind === 'going') await insist(() => interaction.deleteReply(), desk).catch(toUndefinedWhereGone);
  else await answerInteraction(interaction, reply, desk, reply.kind === 'refused' ? typed : undefined);
}

function toUndefinedWhereGone(error: unknown): void {
  if (!(error instanceof DiscordAPIError && GONE.includes(error.code))) throw error;
}
