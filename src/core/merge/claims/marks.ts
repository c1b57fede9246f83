/**
 * How claims are marked in texts, from a lane to the answer:
 *   `[2]` in a lane's own text, its second claim -> `[C12]` while texts are merged, the twelfth of the stage -> `[1]` in the answer, the first source that is cited
 */

/** Marks that stand in brackets, alone or several: `[C1]`, `[C1, C12]`, `[2; 3]`. */
const MARKS = /([ \t]?)\[(C\d{1,6}(?:[^[\]\n]{0,200})|\d{1,6}(?:[ \t]?[,;][ \t]?\d{1,6}){0,40})\](\()?/g;
/** Ids of material, as lanes may be tempted to cite them: `[S3]`, `[S1@0-2000]`. */
const IDS = /([ \t]?)(?<![\p{L}\p{N}_])\[([ST]\d{1,4}(?:\.\d{1,4})*(?:[#@][\d-]{1,24})?)\](?!\(|:)/gu;

/**
 * The text with each group of marks replaced by what `to` makes of each, one after another; a group of which nothing is left goes with the space before it. What follows a mark does not make a link of it.
 */
export function replaceMarks(text: string, to: (mark: string) => string): string {
  return text.replace(MARKS, (_, space: string, inside: string, link: string | undefined) => {
    const marks = (inside.match(inside.startsWith('C') ? /C\d{1,6}/g : /\d{1,6}/g) ?? []).map(to);
    const made = [...new Set(marks)].join('');
    const kept = made === '' ? '' : `${space}${made}`;
    return link === undefined ? kept : `${kept} ${link}`;
  });
}

/** The text without ids of material that are not among those shown. */
export function dropUnknownIds(text: string, shown: readonly string[]): string {
  return text.replace(IDS, (mark, _space: string, id: string) => (resolveIds(id, shown).length > 0 ? mark : ''));
}

/** The material that an id names: itself, or the parts of it that were shown. Empty: none of what was shown. */
export function resolveIds(said: string, shown: readonly string[]): readonly string[] {
  const id = said.replace(/^[[("'\s]+|[\])"'\s]+$/g, '').toUpperCase();
  if (id === '') return [];
  if (shown.includes(id)) return [id];
  return shown.filter((it) => it.startsWith(`${id}#`) || it.startsWith(`${id}@`));
}
