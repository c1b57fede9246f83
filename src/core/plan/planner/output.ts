import { toNeutralLine } from '../../text/neutral.ts';
import { type Output, TEXT } from '../plan.ts';
import type { PlannerLane } from './answer.ts';
import { quote } from './said.ts';

const MAX_FIELDS = 40;
const MAX_NAME_CHARS = 40;
const MAX_LABEL_CHARS = 80;
/** Names are told apart by so much. */
const MAX_WHOLE_CHARS = 400;

/** A form that has nothing in it is a text. */
export function toOutput(
  { output, fields, labels }: Pick<PlannerLane, 'output' | 'fields' | 'labels'>,
  count: number | null,
  account: string[],
): Output {
  const names = output === 'items' || output === 'fields' ? toNames(fields, MAX_NAME_CHARS, account) : [];
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
      const known = toNames(labels, MAX_LABEL_CHARS, account);
      return known.length < 2 ? TEXT : { kind: output, labels: known };
    }
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/**
 * Names as a table's head takes them: short, each once whatever the case; two that differ only behind the cut are
 * two.
 */
function toNames(names: readonly string[], maxChars: number, account: string[]): readonly string[] {
  const whole = names.map((name) => toNeutralLine(name, MAX_WHOLE_CHARS)).filter((name) => name !== '');
  const unique = [...new Map(whole.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
  const taken = new Set<string>();
  const short = unique.slice(0, MAX_FIELDS).map((name) => {
    let cut = toNeutralLine(name, maxChars);
    for (let nth = 2; taken.has(cut.toLowerCase()); nth += 1) cut = `${toNeutralLine(name, maxChars - 5)} (${nth})`;
    taken.add(cut.toLowerCase());
    return cut;
  });
  const beyond = unique.slice(MAX_FIELDS);
  if (beyond.length > 0)
    account.push(
      `${unique.length} columns or labels were planned and ${MAX_FIELDS} are the most: left out ${quote(beyond.join(', '), 120)}.`,
    );
  const cut = unique.slice(0, MAX_FIELDS).filter((name) => name.length > maxChars);
  if (cut.length > 0)
    account.push(
      `Cut to ${maxChars} characters: the name ${cut
        .slice(0, 3)
        .map((name) => quote(name, 60))
        .join(', ')}${cut.length > 3 ? ` and ${cut.length - 3} more` : ''}.`,
    );
  return short;
}
