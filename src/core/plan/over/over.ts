import { laneWords } from '../form/lane-words.ts';
import type { CutText, LanePlan, Output, Work } from '../plan.ts';
import { toTitles } from '../title.ts';

/** What a lane is told of its material beside what is to be done. */
export type Aside =
  | { readonly kind: 'row' }
  /** Rows with the same value in a column. */
  | { readonly kind: 'rows'; readonly column: string }
  | { readonly kind: 'part'; readonly nth: number; readonly of: number };

/** One thing of many that lanes are made for. */
export interface Piece {
  readonly title: string;
  /** What stands for it in an English instruction: its own words, or what its material is called. */
  readonly item: string;
  /** The item is its own words, which are the same in every language. */
  readonly isNamed: boolean;
  /** Its own material. */
  readonly sources: readonly string[];
  readonly aside: Aside | null;
}

/** What a stage goes over: files, rows, a list. */
export interface Over {
  readonly one: string;
  readonly many: string;
  /** At least one. */
  readonly pieces: readonly Piece[];
  /** Items that are too long to stand in a sentence: material that only this has. */
  readonly texts: readonly CutText[];
  /** Heading of the titles in a table. */
  readonly rowName: string;
  /** What the person should know before. */
  readonly notes: readonly string[];
  /** What the answer must say as well: left out, dropped. */
  readonly account: readonly string[];
  /** Material that is parted among the lanes, so that no other lane has it whole. */
  readonly parted: readonly string[];
  /** Each is a call's worth of work. */
  readonly long: boolean;
}

/** What each lane of an `Over` is asked. */
export interface EachLane {
  /** `{item}` stands for the piece. */
  readonly template: string;
  /** What every lane gets beside its own. */
  readonly shared: readonly string[];
  readonly work: Work;
  readonly output: Output;
  /** Of the instruction, ISO 639-1. */
  readonly lang: string;
}

/** A lane for each piece, in order. */
export function toLanes({ pieces }: Pick<Over, 'pieces'>, { template, shared, work, output, lang }: EachLane): readonly LanePlan[] {
  const titles = toTitles(pieces.map((piece) => piece.title));
  return pieces.map((piece, index): LanePlan => {
    const item = toItem(piece, shared, lang);
    // "Describe Acme, Inc..": a name may have a stop of its own.
    const prompt = template.replaceAll(/\{item\}(\.?)/g, (_, stop: string) => item + (/[.!?…]$/.test(item) ? '' : stop));
    const aside = toAside(piece, lang);
    return {
      title: titles[index] ?? '',
      prompt: aside === '' ? prompt : `${prompt} ${aside}`,
      sources: [...shared, ...piece.sources],
      work,
      output,
    };
  });
}

/** What stands for a piece: beside shared material its own is told by its id. */
function toItem({ item, isNamed, sources, aside }: Piece, shared: readonly string[], lang: string): string {
  if (isNamed) return item;
  const name = lang === 'en' ? item : laneWords(lang).material;
  const [id, ...others] = sources;
  return shared.length > 0 && id !== undefined && others.length === 0 && aside === null ? `${name} (${id})` : name;
}

function toAside({ aside }: Piece, lang: string): string {
  const words = laneWords(lang);
  switch (aside?.kind) {
    case undefined:
      return '';
    case 'row':
      return words.row;
    case 'rows':
      return words.rows.replace('{column}', () => aside.column);
    case 'part':
      return words.part.replace('{nth}', String(aside.nth)).replace('{of}', String(aside.of));
    default:
      throw new Error(`unknown aside ${JSON.stringify(aside satisfies never)}`);
  }
}
