import { type Fields, isFields } from './fields.ts';
import { DiscordRefusal } from './refusal.ts';

interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface TextRule {
  readonly min?: number;
  readonly max: number;
  readonly isRequired?: boolean;
}

/** Collects what is wrong with a body, by the path in it (`components.0.label`), and refuses all of it at once. */
export interface Form {
  fault(path: string, code: string, message: string): void;
  required(path: string): void;
  /** The text, or null where there is none or it is wrong. Lengths are in code points. */
  text(path: string, value: unknown, rule: TextRule): string | null;
  integer(path: string, value: unknown, min: number, max: number): number | null;
  choice<Choice extends string | number>(path: string, value: unknown, choices: readonly Choice[]): Choice | null;
  boolean(path: string, value: unknown): boolean;
  /** The items that are objects; those that are not are faults. */
  list(path: string, value: unknown, min: number, max: number): readonly Fields[];
  /** Throws 50035 when there was a fault. */
  done(): void;
}

function toTree(faults: readonly Fault[]): Fields {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of faults) {
    let node = root;
    for (const key of path.split('.').filter((part) => part !== '')) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node._errors = [...(Array.isArray(node._errors) ? node._errors : []), { code, message }];
  }
  return root;
}

export const lengthOf = (text: string): number => [...text].length;

export function createForm(): Form {
  const faults: Fault[] = [];
  const fault = (path: string, code: string, message: string): void => void faults.push({ path, code, message });
  const required = (path: string): void => fault(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  return {
    fault,
    required,
    text: (path, value, { min = 0, max, isRequired = false }) => {
      if (value === undefined || value === null || (value === '' && min > 0)) {
        if (isRequired) required(path);
        return null;
      }
      if (typeof value !== 'string') {
        fault(path, 'STRING_TYPE_CONVERT', `Could not interpret "${String(value)}" as string.`);
        return null;
      }
      const length = lengthOf(value);
      if (length <= max && length >= min) return value;
      if (min === 0) fault(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      else fault(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      return null;
    },
    integer: (path, value, min, max) => {
      if (value === undefined || value === null) return null;
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        fault(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
        return null;
      }
      if (value < min) fault(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
      else if (value > max) fault(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
      else return value;
      return null;
    },
    choice: (path, value, choices) => {
      if (value === undefined || value === null) {
        required(path);
        return null;
      }
      const found = choices.find((choice) => choice === value);
      if (found === undefined) fault(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
      return found ?? null;
    },
    boolean: (path, value) => {
      if (value === undefined || value === null) return false;
      if (typeof value !== 'boolean') fault(path, 'BOOLEAN_TYPE_CONVERT', "Must be either 'True' or 'False'.");
      return value === true;
    },
    list: (path, value, min, max) => {
      if (value === undefined || value === null) {
        if (min > 0) required(path);
        return [];
      }
      if (!Array.isArray(value)) {
        fault(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        return [];
      }
      if (value.length < min || value.length > max) {
        const isAtMost = min === 0;
        fault(
          path,
          isAtMost ? 'BASE_TYPE_MAX_LENGTH' : 'BASE_TYPE_BAD_LENGTH',
          isAtMost ? `Must be ${max} or fewer in length.` : `Must be between ${min} and ${max} in length.`,
        );
      }
      value.forEach((item, index) => {
        if (!isFields(item)) fault(`${path}.${index}`, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      });
      return value.map((item): Fields => (isFields(item) ? item : {}));
    },
    done: () => {
      if (faults.length > 0) throw new DiscordRefusal(400, 50035, 'Invalid Form Body', toTree(faults));
    },
  };
}

/** A refusal for one fault. */
export function refuseField(path: string, code: string, message: string): DiscordRefusal {
  return new DiscordRefusal(400, 50035, 'Invalid Form Body', toTree([{ path, code, message }]));
}
