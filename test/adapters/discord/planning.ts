import type { ModelCall } from '#core/ports/model.ts';
import { answerChange, asksForChange } from '#test/fakes/change-answer.ts';
import type { SeenMessage } from '#test/fakes/discord/seen.ts';
import { ADA, createDiscordLab, type DiscordLab, type DiscordLabOptions, GENERAL } from '#test/fakes/discord-lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { boards, buttonOf, the, whispers } from './seeing.ts';

/** A Discord with a model that says what it was asked for and tells what is said about runs, unless the test says otherwise. */
export async function openLab(
  options: Partial<DiscordLabOptions> = {},
  script: (call: ModelCall) => ScriptStep | Promise<ScriptStep> | null = () => null,
) {
  const model = createScriptedModel((call) => {
    const usual = asksForChange(call) ? answerChange(call) : call.standing === undefined ? `made of: ${call.instruction}` : '{}';
    return script(call) ?? usual;
  });
  const lab = await createDiscordLab({ model, ...options });
  const process = await lab.start();
  return { lab, model, process };
}

/** The newest board, once it says that. */
export const boardSaying = (lab: DiscordLab, what: string | RegExp): Promise<SeenMessage> =>
  lab.until(`a board that says ${what}`, () =>
    boards(lab)
      .slice(-1)
      .find(({ text }) => (typeof what === 'string' ? text.includes(what) : what.test(text))),
  );

export const labelsOf = ({ controls }: SeenMessage): readonly string[] => controls.map(({ label }) => label);

/** Presses a button of the newest board. */
export const press = (lab: DiscordLab, label: string, user: string = ADA, message: SeenMessage = the(boards(lab).at(-1))) =>
  lab.discord.press({ channel: GENERAL, user, messageId: message.id, customId: buttonOf(message, label) });

/** The form in front of a person, as it was shown. */
export function formOf(lab: DiscordLab, user: string = ADA): { readonly id: string; readonly shown: string; readonly value: string } {
  const modal = the(lab.discord.modals(user).at(-1));
  const shown = JSON.stringify(modal.data);
  const value = /"value":("(?:[^"\\]|\\.)*")/.exec(shown)?.[1];
  return { id: modal.id, shown, value: value === undefined ? '' : (JSON.parse(value) as string) };
}

/** What that person alone was told in #general, once it says that. */
export const whisper = (lab: DiscordLab, what: string | RegExp, user: string = ADA): Promise<string> =>
  lab.until(`a word that says ${what}`, () =>
    whispers(lab, user).findLast((text) => (typeof what === 'string' ? text.includes(what) : what.test(text))),
  );
