import { toNeutralLine } from '../../text/neutral.ts';
import { type Output, TEXT } from '../plan.ts';
import type { PlannerLane } from './answer.ts';

const MAX_FIELDS = 40;
const MAX_NAME_CHARS = 40;
const MAX_LABEL_CHARS = 80;

/** A form that has nothing in it is a text. */
export function toOutput({ output, fields, labels }: Pick<PlannerLane, 'output' | 'fields' | 'labels'>, count: number | null): Output {
  const names = toNames(fields, MAX_NAME_CHARS);
  switch (output) {
    case 'text':
      return TEXT;
    case 'claims':
      return { kind: output };
    case 'items':
      return { kind: output, fields: names, count };
    case 'fields':
      return names.length === 0 ? TEXT : { kind: output, fields: names };
    case 'label': {
      const known = toNames(labels, MAX_LABEL_CHARS);
      return known.length < 2 ? TEXT : { kind: output, labels: known };
    }
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/** Names as a table's head takes them: short, each once whatever the case. */
function toNames(names: readonly string[], maxChars: number): readonly string[] {
  const short = names.map((name) => toNeutralLine(name, maxChars)).filter((name) => name !== '');
  return [...new Map(short.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed().slice(0, MAX_FIELDS);
}
