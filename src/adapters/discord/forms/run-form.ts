import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { MERGE_KINDS, MergeKind, MODES, Mode } from '#core/request.ts';
import { toCustomId } from '../actions.ts';

const MOST_FIELD_CHARS = 4_000;
const MOST_FILES = 10;

/** Beside the modes: as `auto`, and its plan is to be seen first. */
export const PLAN_MODE = 'plan';

const MODE_WORDS: Readonly<Record<(typeof MODES)[number] | typeof PLAN_MODE, string>> = {
  auto: 'Fanout picks how to cut it',
  plan: 'Fanout picks, and shows the plan and its cost first',
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
  readonly mode: Mode;
  /** Null: what follows from the request. */
  readonly merge: MergeKind | null;
  /** Its plan is to be seen first, whatever is chosen. */
  readonly card: boolean;
}

export const EMPTY_FORM: Prefilled = { request: '', text: '', draft: '', mode: 'auto', merge: null, card: false };

/** What the id of a form says. */
export function parseRunForm(about: string): Pick<Prefilled, 'draft' | 'card'> {
  const [draft = '', card] = about.split('/');
  return { draft, card: card === PLAN_MODE };
}

const label = (text: string, description: string, component: object) => ({
  type: ComponentType.Label,
  label: text,
  description,
  component,
});

/** The form for a new run; five fields are all that Discord takes. */
export function toRunForm({ request, text, draft, mode, merge, card }: Prefilled): APIModalInteractionResponseCallbackData {
  const paragraph = (id: string, value: string, required: boolean) => ({
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required,
    max_length: MOST_FIELD_CHARS,
    ...(value === '' ? {} : { value: value.slice(0, MOST_FIELD_CHARS) }),
  });
  const select = (id: string, words: Readonly<Record<string, string>>, chosen: string) => ({
    type: ComponentType.StringSelect,
    custom_id: id,
    required: true,
    options: Object.entries(words).map(([value, name]) => ({ value, label: name, default: value === chosen })),
  });
  const form = {
    custom_id: toCustomId('run-form', card ? `${draft}/${PLAN_MODE}` : draft),
    title: card ? 'New plan' : 'New fan-out',
    components: [
      label(
        'What should be done?',
        'Like: translate into German and French. Options may stand in it: --quorum 90% --deadline 5m',
        paragraph('request', request, true),
      ),
      label('The text it is about', 'Leave it out where the request says it all', paragraph('text', text, false)),
      label('Files', 'What it is about', {
        type: ComponentType.FileUpload,
        custom_id: 'files',
        min_values: 0,
        max_values: MOST_FILES,
        required: false,
      }),
      label('How to cut it', 'Lanes run side by side', select('mode', MODE_WORDS, card && mode === 'auto' ? PLAN_MODE : mode)),
      label('How the results become one', 'One answer that accounts for every lane', select('merge', MERGE_WORDS, merge ?? 'auto')),
    ],
  };
  return form as unknown as APIModalInteractionResponseCallbackData;
}
