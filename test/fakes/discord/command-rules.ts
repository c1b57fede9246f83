import { type Fields, isFields, toFieldsList, toText } from './fields.ts';
import { type Form, lengthOf } from './form.ts';

const NAME = /^[-_'\p{L}\p{N}\p{Script=Devanagari}\p{Script=Thai}]{1,32}$/u;
const TOTAL_CHARS = 8_000;
const SUBCOMMAND = 1;
const GROUP = 2;

function checkName(form: Form, path: string, value: unknown): void {
  const name = form.text(path, value, { min: 1, max: 32, isRequired: true });
  if (name !== null && (!NAME.test(name) || name !== name.toLowerCase()))
    form.fault(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function checkChoices(form: Form, path: string, option: Fields): void {
  if (option.choices === undefined || option.choices === null) return;
  if (option.autocomplete === true)
    form.fault(`${path}.autocomplete`, 'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE', 'Autocomplete and choices exclude each other');
  form.list(`${path}.choices`, option.choices, 0, 25).forEach((choice, index) => {
    const at = `${path}.choices.${index}`;
    form.text(`${at}.name`, choice.name, { min: 1, max: 100, isRequired: true });
    if (option.type === 3) form.text(`${at}.value`, choice.value, { min: 1, max: 100, isRequired: true });
    else if (typeof choice.value !== 'number')
      form.fault(`${at}.value`, 'NUMBER_TYPE_COERCE', `Value "${String(choice.value)}" is not a number.`);
  });
}

const VALUES = new Set([3, 4, 10]);

function checkLimits(form: Form, path: string, option: Fields): void {
  if (option.type === 3) {
    form.integer(`${path}.min_length`, option.min_length, 0, 6000);
    form.integer(`${path}.max_length`, option.max_length, 1, 6000);
  } else if (option.min_length !== undefined || option.max_length !== undefined)
    form.fault(`${path}.max_length`, 'APPLICATION_COMMAND_OPTION_LENGTH_NOT_STRING', 'Only a string has lengths');
  const hasRange = option.min_value !== undefined || option.max_value !== undefined;
  if (hasRange && option.type !== 4 && option.type !== 10)
    form.fault(`${path}.min_value`, 'APPLICATION_COMMAND_OPTION_RANGE_NOT_NUMBER', 'Only a number has a range');
  if (option.autocomplete === true && !VALUES.has(Number(option.type)))
    form.fault(`${path}.autocomplete`, 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE', 'This type takes no autocomplete');
  if (option.file_types !== undefined) form.list(`${path}.file_types`, toFileTypes(option.file_types), 0, 10);
}

/** Only their number is limited. */
const toFileTypes = (value: unknown): unknown => (Array.isArray(value) ? value.map((type) => ({ type })) : value);

function checkOptions(form: Form, path: string, value: unknown, depth: number): void {
  const options = form.list(path, value, 0, 25);
  const names = new Set<unknown>();
  let optionalSeen = false;
  const nested = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (nested.length > 0 && nested.length < options.length)
    form.fault(
      path,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  options.forEach((option, index) => {
    const at = `${path}.${index}`;
    form.choice(`${at}.type`, option.type, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    checkName(form, `${at}.name`, option.name);
    form.text(`${at}.description`, option.description, { min: 1, max: 100, isRequired: true });
    if (names.has(option.name))
      form.fault(at, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists in parent command');
    names.add(option.name);
    if (option.type === SUBCOMMAND || option.type === GROUP) {
      const isDeeper = (option.type === GROUP && depth === 0) || (option.type === SUBCOMMAND && depth < 2);
      if (!isDeeper) form.fault(`${at}.type`, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands cannot be nested here');
      else checkOptions(form, `${at}.options`, option.options, option.type === GROUP ? 1 : 2);
      return;
    }
    if (option.required === true && optionalSeen)
      form.fault(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', 'Required options must be placed before non-required options');
    if (option.required !== true) optionalSeen = true;
    checkChoices(form, at, option);
    checkLimits(form, at, option);
  });
}

const chars = (command: Fields): number =>
  lengthOf(toText(command.name)) +
  lengthOf(toText(command.description)) +
  toFieldsList(command.choices).reduce((sum, { name, value }) => sum + lengthOf(toText(name)) + lengthOf(String(value)), 0) +
  toFieldsList(command.options).reduce((sum, option) => sum + chars(option), 0);

/** One command of a registration; type 1 a slash command, 2 and 3 the menus of users and messages. */
export function checkCommand(form: Form, prefix: string, command: unknown): void {
  const at = (name: string): string => (prefix === '' ? name : `${prefix}.${name}`);
  if (!isFields(command)) {
    form.fault(prefix, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return;
  }
  const type = command.type ?? 1;
  form.choice(at('type'), type, [1, 2, 3]);
  if (type === 1) {
    checkName(form, at('name'), command.name);
    form.text(at('description'), command.description, { min: 1, max: 100, isRequired: true });
    checkOptions(form, at('options'), command.options, 0);
  } else {
    form.text(at('name'), command.name, { min: 1, max: 32, isRequired: true });
    if (toText(command.description) !== '')
      form.fault(
        at('description'),
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
        'Context menu commands cannot have description',
      );
    if (toFieldsList(command.options).length > 0)
      form.fault(at('options'), 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID', 'Context menu commands cannot have options');
  }
  for (const name of ['contexts', 'integration_types'] as const) {
    const list = command[name];
    const most = name === 'contexts' ? 2 : 1;
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list) || list.length === 0 || list.some((each) => !Number.isInteger(each) || each < 0 || each > most))
      form.fault(at(name), 'BASE_TYPE_CHOICES', `Values must be between 0 and ${most}.`);
  }
  if (chars(command) > TOTAL_CHARS) form.fault(prefix, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${TOTAL_CHARS})`);
}

export const MOST_COMMANDS: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
