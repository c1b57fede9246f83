import { ButtonStyle } from 'discord-api-types/v10';
import { type Fields, toFieldsList } from '../fields.ts';
import type { Checker } from './checker.ts';

const STYLES = [1, 2, 3, 4, 5, 6] as const;

export function checkButton(checker: Checker, path: string, button: Fields): void {
  const { form } = checker;
  checker.seen(path, button);
  const style = form.choice(`${path}.style`, button.style, STYLES);
  const label = form.text(`${path}.label`, button.label, { max: 80 });
  form.boolean(`${path}.disabled`, button.disabled);
  if (style === ButtonStyle.Premium) {
    if (button.sku_id === undefined) form.required(`${path}.sku_id`);
    return;
  }
  if ((label === null || label === '') && button.emoji === undefined && form.text(`${path}.label`, button.label, { max: 80 }) === null)
    form.fault(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button must have a label or an emoji');
  if (style === ButtonStyle.Link) {
    if (button.custom_id !== undefined)
      form.fault(`${path}.custom_id`, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
    const url = form.text(`${path}.url`, button.url, { min: 1, max: 512, isRequired: true });
    if (url !== null && !/^(https?|discord):\/\//.test(url))
      form.fault(
        `${path}.url`,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${url.split(':')[0]}" is not supported. Scheme must be one of ('http', 'https', 'discord').`,
      );
    return;
  }
  if (button.url !== undefined)
    form.fault(`${path}.url`, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
  checker.customId(path, button.custom_id);
}

export interface OptionRule {
  readonly min: number;
  readonly max: number;
}

export function checkOptions({ form }: Checker, path: string, value: unknown, { min, max }: OptionRule): Fields[] {
  const options = form.list(`${path}.options`, value, min, max);
  const seen = new Set<unknown>();
  options.forEach((option, index) => {
    const at = `${path}.options.${index}`;
    form.text(`${at}.label`, option.label, { min: 1, max: 100, isRequired: true });
    form.text(`${at}.value`, option.value, { min: 1, max: 100, isRequired: true });
    form.text(`${at}.description`, option.description, { max: 100 });
    if (seen.has(option.value))
      form.fault(`${at}.value`, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    seen.add(option.value);
  });
  return [...options];
}

/** `min_values` and `max_values`, against each other and against what there is to choose. */
export function checkRange({ form }: Checker, path: string, component: Fields, limit: number, there: number | null): void {
  const min = form.integer(`${path}.min_values`, component.min_values, 0, limit) ?? 1;
  const max = form.integer(`${path}.max_values`, component.max_values, 1, limit) ?? Math.max(1, min);
  if (min > max)
    form.fault(`${path}.min_values`, 'SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX', 'min_values must be less than or equal to max_values');
  if (there !== null && there > 0 && max > there)
    form.fault(`${path}.max_values`, 'BASE_TYPE_BAD_LENGTH', `max_values must not be greater than the number of options (${there})`);
}

export const isSelect = (type: unknown): boolean => type === 3 || type === 5 || type === 6 || type === 7 || type === 8;

export function checkSelect(checker: Checker, path: string, select: Fields, isInModal: boolean): void {
  const { form } = checker;
  checker.seen(path, select);
  checker.customId(path, select.custom_id);
  form.text(`${path}.placeholder`, select.placeholder, { max: 150 });
  if (isInModal && select.disabled === true)
    form.fault(`${path}.disabled`, 'SELECT_COMPONENT_DISABLED_IN_MODAL', 'This field cannot be used in a modal');
  const options = select.type === 3 ? checkOptions(checker, path, select.options, { min: 1, max: 25 }) : null;
  if (select.type !== 3 && select.options !== undefined)
    form.fault(`${path}.options`, 'SELECT_COMPONENT_OPTIONS_UNSUPPORTED', 'This kind of select has no options');
  checkRange(checker, path, select, 25, options?.length ?? null);
  const defaults = toFieldsList(options).filter((option) => option.default === true).length;
  if (defaults > Math.max(1, Number(select.max_values ?? 1)))
    form.fault(`${path}.options`, 'SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS', 'Too many default options');
}
