import type { Fields } from '../fields.ts';
import { type Form, lengthOf } from '../form.ts';

/** What holds over all components of one message or form. */
export interface Checker {
  readonly form: Form;
  /** Names that `attachment://` may use. */
  readonly fileNames: ReadonlySet<string>;
  /** Each component is seen once, on the way down. */
  seen(path: string, component: Fields): void;
  customId(path: string, value: unknown): void;
  text(path: string, value: unknown): void;
  readonly count: number;
  readonly chars: number;
  /** UTF-8, and 12 for each text. */
  readonly bytes: number;
}

export function createChecker(form: Form, fileNames: ReadonlySet<string>): Checker {
  const customIds = new Set<string>();
  const ids = new Set<number>();
  let count = 0;
  let chars = 0;
  let bytes = 0;
  return {
    form,
    fileNames,
    get count() {
      return count;
    },
    get chars() {
      return chars;
    },
    get bytes() {
      return bytes;
    },
    seen: (path, { id }) => {
      count += 1;
      const known = form.integer(`${path}.id`, id, 0, 2 ** 31 - 1);
      if (known === null || known === 0) return;
      if (ids.has(known)) form.fault(`${path}.id`, 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
      ids.add(known);
    },
    customId: (path, value) => {
      const id = form.text(`${path}.custom_id`, value, { min: 1, max: 100, isRequired: true });
      if (id === null) return;
      if (customIds.has(id)) form.fault(`${path}.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      customIds.add(id);
    },
    text: (path, value) => {
      const content = form.text(path, value, { min: 1, max: 4000, isRequired: true });
      if (typeof value === 'string') {
        chars += lengthOf(value);
        bytes += Buffer.byteLength(content ?? value) + 12;
      }
    },
  };
}

/** `Value of field "type" must be one of (…)`. */
export const wrongType = (form: Form, path: string, allowed: readonly number[]): void =>
  form.fault(`${path}.type`, 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`);
