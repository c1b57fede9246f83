import { toFields, toFieldsList } from './arguments.ts';
import { toFileObject } from './messages.ts';
import type { Fields } from './refusal.ts';
import { optionsOf } from './seen.ts';
import type { FileAccess, OpenView, SlackFile, World } from './world.ts';

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default `text/plain`. */
  readonly mimetype?: string;
  /** Default `visible`. */
  readonly access?: FileAccess;
}

/** What a person entered, by `block_id`: text or a number, a choice, several choices, a conversation, files. */
export type FormValues = Readonly<Record<string, string | readonly string[] | readonly GivenFile[]>>;

/** Makes a file that the person put in, so that its bytes can be fetched. */
export function addFile(
  world: World,
  given: GivenFile,
  owner: Pick<SlackFile, 'team' | 'owner' | 'channel' | 'threadTs' | 'isGiven'>,
): SlackFile {
  const { name, bytes, mimetype = 'text/plain', access = 'visible' } = given;
  const file: SlackFile = { id: world.nextId('F'), name, bytes, mimetype, access, title: name, shareTs: null, ...owner };
  world.files.set(file.id, file);
  return file;
}

function choice(element: Fields, value: unknown): Fields {
  const option = optionsOf(element).find((each) => each.value === value);
  if (option === undefined) throw new Error(`no option ${String(value)} in ${String(element.action_id)}`);
  return { text: option.text, value: option.value };
}

const outside = (element: Fields, value: number): boolean =>
  (element.min_value !== undefined && value < Number(element.min_value)) ||
  (element.max_value !== undefined && value > Number(element.max_value));

function checkedText(element: Fields, value: string): string {
  const { min_length = 0, max_length = 3000 } = element;
  if (value.length < Number(min_length) || value.length > Number(max_length))
    throw new Error(`Slack's form takes ${String(min_length)} to ${String(max_length)} characters`);
  return value;
}

/** The state of one input as `view_submission` carries it; `given` undefined: left as it was. Throws where Slack's client does not let it be sent. */
function stateOf(world: World, open: OpenView, element: Fields, given: FormValues[string] | undefined): Fields {
  const { type } = element;
  switch (type) {
    case 'plain_text_input': {
      const value = given ?? element.initial_value ?? null;
      return { type, value: value === null || value === '' ? null : checkedText(element, String(value)) };
    }
    case 'number_input': {
      const value = given ?? element.initial_value ?? null;
      if (value === null || value === '') return { type, value: null };
      const number = Number(value);
      if (Number.isNaN(number) || outside(element, number)) throw new Error(`Slack's form does not take the number ${String(value)}`);
      if (element.is_decimal_allowed === false && !Number.isInteger(number)) throw new Error("Slack's form takes whole numbers here");
      return { type, value: String(value) };
    }
    case 'static_select':
    case 'radio_buttons': {
      const initial = element.initial_option ?? null;
      return { type, selected_option: given === undefined ? initial : choice(element, given) };
    }
    case 'checkboxes': {
      const chosen = given === undefined ? toFieldsList(element.initial_options) : [given].flat().map((value) => choice(element, value));
      return { type, selected_options: chosen };
    }
    case 'conversations_select': {
      const current = element.default_to_current_conversation === true ? open.channel : null;
      return { type, selected_conversation: given ?? element.initial_conversation ?? current };
    }
    case 'users_select':
      return { type, selected_user: given ?? element.initial_user ?? null };
    case 'file_input': {
      const files = (Array.isArray(given) ? given : []) as readonly GivenFile[];
      if (files.length > Number(element.max_files ?? 10)) throw new Error("too many files for Slack's form");
      const place = { team: open.team, owner: open.user, channel: null, threadTs: null, isGiven: true };
      return { type, files: files.map((file) => toFileObject(world, addFile(world, file, place))) };
    }
    default:
      throw new Error(`this fake knows no input ${String(type)}`);
  }
}

const isEmpty = (state: Fields): boolean =>
  Object.entries(state).every(([key, value]) => key === 'type' || value === null || (Array.isArray(value) && value.length === 0));

/** `state.values` of a form: by block, then by action. A required input that is empty can't be sent. */
export function fillIn(world: World, open: OpenView, values: FormValues): Fields {
  const inputs = toFieldsList(open.view.blocks).filter(({ type }) => type === 'input');
  for (const name of Object.keys(values))
    if (!inputs.some(({ block_id }) => block_id === name)) throw new Error(`the form has no input ${name}`);
  return Object.fromEntries(
    inputs.map((block) => {
      const element = toFields(block.element);
      const state = stateOf(world, open, element, values[String(block.block_id)]);
      if (block.optional !== true && isEmpty(state)) throw new Error(`Slack's form needs ${String(block.block_id)}`);
      return [block.block_id, { [String(element.action_id ?? 'value')]: state }];
    }),
  );
}
