import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { toVersion } from '#core/deliver/version.ts';
import type { RunView } from '#core/view/run-view.ts';
import { toCustomId } from '../actions.ts';

/** Discord's limit for one typed field: the lanes are shown in so many characters, and read back with the same number. */
export const EDIT_CHARS = 4_000;
const CORRECTION_CHARS = 2_000;

const HOW =
  'A line is a lane. Delete a line to drop it, change its words, or move it; its number says which lane it was. A new line without a number is a new lane. Nothing runs yet: the plan is shown again.';

const TOO_LATE =
  'The lanes can be edited only before the first of them begins. What should change now you can say in the thread, like “@Fanout also Korean”.';
export const NO_SAMPLE = 'The run shows no sample now. What should change you can say in its thread, like “@Fanout shorter”.';

/** Names the lanes that a person is shown, one a line: numbers in what they leave are numbers of these. */
export const toShown = (lanes: string): string => toVersion(lanes);

/** Lanes as text, at most `EDIT_CHARS`, which begin as those that `shown` names. */
export const toEditForm = (runId: string, shown: string, lanes: string): APIModalInteractionResponseCallbackData =>
  toForm(toCustomId('edit-form', `${runId}/${shown}`), 'Edit lanes', HOW, {
    label: 'Lanes, one a line',
    description: 'Drop, reword, move, or add one without a number',
    component: { ...INPUT, custom_id: 'lanes', max_length: EDIT_CHARS, value: lanes },
  });

/** What should be different after a sample. */
export function toCorrectForm(runId: string, left: number): APIModalInteractionResponseCallbackData {
  const open = left === 1 ? 'the one that waits begins' : `the ${left} that wait begin`;
  const about = `It joins what is asked of every lane: ${open} with it, and those that you have seen are done again.`;
  return toForm(toCustomId('correct-form', runId), 'Correct', about, {
    label: 'What should be different in all lanes?',
    description: 'Like: shorter, and keep the product names in English',
    component: { ...INPUT, custom_id: 'words', max_length: CORRECTION_CHARS },
  });
}

/** Why there is nothing to edit here, and what else can be done. */
export const toUneditable = ({ card, lanes }: RunView): string =>
  card?.kind === 'plan'
    ? `These are ${lanes.length} lanes, too many to edit in a form. What else you can do: say in the thread what should change, like “@Fanout drop the last two” or “@Fanout also Korean”; press “Sample first”, and correct all lanes at once; or press “Cancel”, and ask again with the lanes that you want.`
    : TOO_LATE;

const INPUT = { type: ComponentType.TextInput, style: TextInputStyle.Paragraph, required: true } as const;

interface Field {
  readonly label: string;
  readonly description: string;
  readonly component: object;
}

function toForm(custom_id: string, title: string, about: string, field: Field): APIModalInteractionResponseCallbackData {
  const components = [
    { type: ComponentType.TextDisplay, content: about },
    { type: ComponentType.Label, ...field },
  ];
  return { custom_id, title, components } as unknown as APIModalInteractionResponseCallbackData;
}
