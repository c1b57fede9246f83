import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { toLaneValue } from '#commands/press.ts';
import { toNeutralLine } from '#core/text/neutral.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { toCustomId } from '../actions.ts';

const MOST_PROMPT_CHARS = 4_000;
const TITLE_CHARS = 40;
const SAYING_CHARS = 300;

/** What a submitted lane asks for. */
export const LANE_FORM_WISHES = {
  edit: 'Do it again with the prompt as it stands here',
  retry: 'Do it again as it was',
  skip: 'Skip it',
  show: 'Show what it gave',
} as const;
export type LaneFormWish = keyof typeof LANE_FORM_WISHES;

/** One lane opened: what it is, what is asked of it, and what can be done with it. */
export function toLaneForm(view: RunView, lane: LaneView, prompt: string): APIModalInteractionResponseCallbackData {
  const isOpen = lane.status === 'waiting' || lane.status === 'running';
  const long = prompt.length > MOST_PROMPT_CHARS;
  const wishes = (Object.keys(LANE_FORM_WISHES) as LaneFormWish[]).filter(
    (wish) => (wish !== 'skip' || isOpen) && (wish !== 'edit' || !long) && (wish !== 'show' || lane.status === 'done'),
  );
  const saying = [lane.status, lane.note].filter((text) => text !== null).join(' · ');
  const form = {
    custom_id: toCustomId('lane-form', toLaneValue(view.runId, lane.index, 'edit', lane.opened)),
    title: toNeutralLine(`Lane ${lane.index} ${lane.title}`, TITLE_CHARS),
    components: [
      { type: ComponentType.TextDisplay, content: toNeutralLine(saying, SAYING_CHARS) || 'waiting' },
      {
        type: ComponentType.Label,
        label: 'What to do',
        component: {
          type: ComponentType.StringSelect,
          custom_id: 'wish',
          required: true,
          options: wishes.map((value, index) => ({ value, label: LANE_FORM_WISHES[value], default: index === 0 })),
        },
      },
      ...(long
        ? [
            {
              type: ComponentType.TextDisplay,
              content: 'What is asked of it is longer than a form can hold, so it can be done again as it is only.',
            },
          ]
        : [
            {
              type: ComponentType.Label,
              label: 'What is asked of it',
              description: 'Only this lane and the merge are done again',
              component: {
                type: ComponentType.TextInput,
                custom_id: 'prompt',
                style: TextInputStyle.Paragraph,
                required: false,
                max_length: MOST_PROMPT_CHARS,
                value: prompt,
              },
            },
          ]),
    ],
  };
  return form as unknown as APIModalInteractionResponseCallbackData;
}
