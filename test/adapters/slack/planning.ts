import type { ModelCall } from '#core/ports/model.ts';
import { answerChange, asksForChange } from '#test/fakes/change-answer.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import type { SeenMessage } from '#test/fakes/slack/seen.ts';
import { createSlackLab, type SlackLab, type SlackLabOptions } from '#test/fakes/slack-lab.ts';
import { boards, the } from './seeing.ts';

/** A Slack with a model that says what it was asked for and tells what is said about runs, unless the test says otherwise. */
export async function openLab(
  options: Partial<SlackLabOptions> = {},
  script: (call: ModelCall) => ScriptStep | Promise<ScriptStep> | null = () => null,
) {
  const model = createScriptedModel((call) => {
    const usual = asksForChange(call) ? answerChange(call) : call.schema === undefined ? `made of: ${call.instruction}` : '{}';
    return script(call) ?? usual;
  });
  const lab = await createSlackLab({ model, ...options });
  const process = await lab.start();
  return { lab, model, process };
}

/** A run's board that asks, once it does. */
export const asking = (lab: SlackLab, what: string | RegExp = 'Run '): Promise<SeenMessage> =>
  lab.until(`a board that asks ${what}`, () =>
    boards(lab).find(({ text }) => (typeof what === 'string' ? text.includes(what) : what.test(text))),
  );

export const labelsOf = ({ controls }: SeenMessage): readonly string[] => controls.map(({ label }) => label);

/** A form that a person sees, beside so many others, once there is more in it than that it comes. */
export async function formOf(lab: SlackLab, user: string, known: number): Promise<{ readonly id: string; readonly shown: string }> {
  return await lab.until('a form', () => {
    const form = lab.slack.modals(user)[known];
    const shown = JSON.stringify(form?.view ?? {});
    return form !== undefined && !shown.includes(LOADING) && { id: form.id, shown };
  });
}

export const LOADING = 'One moment…';

/** What stands in a form's only field. */
export const textIn = (shown: string): string => {
  const found = /"initial_value":("(?:[^"\\]|\\.)*")/.exec(shown)?.[1];
  return JSON.parse(the(found)) as string;
};
