import { z } from 'zod';
import { CONFIRM, ID, IMAGE_FIELDS, OPTION, PLAIN_OPTION, plainText } from './text-objects.ts';

const ACTIONABLE = { action_id: ID.optional(), confirm: CONFIRM.optional() };
const FOCUS = { focus_on_load: z.boolean().optional() };
const PLACEHOLDER = { placeholder: plainText(150).optional() };
const DISPATCH = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional() })
    .optional(),
};

const BUTTON = z.strictObject({
  type: z.literal('button'),
  ...ACTIONABLE,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const OVERFLOW = z.strictObject({ type: z.literal('overflow'), ...ACTIONABLE, options: z.array(PLAIN_OPTION).min(1).max(5) });

const GROUPS = z
  .array(z.strictObject({ label: plainText(75), options: z.array(PLAIN_OPTION).min(1).max(100) }))
  .min(1)
  .max(100);
const CHOICES = { options: z.array(PLAIN_OPTION).min(1).max(100).optional(), option_groups: GROUPS.optional() };

interface Choosing {
  readonly options?: readonly { readonly value: string }[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly { readonly value: string }[] }[] | undefined;
}

const offered = ({ options, option_groups }: Choosing): string[] =>
  [...(options ?? []), ...(option_groups ?? []).flatMap((group) => group.options)].map(({ value }) => value);

const STATIC_SELECT = z
  .strictObject({
    type: z.literal('static_select'),
    ...ACTIONABLE,
    ...FOCUS,
    ...PLACEHOLDER,
    ...CHOICES,
    initial_option: PLAIN_OPTION.optional(),
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), 'must have either options or option_groups')
  .refine((select) => new Set(offered(select)).size === offered(select).length, 'duplicate option values')
  .refine(
    (select) => select.initial_option === undefined || offered(select).includes(select.initial_option.value),
    'initial_option must be one of the options',
  );

const CHECKED = {
  ...ACTIONABLE,
  ...FOCUS,
  options: z.array(OPTION).min(1).max(10),
};

const CHECKBOXES = z
  .strictObject({ type: z.literal('checkboxes'), ...CHECKED, initial_options: z.array(OPTION).min(1).optional() })
  .refine(
    ({ options, initial_options }) => (initial_options ?? []).every(({ value }) => options.some((option) => option.value === value)),
    'initial_options must be among the options',
  );

const RADIO_BUTTONS = z.strictObject({ type: z.literal('radio_buttons'), ...CHECKED, initial_option: OPTION.optional() });

const CONVERSATIONS_SELECT = z.strictObject({
  type: z.literal('conversations_select'),
  ...ACTIONABLE,
  ...FOCUS,
  ...PLACEHOLDER,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
});

const USERS_SELECT = z.strictObject({
  type: z.literal('users_select'),
  ...ACTIONABLE,
  ...FOCUS,
  ...PLACEHOLDER,
  initial_user: z.string().optional(),
});

const PLAIN_TEXT_INPUT = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: ID.optional(),
    ...FOCUS,
    ...PLACEHOLDER,
    ...DISPATCH,
    initial_value: z.string().optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine(({ initial_value = '', max_length = 3000 }) => initial_value.length <= max_length, {
    path: ['initial_value'],
    error: 'initial_value is longer than max_length',
  })
  .refine(({ min_length = 0, max_length = 3000 }) => min_length <= max_length, 'min_length is above max_length');

const NUMBER_INPUT = z
  .strictObject({
    type: z.literal('number_input'),
    action_id: ID.optional(),
    ...FOCUS,
    ...PLACEHOLDER,
    ...DISPATCH,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  })
  .refine(
    ({ initial_value, min_value = '-Infinity', max_value = 'Infinity' }) =>
      initial_value === undefined || (Number(initial_value) >= Number(min_value) && Number(initial_value) <= Number(max_value)),
    { path: ['initial_value'], error: 'initial_value is out of bounds' },
  );

const FILE_INPUT = z.strictObject({
  type: z.literal('file_input'),
  action_id: ID.optional(),
  filetypes: z.array(z.string()).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

const FEEDBACK = z.strictObject({ text: plainText(75), accessibility_label: z.string().max(75).optional(), value: z.string().max(2000) });

export const CONTEXT_ACTION = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('feedback_buttons'), action_id: ID.optional(), positive_button: FEEDBACK, negative_button: FEEDBACK }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...ACTIONABLE,
    icon: z.enum(['trash']),
    text: plainText(75),
    accessibility_label: z.string().max(75).optional(),
    value: z.string().max(2000).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
]);

export const IMAGE = z.strictObject(IMAGE_FIELDS);

const ACTIONS = [BUTTON, OVERFLOW, STATIC_SELECT, CHECKBOXES, RADIO_BUTTONS, CONVERSATIONS_SELECT, USERS_SELECT] as const;

/** The elements that Fanout uses; Slack has more (dates, times, external menus), and this refuses those. */
export const ACTION = z.discriminatedUnion('type', [...ACTIONS]);

export const ACCESSORY = z.discriminatedUnion('type', [...ACTIONS, IMAGE]);

export const INPUT_ELEMENT = z.discriminatedUnion('type', [
  STATIC_SELECT,
  CHECKBOXES,
  RADIO_BUTTONS,
  CONVERSATIONS_SELECT,
  USERS_SELECT,
  PLAIN_TEXT_INPUT,
  NUMBER_INPUT,
  FILE_INPUT,
]);
