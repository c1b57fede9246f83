import { materialIn } from '../form/order-prompt.ts';
import type { LanePlan, Output, Work } from '../plan.ts';
import { toTitles } from '../title.ts';

/** One thing of many that lanes are made for. */
export interface Piece {
  readonly title: string;
  /** What stands for it in an instruction: its own words, or what its material is called. */
  readonly item: string;
  /** Its own material. */
  readonly sources: readonly string[];
  /** Text of its own that is too long to stand in the instruction; '' for none. */
  readonly passage: string;
  /** A sentence that only its lane is told; '' for none. */
  readonly aside: string;
}

/** What a stage goes over: files, rows, a list. */
export interface Over {
  readonly one: string;
  readonly many: string;
  /** At least one. */
  readonly pieces: readonly Piece[];
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

export const toPassage = (passage: string): string => (passage === '' ? '' : `\n\nThe passage:\n${passage}`);

/** A lane for each piece, in order. */
export function toLanes({ pieces }: Over, { template, shared, work, output, lang }: EachLane): readonly LanePlan[] {
  const titles = toTitles(pieces.map((piece) => piece.title));
  return pieces.map(({ item, sources, passage, aside }, index): LanePlan => {
    // A name is the same in every language; what stands for a piece of material is not.
    const isNamed = sources.length === 0 && passage === '';
    const prompt = template.replaceAll('{item}', () => (lang === 'en' || isNamed ? item : materialIn(lang)));
    const more = [aside === '' ? '' : ` ${aside}`, toPassage(passage)].join('');
    return { title: titles[index] ?? '', prompt: prompt + more, sources: [...shared, ...sources], work, output };
  });
}
