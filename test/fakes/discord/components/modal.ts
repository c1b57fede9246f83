import { type Fields, toFields, toText } from '../fields.ts';
import { type Form, lengthOf } from '../form.ts';
import { type Checker, createChecker, wrongType } from './checker.ts';
import { checkOptions, checkRange, checkSelect, isSelect } from './interactive.ts';
import { numbered } from './message-components.ts';

function checkTextInput(checker: Checker, path: string, input: Fields, isInLabel: boolean): void {
  const { form } = checker;
  checker.seen(path, input);
  checker.customId(path, input.custom_id);
  form.choice(`${path}.style`, input.style, [1, 2]);
  if (!isInLabel) form.text(`${path}.label`, input.label, { min: 1, max: 45, isRequired: true });
  else if (input.label !== undefined && input.label !== null)
    form.fault(`${path}.label`, 'TEXT_INPUT_COMPONENT_LABEL_IN_LABEL', 'The label stands in the Label component');
  const min = form.integer(`${path}.min_length`, input.min_length, 0, 4000) ?? 0;
  const max = form.integer(`${path}.max_length`, input.max_length, 1, 4000) ?? 4000;
  if (min > max)
    form.fault(`${path}.min_length`, 'TEXT_INPUT_COMPONENT_MIN_LENGTH_GREATER_THAN_MAX', 'min_length must not exceed max_length');
  form.text(`${path}.placeholder`, input.placeholder, { max: 100 });
  const value = form.text(`${path}.value`, input.value, { max: 4000 });
  if (value !== null && value !== '' && (lengthOf(value) > max || lengthOf(value) < min))
    form.fault(`${path}.value`, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
}

const IN_LABEL = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23] as const;

function checkInput(checker: Checker, path: string, input: Fields): void {
  const { form } = checker;
  if (input.type === 4) checkTextInput(checker, path, input, true);
  else if (isSelect(input.type)) checkSelect(checker, path, input, true);
  else if (IN_LABEL.some((type) => type === input.type)) checkOtherInput(checker, path, input);
  else wrongType(form, path, IN_LABEL);
}

function checkOtherInput(checker: Checker, path: string, input: Fields): void {
  const { form } = checker;
  checker.seen(path, input);
  checker.customId(path, input.custom_id);
  if (input.type === 19) checkRange(checker, path, input, 10, null);
  if (input.type === 21) checkOptions(checker, path, input.options, { min: 2, max: 10 });
  if (input.type === 22) {
    const options = checkOptions(checker, path, input.options, { min: 1, max: 10 });
    checkRange(checker, path, input, 10, options.length);
  }
  if (input.type === 23 && input.required !== undefined)
    form.fault(`${path}.required`, 'CHECKBOX_COMPONENT_REQUIRED_UNSUPPORTED', 'A checkbox cannot be required');
}

function checkLabel(checker: Checker, path: string, label: Fields): void {
  const { form } = checker;
  checker.seen(path, label);
  form.text(`${path}.label`, label.label, { min: 1, max: 45, isRequired: true });
  form.text(`${path}.description`, label.description, { max: 100 });
  if (label.component === undefined || label.component === null) form.required(`${path}.component`);
  else checkInput(checker, `${path}.component`, toFields(label.component));
}

/** `data` of a modal. */
export function checkModal(form: Form, data: Fields): Fields {
  const checker = createChecker(form, new Set());
  form.text('data.title', data.title, { min: 1, max: 45, isRequired: true });
  form.text('data.custom_id', data.custom_id, { min: 1, max: 100, isRequired: true });
  const components = form.list('data.components', data.components, 1, 5);
  components.forEach((component, index) => {
    const path = `data.components.${index}`;
    if (component.type === 18) checkLabel(checker, path, component);
    else if (component.type === 10) {
      checker.seen(path, component);
      checker.text(`${path}.content`, component.content);
    } else if (component.type === 1) {
      checker.seen(path, component);
      form.list(`${path}.components`, component.components, 1, 1).forEach((input) => {
        if (input.type === 4) checkTextInput(checker, `${path}.components.0`, input, false);
        else wrongType(form, `${path}.components.0`, [4]);
      });
    } else wrongType(form, path, [1, 10, 18]);
  });
  return { ...data, title: toText(data.title), components: numbered(components) };
}
