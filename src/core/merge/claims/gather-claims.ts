import { type Claim, readClaims } from '../../lanes/output/claims.ts';
import { type Answered, toOneLine, toReadable } from '../answered.ts';
import { dropUnknownIds, replaceMarks, resolveIds } from './marks.ts';

/** A claim on its way into an answer. */
export interface MarkedClaim {
  /** `C1`, `C2`, … over the whole stage, in the order asked. */
  readonly mark: string;
  /** The material it may be from: one id, or the parts of one document that its lane was shown. */
  readonly sources: readonly string[];
  readonly quote: string;
}

export interface Gathered {
  /** Texts for people and models: those of lanes that make claims have a mark behind each. */
  readonly rows: readonly Answered[];
  /** Null: no lane was asked for claims, so marks mean nothing here. */
  readonly claims: ReadonlyMap<string, MarkedClaim> | null;
  /** Claims whose lane was not shown the source they name: they lost their mark. */
  readonly unfounded: number;
}

/** The texts of a stage with its claims marked. What looks like a mark or a source and is none of its lane's goes. */
export function gatherClaims(rows: readonly Answered[]): Gathered {
  // Where nobody cites, `[S3]` may be the text's own: it stays as the lane gave it.
  if (!rows.some((row) => row.output.kind === 'claims')) return { rows: rows.map(toReadable), claims: null, unfounded: 0 };
  const claims = new Map<string, MarkedClaim>();
  let unfounded = 0;
  const marked = rows.map((row): Answered => {
    if (row.output.kind !== 'claims') {
      const { text } = toReadable(row);
      return { ...row, text: dropUnknownIds(dropMarks(text), row.shown) };
    }
    const said = readClaims(row.text);
    const marks = said.claims.map((claim) => {
      const sources = resolveIds(claim.source, row.shown);
      if (sources.length === 0) {
        unfounded += 1;
        return '';
      }
      const mark = `C${claims.size + 1}`;
      claims.set(mark, { mark, sources, quote: claim.quote });
      return `[${mark}]`;
    });
    const text = replaceMarks(said.text, (mark) => (mark.startsWith('C') ? '' : (marks[Number(mark) - 1] ?? '')));
    return { ...row, text: dropUnknownIds(withAll(text, said.claims, marks), row.shown) };
  });
  return { rows: marked, claims, unfounded };
}

/** A lane that makes no claims has none to mark; its plain `[1]` may be anything, and stays. */
const dropMarks = (text: string): string => replaceMarks(text, (mark) => (mark.startsWith('C') ? '' : `\\[${mark}\\]`));

/** A claim that its lane did not mark gets its mark behind its words in the text, or stands below it. */
function withAll(text: string, claims: readonly Claim[], marks: readonly string[]): string {
  let whole = text;
  const below: string[] = [];
  const there = new Set(text.match(/\[C\d+\]/g) ?? []);
  claims.forEach((claim, index) => {
    const mark = marks[index] ?? '';
    const words = toOneLine(replaceMarks(claim.text, () => ''));
    if (mark === '' || words === '' || there.has(mark)) return;
    const at = whole.indexOf(words);
    if (at === -1) below.push(`- ${words} ${mark}`);
    else whole = `${whole.slice(0, at + words.length)} ${mark}${whole.slice(at + words.length)}`;
  });
  return [whole, below.join('\n')].filter((part) => part !== '').join('\n\n');
}
