import type { Output } from '../../plan/plan.ts';
import type { Material } from '../../ports/model.ts';
import { toBlocks } from '../../text/markdown-blocks.ts';

/**
 * How claims are marked in texts, from a lane to the answer:
 *   `[2]` in a lane's own text, its second claim -> `[C12]` in merged results and in what later stages and digests
 * read and write, the twelfth of the run, whatever stage made it -> `[1]` in the answer, the first source cited
 */

/** Marks that stand in brackets, alone or several: `[C1]`, `[C1, C12]`, `[2; 3]`. */
const MARKS = /([ \t]?)\[(C\d{1,6}(?:[ \t]?[,;]?[ \t]?C\d{1,6}){0,40}|\d{1,6}(?:[ \t]?[,;][ \t]?\d{1,6}){0,40})\](\()?/g;
/** Ids of material, as lanes may be tempted to cite them: `[S3]`, `[S1@0-2000]`. */
const IDS = /([ \t]?)(?<![\p{L}\p{N}_])\[([ST]\d{1,4}(?:\.\d{1,4})*(?:[#@][\d-]{1,24})?)\](?!\(|:)/gu;
const MAYBE_CODE = /`|~~~|^(?: {4}|\t)/m;
const SPANS = /(`{1,4})(?!`)[^`\n]{1,400}\1(?!`)/g;

type To = (mark: string) => string;
/** Whether a group of marks, and what stands right before it, is a text's own words. */
type IsOwn = (group: string, before: string) => boolean;

/** A variable's name, as in `a[1]` and `last_row[2]`: words that are cited look different. */
const NAME = /(?:^|[^\p{L}\p{N}_])(?:[a-zA-Z]|\w*_\w*|[a-z]+[A-Z]\w*)$/u;
const NAME_CHARS = 40;
/** Whether a number there counts in something, and cites nothing. */
export const isIndex: IsOwn = (group, before) => !group.startsWith('C') && NAME.test(before);

/**
 * The text with what would be marks, was it not its own words, in round brackets: for models, which drop what
 * hides a mark.
 */
export const withoutHidden = (text: string): string => text.replace(/\\\[(C\d[^[\]\\\n]{0,400})\\\]/g, '($1)');

/**
 * The text with each group of marks replaced by what `to` makes of each, one after another; a group of which
 * nothing is left goes with the space before it. What follows a mark does not make a link of it. In code a
 * plain number is no mark: `rows[1]` stays. What is the text's own stays too, written so that nobody takes it for
 * a mark. Default of `isOwn`: nothing is.
 */
export function replaceMarks(text: string, to: To, isOwn: IsOwn = () => false): string {
  if (!MAYBE_CODE.test(text)) return replaceIn(text, to, isOwn);
  const inCode = (code: string): string => replaceIn(code, to, isOwn, true);
  const blocks = toBlocks(text).map(({ kind, lines, gap }) => {
    const whole = lines.join('');
    if (kind === 'fence' || kind === 'indented') return inCode(whole) + gap;
    const pieces: string[] = [];
    let at = 0;
    for (const { 0: span, index } of whole.matchAll(SPANS)) {
      pieces.push(replaceIn(whole.slice(at, index), to, isOwn), inCode(span));
      at = index + span.length;
    }
    return pieces.join('') + replaceIn(whole.slice(at), to, isOwn) + gap;
  });
  return blocks.join('');
}

const replaceIn = (text: string, to: To, isOwn: IsOwn, isCode = false): string =>
  text.replace(MARKS, (all, space: string, inside: string, link: string | undefined, index: number) => {
    if (isCode && !inside.startsWith('C')) return all;
    const before = text.slice(Math.max(0, index - NAME_CHARS), index) + space;
    if (!isCode && isOwn(inside, before)) return `${space}\\[${inside}\\]${link === undefined ? '' : ` ${link}`}`;
    const marks = (inside.match(inside.startsWith('C') ? /C\d{1,6}/g : /\d{1,6}/g) ?? []).map(to);
    const made = [...new Set(marks)].join('');
    const kept = made === '' ? '' : `${space}${made}`;
    return link === undefined ? kept : `${kept} ${link}`;
  });

/** The marks of claims that stand in a text: `C12`, …. */
export const marksIn = (text: string): string[] => text.match(/(?<=\[)C\d{1,6}(?=\])/g) ?? [];

/** The text without marks of claims, for titles and for telling whether two say the same. */
export const withoutMarks = (text: string): string => text.replace(/[ \t]?\[C\d{1,6}\]/g, '');

/** The text without ids of material that are not among those shown; each that goes is told to `onDrop`. */
export function dropUnknownIds(text: string, shown: readonly string[], onDrop: () => void = () => {}): string {
  return text.replace(IDS, (mark, _space: string, id: string) => {
    if (resolveIds(id, shown).length > 0) return mark;
    onDrop();
    return '';
  });
}

/** The material that an id names: itself, or the parts of it that were shown. Empty: none of what was shown. */
export function resolveIds(said: string, shown: readonly string[]): readonly string[] {
  const id = said.replace(/^[[("'\s]+|[\])"'\s]+$/g, '').toUpperCase();
  if (id === '') return [];
  if (shown.includes(id)) return [id];
  return shown.filter((it) => it.startsWith(`${id}#`) || it.startsWith(`${id}@`));
}

const ABOUT =
  'Marks like [C12] say where a statement is from. Keep each behind the statement that it belongs to, unchanged; use only marks';
const REST = 'What has no mark gets none. Make no list of sources: that is made of the marks.';

/** What a digest of marked results is told. */
export const KEEP_MARKS = `${ABOUT} that stand in the material, and make none of your own. ${REST}`;

/** What a lane is told whose material is marked; '' for any other. */
export function toMarkRule(materials: readonly Material[], { kind }: Output): string {
  if (kind === 'label' || !materials.some((material) => material.marked === true)) return '';
  return kind === 'claims' ? `${ABOUT} that stand in the material, beside those of your own claims. ${REST}` : KEEP_MARKS;
}
