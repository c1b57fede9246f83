import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { MERGE_KINDS, MODES } from '#core/request.ts';
import { toCustomId } from '../actions.ts';

const MOST_FIELD_CHARS = 4_000;
const MOST_FILES = 10;

const MODE_WORDS: Readonly<Record<(typeof MODES)[number], string>> = {
  auto: 'Fanout picks how to cut it',
  simple: 'One call',
  manual: 'One lane for each line of the request',
  orchestrate: 'Plan it in stages',
};
const MERGE_WORDS: Readonly<Record<(typeof MERGE_KINDS)[number] | 'auto', string>> = {
  auto: 'What follows from the request',
  ordered: 'One after another, as asked',
  digest: 'One digest of all',
  table: 'A table',
  dedupe: 'One list without repeats',
  vote: 'What most of them say',
  best: 'The best of them',
};

export interface Prefilled {
  readonly request: string;
  readonly text: string;
  /** What the form is about and has no room for; '' where nothing. */
  readonly draft: string;
}

const label = (text: string, description: string, component: object) => ({
  type: ComponentType.Label,
  label: text,
  description,
  component,
});

/** The form for a new run; five fields are all that Discord takes. */
export function toRunForm({ request, text, draft }: Prefilled): APIModalInteractionResponseCallbackData {
  const paragraph = (id: string, value: string, required: boolean) => ({
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required,
    max_length: MOST_FIELD_CHARS,
    ...(value === '' ? {} : { value: value.slice(0, MOST_FIELD_CHARS) }),
  });
  const select = (id: string, words: Readonly<Record<string, string>>) => ({
    type: ComponentType.StringSelect,
    custom_id: id,
    required: true,
    options: Object.entries(words).map(([value, name]) => ({ value, label: name, default: value === 'auto' })),
  });
  const form = {
    custom_id: toCustomId('run-form', draft),
    title: 'New fan-out',
    components: [
      label('What should be done?', 'Like: translate into German, French and Polish', paragraph('request', request, true)),
      label('The text it is about', 'Leave it out where the request says it all', paragraph('text', text, false)),
      label('Files', 'What it is about', {
        type: ComponentType.FileUpload,
        custom_id: 'files',
        min_values: 0,
        max_values: MOST_FILES,
        required: false,
      }),
      label('How to cut it', 'Lanes run side by side', select('mode', MODE_WORDS)),
      label('How the results become one', 'One answer that accounts for every lane', select('merge', MERGE_WORDS)),
    ],
  };
  return form as unknown as APIModalInteractionResponseCallbackData;
}
