import type { ModalSubmitInteraction } from 'discord.js';
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { toVersion } from '#core/deliver/version.ts';
import { parseCustomId } from '../actions.ts';

interface Opening {
  readonly id: string;
  showModal(form: APIModalInteractionResponseCallbackData): Promise<unknown>;
}

/** Opens a form as the answer to an interaction, and has it know that one. */
export async function openForm(opening: Opening, form: APIModalInteractionResponseCallbackData): Promise<void> {
  await opening.showModal({ ...form, custom_id: `${form.custom_id}:${opening.id}` });
}

/**
 * Names a form as it was sent. Where Discord did not hear that it arrived, it leaves the form open: sent again with the same words it is another interaction and the same wish, with others it is another wish. `words`: all that
 * was typed and chosen.
 */
export function nameForm({ id, customId }: ModalSubmitInteraction, words: unknown): string {
  const opening = parseCustomId(customId)?.opening ?? null;
  return opening === null ? `discord:interaction:${id}` : `discord:form:${opening}:${toVersion(words)}`;
}
